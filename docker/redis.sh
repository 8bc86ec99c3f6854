#!/usr/bin/env bash
# Starts Redis with the users of redis-users.conf. Its file has hashes instead of the passwords, which come from the environment.
set -euo pipefail

hash_of() { printf '%s' "$1" | sha256sum | cut -d ' ' -f 1; }

(
  umask 077
  sed -e "s/@admin@/#$(hash_of "$REDIS_ADMIN_PASSWORD")/" \
    -e "s/@application@/#$(hash_of "$REDIS_APPLICATION_PASSWORD")/" \
    -e "s/@reader@/#$(hash_of "$REDIS_READER_PASSWORD")/" /tidemark/redis-users.conf >/data/users.conf
)
# The image's entry point gives /data to the user redis, and runs Redis as that user.
exec docker-entrypoint.sh redis-server /data/users.conf "$@"

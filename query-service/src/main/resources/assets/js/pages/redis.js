// The page of Redis.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startRedisHistory } from "../../components/redis/history.js";
import { startRedisKeys } from "../../components/redis/keys.js";
import { startRedisNow } from "../../components/redis/now.js";
import { startSlowlog } from "../../components/redis/slowlog.js";

mount("#page-header", startHeader);
mount("#redis-now", startRedisNow);
mount("#redis-history", startRedisHistory);
mount("#redis-keys", startRedisKeys);
mount("#redis-slowlog", startSlowlog);

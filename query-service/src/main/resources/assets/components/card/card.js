// The state that a card shows: an old page shows stale instead of the server's last state.

// `state` and `word` are those of the server.
export function shownState({ state, word }, old) {
  // A card without data does not become stale.
  return old && state !== "none" && state !== "no_data" ? { state: "stale", word: "stale" } : { state, word };
}

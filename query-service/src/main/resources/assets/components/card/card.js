// What a card shows of its state when the page itself is old: the server's word no longer holds.

// `state` and `word` as the server said them.
export function shownState({ state, word }, old) {
  // What was never known does not become old.
  return old && state !== "none" && state !== "no_data" ? { state: "stale", word: "stale" } : { state, word };
}

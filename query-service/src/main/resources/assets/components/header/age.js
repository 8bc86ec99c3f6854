// What the header says of the age of the data, from what the server said and how long ago it said it.

import { ageInWords } from "../../js/wording.js";

// The server's own limit for the age of the data.
const STALE_AFTER_MS = 30_000;
// Two refreshes in a row failed.
const CUT_AFTER_MS = 11_000;

// `age`: of the data when the server answered, null if unknown; `stale`: whether the server called it too old; `health`: its
// verdict; `sinceAnswer`, `failingFor`: in milliseconds; `interval`: how often the page asks.
export function freshness({ age, stale, health, sinceAnswer, failingFor, interval }) {
  const cut = failingFor > CUT_AFTER_MS;
  // The reader chose to ask less often: that alone makes nothing old.
  const old = cut || sinceAnswer > STALE_AFTER_MS + interval;
  if (age === null) {
    const down = health === "down";
    return { state: down ? "down" : old ? "stale" : "none", text: down ? "age of the data unknown" : "no data yet", cut, old };
  }
  const now = age + sinceAnswer;
  return { state: stale || old || now > STALE_AFTER_MS + interval ? "stale" : "ok", text: `data ${ageInWords(now)} old`, cut, old };
}

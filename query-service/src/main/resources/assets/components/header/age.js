// Computes the text and state of the data's age from the last answer of the server and the time since then.

import { ageInWords } from "../../js/wording.js";

// The same limit as on the server.
const STALE_AFTER_MS = 30_000;
// At least two refreshes in a row have failed.
const CUT_AFTER_MS = 11_000;

// `age`: the age of the data when the server answered, null if unknown; `stale`: whether the server considers it stale;
// `health`: the status of the verdict; `interval`: the refresh interval. All times are in milliseconds.
export function freshness({ age, stale, health, sinceAnswer, failingFor, interval }) {
  const cut = failingFor > CUT_AFTER_MS;
  // A long refresh interval alone does not make the page old.
  const old = cut || sinceAnswer > STALE_AFTER_MS + interval;
  if (age === null) {
    const down = health === "down";
    return { state: down ? "down" : old ? "stale" : "none", text: down ? "age of the data unknown" : "no data yet", cut, old };
  }
  const now = age + sinceAnswer;
  return { state: stale || old || now > STALE_AFTER_MS + interval ? "stale" : "ok", text: `data ${ageInWords(now)} old`, cut, old };
}

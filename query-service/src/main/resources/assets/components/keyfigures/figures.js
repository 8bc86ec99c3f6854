// The key figures: one answer for the sparklines of the cards, three charts and the table of figures.

import { answerTo } from "../../js/answer.js";
import { coalesced } from "./coalesce.js";

const listeners = new Set();
let latest = null;

export const askFigures = coalesced(answerTo, (answer) => {
  latest = answer;
  listeners.forEach((listener) => listener(answer));
});

export function addressOfFigures(span) {
  return `/api/monitoring/advanced/metrics?${span}`;
}

// `listener` gets each new answer, and at once the last one.
export function onFigures(listener) {
  listeners.add(listener);
  if (latest) {
    listener(latest);
  }
}

export function latestFigures() {
  return latest;
}

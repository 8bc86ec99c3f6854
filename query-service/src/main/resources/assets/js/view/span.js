// The span that the figures of the page cover, its service and its comparison.

import { timeText } from "../wording.js";
import { onViewChange } from "./view.js";
import { comparisonWords, spanOf, spanSeconds, spanWords } from "./spans.js";

// URLSearchParams with `period` or `from` (and `to`), and with `service` and `compare` if they are chosen.
export function spanQuery() {
  return spanOf(location.search, document.getElementById("period")?.dataset.default ?? "1h");
}

// `listener` is called when the span, the service or the comparison changes, not for other changes of the address.
export function onSpanChange(listener) {
  let last = spanQuery().toString();
  onViewChange(() => {
    const now = spanQuery().toString();
    if (now !== last) {
      last = now;
      listener();
    }
  });
}

export function spanInWords() {
  return spanWords(spanQuery(), timeText);
}

// "the day before", "the week before", or an empty text.
export function comparisonInWords() {
  return comparisonWords(spanQuery());
}

export function spanLengthSeconds() {
  return spanSeconds(spanQuery(), Date.now());
}

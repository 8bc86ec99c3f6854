// The texts about a timeline.

import { timeText } from "../../js/wording.js";

// Returns texts for `viewState`: `empty` if there are no requests; `partial` if they begin long after the start of the span.
export function gaps({ points, bucket_seconds: width }) {
  const first = points.findIndex((point) => point.count > 0);
  if (first < 0) {
    return { empty: "No requests in this span." };
  }
  // A few empty buckets do not mean that data is missing.
  return first > points.length / 4 && first * width >= 60
    ? { partial: `No requests in this span before ${timeText(points[first].ts)}.` }
    : {};
}

export function widthInWords(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
}

// How often a timeline is fetched, and the texts about it.

// Slightly below 10 s and 1 min, so that refreshes at these intervals are always due. Wide buckets change slowly.
const FREQUENT_MS = 9_000;
const RARE_MS = { "24h": 55_000, "7d": 55_000 };

// Returns whether a timeline of `period` that was fetched `age` milliseconds ago must be fetched again.
export function isDue(period, age) {
  return age >= (RARE_MS[period] ?? FREQUENT_MS);
}

// Returns texts for `viewState`: `empty` if there are no requests; `partial` if they begin long after the start of the span.
export function gaps({ points, bucket_seconds: width }) {
  const first = points.findIndex((point) => point.count > 0);
  if (first < 0) {
    return { empty: "No requests in this span." };
  }
  // A few empty buckets do not mean that data is missing.
  return first > points.length / 4 && first * width >= 60
    ? { partial: `No requests in this span before ${points[first].ts.slice(0, 16).replace("T", " ")} UTC.` }
    : {};
}

export function widthInWords(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
}

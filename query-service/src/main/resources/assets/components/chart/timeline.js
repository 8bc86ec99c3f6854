// What is said about a timeline, and how often it is asked for.

// A little less than the rounds it is to be part of: every 10 s, and every minute for wide spans, whose buckets change little.
const FREQUENT_MS = 9_000;
const RARE_MS = { "24h": 55_000, "7d": 55_000 };

// Whether a timeline of `period` that is `age` old, in milliseconds, is to be fetched again.
export function isDue(period, age) {
  return age >= (RARE_MS[period] ?? FREQUENT_MS);
}

// The texts of `viewState`: `empty` without any request; `partial` if requests begin long after the span does.
export function gaps({ points, bucket_seconds: width }) {
  const first = points.findIndex((point) => point.count > 0);
  if (first < 0) {
    return { empty: "No requests in this span." };
  }
  // A pause of a few buckets says nothing of what is stored.
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

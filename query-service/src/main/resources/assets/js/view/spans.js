// The span of a page, its service and its comparison, as the address has them.

const SPANS = { "5m": 300, "15m": 900, "1h": 3_600, "24h": 86_400, "7d": 604_800 };
const COMPARISONS = { day: "the day before", week: "the week before" };

// The parameters of a question to the API, from the query string `search`: `period`, or `from` and `to`; `service` and `compare` if
// they are chosen.
export function spanOf(search, defaultPeriod) {
  const asked = new URLSearchParams(search);
  const query = new URLSearchParams();
  const copy = (name) => asked.get(name) && query.set(name, asked.get(name));
  if (asked.get("from")) {
    copy("from");
    copy("to");
  } else {
    query.set("period", asked.get("period") || defaultPeriod);
  }
  copy("service");
  copy("compare");
  return query;
}

// The view of a trace, which is of all services.
export function withTrace(span, id) {
  const query = new URLSearchParams(span);
  ["service", "compare"].forEach((name) => query.delete(name));
  query.set("trace_id", id);
  return query;
}

export function isCustom(span) {
  return span.has("from");
}

export function spanSeconds(span, now) {
  if (!isCustom(span)) {
    return SPANS[span.get("period")] ?? SPANS["1h"];
  }
  const end = span.has("to") ? Date.parse(span.get("to")) : now;
  return Math.max(0, end - Date.parse(span.get("from"))) / 1000;
}

// "last 1h", or "2026-11-21 09:00:00 to 10:00:00 UTC". `text`: the wording of a time, such as `timeText`.
export function spanWords(span, text) {
  if (!isCustom(span)) {
    return `last ${span.get("period")}`;
  }
  if (!isTime(span.get("from")) || (span.has("to") && !isTime(span.get("to")))) {
    return "a span that cannot be read";
  }
  const from = text(span.get("from"));
  if (!span.has("to")) {
    return `since ${from}`;
  }
  const to = text(span.get("to"));
  const [day, time, zone] = from.split(" ");
  // The day and the zone are said once.
  return to.startsWith(day) && to.endsWith(zone) ? `${day} ${time} to ${to.slice(day.length + 1)}` : `${from} to ${to}`;
}

export function comparisonWords(span) {
  return COMPARISONS[span.get("compare")] ?? "";
}

function isTime(text) {
  return !Number.isNaN(Date.parse(text));
}

// The filters of the log panel: how they are named in the address of the page and in a question to the server.

export const FIELDS = ["log_level", "log_service", "log_search"];
// What the server takes at most; an address can say more.
const LIMITS = { log_service: 255, log_search: 200 };

// `valueOf`: the value of a field. The filters as the server names them.
export function filtersOf(valueOf) {
  const [level, service, search] = FIELDS.map((field) => valueOf(field).trim().slice(0, LIMITS[field]));
  return { level, service, search };
}

export function isFiltered(filters) {
  return Object.values(filters).some((value) => value !== "");
}

export function sameFilters(a, b) {
  return a.level === b.level && a.service === b.service && a.search === b.search;
}

// The query of a question with these filters and `more`; nothing empty is in it.
export function filterQuery(filters, more = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, ...more })) {
    if (value) {
      query.set(name, value);
    }
  }
  return query.toString();
}

// The span of the page, as a question for stored lines has it.
export function storedSpan(span) {
  return span.has("from") ? { since: span.get("from"), until: span.get("to") } : { since: span.get("period") };
}

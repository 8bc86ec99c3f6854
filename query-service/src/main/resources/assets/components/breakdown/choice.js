// The requests whose time is shown, as the address of the page has them: those of an endpoint, and of a rectangle of the heatmap.

const NAMES = ["service", "method", "route"];
// Of a rectangle: from when on, until when (empty: now), and the durations in milliseconds.
const CELLS = ["cell_from", "cell_to", "cell_min", "cell_max"];

const valuesOf = (names, value) => Object.fromEntries(names.map((name) => [name, value(name)]));

// The choice in the query string `search`; a missing name is an empty text, which means all.
export function choiceOf(search) {
  const query = new URLSearchParams(search);
  return valuesOf([...NAMES, ...CELLS], (name) => query.get(name) ?? "");
}

export const NO_RECTANGLE = valuesOf(CELLS, () => "");

export const ALL = { ...valuesOf(NAMES, () => ""), ...NO_RECTANGLE };

export function isAll(choice) {
  return NAMES.every((name) => !choice[name]);
}

export function hasRectangle({ cell_from: from }) {
  return Boolean(from);
}

export function isSame(one, other) {
  return [...NAMES, ...CELLS].every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

export function isSameEndpoint(one, other) {
  return NAMES.every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

// The endpoint in words.
export function inWords(choice) {
  return isAll(choice) ? "all endpoints" : NAMES.map((name) => choice[name]).filter(Boolean).join(" ");
}

// The span with the names of the endpoint, for a path that answers for one.
export function ofEndpoint(span, choice) {
  const query = new URLSearchParams(span);
  NAMES.filter((name) => choice[name]).forEach((name) => query.set(name, choice[name]));
  return query;
}

// The address of the API that answers for `choice` in `span`, or in the time of the rectangle.
export function address(span, choice) {
  const query = ofEndpoint(span, choice);
  if (hasRectangle(choice)) {
    query.delete("period");
    query.delete("to");
    query.set("from", choice.cell_from);
    [["to", "cell_to"], ["min_ms", "cell_min"], ["max_ms", "cell_max"]]
      .filter(([, name]) => choice[name])
      .forEach(([parameter, name]) => query.set(parameter, choice[name]));
  }
  return `/api/monitoring/api/breakdown?${query}`;
}

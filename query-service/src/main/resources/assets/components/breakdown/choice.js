// The endpoint whose time is shown, as the address of the page has it.

const NAMES = ["service", "method", "route"];

// The choice in the query string `search`; a missing name is an empty text, which means all.
export function choiceOf(search) {
  const query = new URLSearchParams(search);
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""]));
}

export const ALL = { service: "", method: "", route: "" };

export function isAll(choice) {
  return NAMES.every((name) => choice[name] === "");
}

export function isSame(one, other) {
  return NAMES.every((name) => one[name] === (other[name] ?? ""));
}

// The choice in words.
export function inWords(choice) {
  return isAll(choice) ? "all endpoints" : NAMES.map((name) => choice[name]).filter(Boolean).join(" ");
}

// The address of the API that answers for `choice` in `span`.
export function address(span, choice) {
  const query = new URLSearchParams(span);
  query.delete("compare");
  NAMES.filter((name) => choice[name] !== "").forEach((name) => query.set(name, choice[name]));
  return `/api/monitoring/api/breakdown?${query}`;
}

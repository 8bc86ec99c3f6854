// The table of calls: columns, order and texts.

import { grouped } from "../../js/wording.js";

const number = (digits) => (value) => value.toFixed(digits);
const percent = (value) => `${value.toFixed(1)} %`;
const text = String;

// The figures of a call of a request.
export const COLUMNS = [
  { key: "share", format: (value) => percent(100 * value) },
  { key: "ms_per_request", format: number(2) },
  { key: "calls_per_request", format: number(2) },
  { key: "count", format: grouped },
  { key: "errors", format: grouped, isWrong: (value) => value > 0 },
  { key: "mean_ms", format: number(2) },
  { key: "p95_ms", format: number(2) },
  { key: "max_ms", format: number(2) },
  { key: "rows_per_call", format: number(1) },
  { key: "hit_ratio", format: percent },
  { key: "queryid", format: text },
];

// Outside of requests there is nothing to relate a call to.
export const BACKGROUND_COLUMNS = [
  ...COLUMNS.filter(({ key }) => ["count", "errors"].includes(key)),
  { key: "total_ms", format: number(0) },
  ...COLUMNS.filter(({ key }) => ["mean_ms", "p95_ms", "max_ms", "rows_per_call", "hit_ratio", "queryid"].includes(key)),
];

const SORTS = ["operation", ...COLUMNS.map(({ key }) => key)];
const TEXTS = ["operation"];

// Parses the order in an address: the name of a column, with "-" in front of it for the reverse. Figures come largest first.
export function parseOrder(order) {
  const key = order.replace(/^-/, "");
  return SORTS.includes(key) ? { key, reversed: order.startsWith("-") } : { key: "share", reversed: false };
}

// The order after a click on the header of `key`.
export function nextOrder(order, key) {
  const current = parseOrder(order);
  return current.key === key && !current.reversed ? `-${key}` : key;
}

// Whether the smallest values come first.
export function isAscending({ key, reversed }) {
  return TEXTS.includes(key) !== reversed;
}

// Missing values come last, whatever the order. Without shares, the answer's own order stays: by total time.
export function sorted(rows, order) {
  const sign = isAscending(order) ? 1 : -1;
  const known = (row) => row[order.key] !== null && row[order.key] !== undefined;
  return rows.toSorted((one, other) => {
    if (!known(one) || !known(other)) {
      return Number(known(other)) - Number(known(one));
    }
    const [a, b] = [one[order.key], other[order.key]];
    return sign * (typeof a === "string" ? a.localeCompare(b) : a - b);
  });
}

export function keyOf({ service, kind, target, operation }) {
  return JSON.stringify([service, kind, target, operation]);
}

const LONGEST = 160;

// A statement in one line, cut.
export function brief(operation) {
  const line = operation.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

// How many calls there are, and whether all are shown.
export function countInWords({ total, more }) {
  if (total === 0) {
    return "none";
  }
  return more > 0 ? `the ${grouped(total - more)} that took most time, ${grouped(more)} more` : grouped(total);
}

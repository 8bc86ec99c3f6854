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

// What a table of calls can be ordered by.
export const SORTS = ["operation", ...COLUMNS.map(({ key }) => key)].map((key) => ({ key, text: key === "operation", of: (call) => call[key] }));

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

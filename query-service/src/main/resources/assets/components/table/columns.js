// What a table of figures shows, without a page.

import { NONE, deltaText, grouped, isUnknown, shown } from "../../js/wording.js";

export const MOST_ROWS = 500;

// The text of a cell. `format` is the column's own wording; otherwise numbers have `digits` decimals and grouped thousands.
export function cellText({ of, digits, format }, row) {
  const value = of(row);
  if (isUnknown(value)) {
    return NONE;
  }
  if (format) {
    return shown(format(value));
  }
  if (typeof value !== "number") {
    return shown(value);
  }
  return digits === undefined ? grouped(value) : value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

// The change against the earlier figure, as `{ text, state }`; null for a column without a comparison or an unknown earlier figure.
// `worse`: "more" or "less", which of them deserves attention from a fifth on.
export function change({ of, delta, worse }, row) {
  const before = delta?.(row);
  const now = of(row);
  if (isUnknown(before) || isUnknown(now)) {
    return null;
  }
  const rises = now > 1.2 * before;
  const falls = now < 0.8 * before;
  return { text: deltaText(now, before), state: (worse === "more" && rises) || (worse === "less" && falls) ? "degraded" : "" };
}

// The rows that are drawn, and how many are left out.
export function drawn(rows) {
  return { rows: rows.slice(0, MOST_ROWS), more: Math.max(0, rows.length - MOST_ROWS) };
}

// Keys of rows, unique even if two rows have the same name: a second one gets a number.
export function keysOf(rows, key) {
  const seen = new Map();
  return rows.map((row) => {
    const name = String(key(row));
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return JSON.stringify([name, times]);
  });
}

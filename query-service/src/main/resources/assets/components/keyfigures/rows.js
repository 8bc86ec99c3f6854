// What the key figures say, without a page.

import { NONE, deltaText, isUnknown, valueText } from "../../js/wording.js";

const GROUPS = { api: "API", redis: "Redis", postgres: "PostgreSQL", system: "System" };
const BYTES = { MiB: 2 ** 20, GiB: 2 ** 30 };
const NOT_KNOWN = "not known";
const WORDS = { none: NONE };

// The row with the name "group.name"; undefined if the answer has none.
export function rowOf(answer, name) {
  const [group, figure] = name.split(".");
  return answer.rows.find((row) => row.group === group && row.name === figure);
}

export function titleOf(row) {
  return `${GROUPS[row.group] ?? row.group} ${row.title}`;
}

export function figureText(value, unit) {
  const bytes = BYTES[unit];
  return bytes ? valueText(isUnknown(value) ? value : value * bytes, "bytes") : valueText(value, unit);
}

// `[ts, value]` for each step; `factor` for a unit of the chart's own.
export function pointsOf(answer, row, factor = 1) {
  const from = Date.parse(answer.from);
  return row.points.map((value, i) => [
    new Date(from + 1000 * answer.bucket_seconds * i).toISOString(),
    isUnknown(value) ? null : value * factor,
  ]);
}

export function isEmpty(row) {
  return !row || row.points.every(isUnknown);
}

// Why the current value of a row is unknown; an empty text if it is known.
export function reasonOf(answer, row) {
  if (!isUnknown(row.current)) {
    return "";
  }
  const found = answer.unknown.find(({ fields }) => fields.includes(`${row.group}.${row.name}`));
  return found ? [found.reason, found.remedy].filter(Boolean).join(": ") : NOT_KNOWN;
}

// The change of the average against the earlier span; without a comparison, that of the current value against the average.
export function changeOf(answer, row) {
  if (answer.comparison) {
    const before = rowOf(answer.comparison, `${row.group}.${row.name}`);
    return before ? deltaText(row.average, before.average) : NONE;
  }
  return deltaText(row.current, row.average);
}

export function stateText(answer, row) {
  const reason = reasonOf(answer, row);
  return reason ? `unknown: ${reason}` : (WORDS[row.state] ?? row.state);
}

// The text of a panel none of whose figures is known; `names` are those of the panel.
export function gapsOf(names) {
  return (answer) => {
    const rows = names.map((name) => rowOf(answer, name)).filter(Boolean);
    const gone = rows.filter(isEmpty);
    if (gone.length < rows.length || rows.length === 0) {
      return gone.length > 0 ? { partial: `${gone.map((row) => row.title).join(", ")}: nothing was read in this span.` } : {};
    }
    const reason = reasonOf(answer, rows[0]);
    return { empty: reason ? `Not known: ${reason}.` : "Nothing was read in this span." };
  };
}

// The text of the table if no figure at all is known, for one reason.
export function tableGaps(answer) {
  const reasons = new Set(answer.rows.map((row) => (isEmpty(row) ? reasonOf(answer, row) : "")));
  const [reason] = reasons;
  return reasons.size === 1 && reason && reason !== NOT_KNOWN ? { empty: `Not known: ${reason}.` } : {};
}

// The cells of a heatmap: columns are steps of time, rows are octaves of the duration. Without a page.

import { grouped, timeText } from "../../js/wording.js";
import { bounds } from "../breakdown/parts.js";

// The cells that have requests, as `[column, row, shade, requests]`: shades are logarithmic, because one cell may hold a thousand times
// as many requests as another that matters.
export function cellsOf({ columns }) {
  return columns.flatMap(({ counts }, x) => counts.flatMap((count, y) => (count > 0 ? [[x, y, Math.log2(1 + count), count]] : [])));
}

export function darkest(cells) {
  return cells.reduce((most, [, , shade]) => Math.max(most, shade), 1);
}

const endOf = ({ columns, bucket_seconds: width }, x) => Date.parse(columns[x].ts) + 1000 * width;
const instant = (milliseconds) => new Date(milliseconds).toISOString().replace(".000Z", "Z");

// A rectangle between two cells, as the address of the page has it. What reaches into the newest column ends now.
export function rectangleBetween(answer, one, other, now) {
  const [left, right] = ordered(one.x, other.x, answer.columns.length);
  const [low, high] = ordered(one.y, other.y, answer.octaves.length);
  const end = endOf(answer, right);
  return {
    cell_from: instant(Date.parse(answer.columns[left].ts)),
    cell_to: end > now ? "" : instant(end),
    cell_min: String(answer.octaves[low].from_ms),
    cell_max: String(answer.octaves[high].to_ms),
  };
}

function ordered(one, other, count) {
  return [Math.min(one, other), Math.max(one, other)].map((at) => Math.max(0, Math.min(count - 1, at)));
}

// The cells `[[left, right], [low, high]]` of a rectangle in the address; null if none of them is there.
export function cellsIn(answer, { cell_from: from, cell_to: to, cell_min: min, cell_max: max }) {
  const begin = Date.parse(from);
  const end = to ? Date.parse(to) : Infinity;
  const columns = indexes(answer.columns, (column, x) => endOf(answer, x) > begin && Date.parse(column.ts) < end);
  const rows = indexes(answer.octaves, (octave) => octave.to_ms > Number(min || 0) && octave.from_ms < Number(max || Infinity));
  return from && columns && rows ? [columns, rows] : null;
}

function indexes(list, isIn) {
  const first = list.findIndex(isIn);
  return first < 0 ? null : [first, list.findLastIndex(isIn)];
}

// The requests of the cells from `one` to `other`.
export function requestsBetween(answer, one, other) {
  const [left, right] = ordered(one.x, other.x, answer.columns.length);
  const [low, high] = ordered(one.y, other.y, answer.octaves.length);
  return answer.columns.slice(left, right + 1).reduce((sum, { counts }) => sum + counts.slice(low, high + 1).reduce((a, b) => a + b, 0), 0);
}

// How many requests the same cell of the earlier span has; null if that has other steps.
export function earlierCount({ bucket_seconds: width, octaves, comparison }, x, y) {
  if (!comparison || comparison.bucket_seconds !== width || !comparison.columns[x]) {
    return null;
  }
  const row = comparison.octaves.findIndex(({ from_ms: from }) => from === octaves[y].from_ms);
  return row < 0 ? 0 : comparison.columns[x].counts[row];
}

// A cell in words, in lines.
export function cellText(answer, x, y) {
  const { ts, counts, requests, errors } = answer.columns[x];
  const before = earlierCount(answer, x, y);
  return [
    timeText(ts),
    `${bounds(answer.octaves[y])}: ${grouped(counts[y])} of ${grouped(requests)} requests`,
    ...(before === null ? [] : [`before: ${grouped(before)}`]),
    ...(errors > 0 ? [`errors of any duration: ${grouped(errors)}`] : []),
  ].join("\n");
}

const MOVES = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

// The cursor of the keyboard after a key: `{ x, y, anchor }`, where `anchor` is the cell at which a selection began, or null. Null if
// the key does not move it. It begins at the newest column and the longest duration.
export function moved(cursor, { key, shiftKey = false }, { columns, octaves }) {
  const move = MOVES[key];
  if (!move || columns.length === 0 || octaves.length === 0) {
    return null;
  }
  const within = (at, count) => Math.max(0, Math.min(count - 1, at));
  const from = cursor ?? { x: columns.length - 1, y: octaves.length - 1, anchor: null };
  const to = cursor ? { x: within(from.x + move[0], columns.length), y: within(from.y + move[1], octaves.length) } : { x: from.x, y: from.y };
  return { ...to, anchor: shiftKey ? (from.anchor ?? { x: from.x, y: from.y }) : null };
}

// The cursor on the same times and durations in a newer answer; null if there is none, or if they are not in it.
export function carried(cursor, before, now) {
  const cell = ({ x, y }) => {
    const [ts, from] = [Date.parse(before.columns[x].ts), before.octaves[y].from_ms];
    return { x: now.columns.findIndex((column) => Date.parse(column.ts) === ts), y: now.octaves.findIndex((octave) => octave.from_ms === from) };
  };
  if (!cursor) {
    return null;
  }
  const [at, anchor] = [cell(cursor), cursor.anchor && cell(cursor.anchor)];
  return [at, anchor ?? at].every(({ x, y }) => x >= 0 && y >= 0) ? { ...at, anchor } : null;
}

// The rows of the table that shows the same, newest first: `{ ts, requests, errors, counts }`.
export function twinRows({ columns }) {
  return columns.toReversed();
}

export function twinColumns({ octaves }) {
  return [
    { key: "ts", title: "time", text: true, sort: false, of: ({ ts }) => ts, format: (ts) => timeText(ts) },
    { key: "requests", title: "requests", sort: false, of: ({ requests }) => requests },
    { key: "errors", title: "errors", sort: false, of: ({ errors }) => errors },
    ...octaves.map((octave, y) => ({ key: `octave${y}`, title: bounds(octave), sort: false, of: ({ counts }) => counts[y] })),
  ];
}

import { test } from "node:test";
import assert from "node:assert/strict";
import { paletteOf } from "../chart/palette.js";
import { heatmapOptions, labelled } from "./options.js";
import { carried, cellText, cellsIn, cellsOf, earlierCount, moved, rectangleBetween, requestsBetween, twinColumns, twinRows } from "./cells.js";

const OCTAVES = [
  { from_ms: 1.024, to_ms: 2.048, requests: 5 },
  { from_ms: 2.048, to_ms: 4.096, requests: 1000 },
  { from_ms: 4.096, to_ms: 8.192, requests: 2 },
];
const ANSWER = {
  from: "2026-11-21T09:00:00Z",
  to: "2026-11-21T09:01:30Z",
  bucket_seconds: 30,
  octaves: OCTAVES,
  columns: [
    { ts: "2026-11-21T09:00:00Z", requests: 505, errors: 0, counts: [5, 500, 0] },
    { ts: "2026-11-21T09:00:30Z", requests: 0, errors: 0, counts: [0, 0, 0] },
    { ts: "2026-11-21T09:01:00Z", requests: 502, errors: 3, counts: [0, 500, 2] },
  ],
  comparison: null,
};
const LATER = Date.parse("2026-11-21T10:00:00Z");

test("cellsOf_leavesOutEmptyCells_andShadesByTheLogarithm", () => {
  assert.deepEqual(
    cellsOf(ANSWER).map(([x, y, , count]) => [x, y, count]),
    [[0, 0, 5], [0, 1, 500], [2, 1, 500], [2, 2, 2]],
  );
  const shades = cellsOf({ columns: [{ counts: [1, 3, 7] }] }).map(([, , shade]) => shade);
  assert.deepEqual(shades, [1, 2, 3]);
});

test("rectangleBetween_twoCells_hasTheirOuterBounds_inAnyOrder", () => {
  const expected = { cell_from: "2026-11-21T09:00:00Z", cell_to: "2026-11-21T09:01:00Z", cell_min: "1.024", cell_max: "4.096" };
  assert.deepEqual(rectangleBetween(ANSWER, { x: 0, y: 1 }, { x: 1, y: 0 }, LATER), expected);
  assert.deepEqual(rectangleBetween(ANSWER, { x: 1, y: 0 }, { x: 0, y: 1 }, LATER), expected);
  assert.equal(requestsBetween(ANSWER, { x: 1, y: 0 }, { x: 0, y: 1 }), 505);
});

test("rectangleBetween_cellsBeyondTheChart_staysInIt", () => {
  const { cell_to, cell_max } = rectangleBetween(ANSWER, { x: -3, y: -1 }, { x: 99, y: 99 }, LATER);
  assert.deepEqual([cell_to, cell_max], ["2026-11-21T09:01:30Z", "8.192"]);
});

test("rectangleBetween_theNewestColumn_endsNow", () => {
  const { cell_to } = rectangleBetween(ANSWER, { x: 2, y: 0 }, { x: 2, y: 0 }, Date.parse("2026-11-21T09:01:10Z"));
  assert.equal(cell_to, "");
});

test("cellsIn_aRectangleOfTheAddress_findsItsCellsAgain", () => {
  const rectangle = rectangleBetween(ANSWER, { x: 1, y: 1 }, { x: 2, y: 2 }, LATER);
  assert.deepEqual(cellsIn(ANSWER, rectangle), [[1, 2], [1, 2]]);
  assert.deepEqual(cellsIn(ANSWER, { ...rectangle, cell_to: "" }), [[1, 2], [1, 2]]);
  assert.equal(cellsIn(ANSWER, { cell_from: "2026-11-20T09:00:00Z", cell_to: "2026-11-20T10:00:00Z", cell_min: "", cell_max: "" }), null);
  assert.equal(cellsIn(ANSWER, { cell_from: "", cell_to: "", cell_min: "", cell_max: "" }), null);
});

test("moved_withShift_selects_andStaysInTheChart", () => {
  const first = moved(null, { key: "ArrowLeft" }, ANSWER);
  assert.deepEqual(first, { x: 2, y: 2, anchor: null });
  const second = moved(first, { key: "ArrowLeft", shiftKey: true }, ANSWER);
  assert.deepEqual(second, { x: 1, y: 2, anchor: { x: 2, y: 2 } });
  assert.deepEqual(moved(second, { key: "ArrowUp", shiftKey: true }, ANSWER), second);
  assert.deepEqual(moved(second, { key: "Home" }, ANSWER), { x: 0, y: 2, anchor: null });
  assert.equal(moved(second, { key: "Enter" }, ANSWER), null);
  assert.equal(moved(null, { key: "End" }, { columns: [], octaves: [] }), null);
});

test("earlierCount_ofOtherSteps_isUnknown", () => {
  const comparison = { ...ANSWER, octaves: OCTAVES.slice(1), columns: [{ counts: [7, 8] }] };
  assert.equal(earlierCount({ ...ANSWER, comparison }, 0, 1), 7);
  assert.equal(earlierCount({ ...ANSWER, comparison }, 0, 0), 0);
  assert.equal(earlierCount({ ...ANSWER, comparison: { ...comparison, bucket_seconds: 60 } }, 0, 1), null);
  assert.equal(earlierCount(ANSWER, 0, 1), null);
  assert.match(cellText({ ...ANSWER, comparison }, 0, 1), /500 of 505 requests\nbefore: 7/);
});

test("twin_hasAColumnForEachOctave_andTheNewestFirst", () => {
  assert.deepEqual(twinColumns(ANSWER).map(({ title }) => title), ["time", "requests", "errors", "1–2 ms", "2–4.1 ms", "4.1–8.2 ms"]);
  assert.equal(twinColumns(ANSWER)[5].of(twinRows(ANSWER)[0]), 2);
});

test("labelled_columns_beginAtRoundTimes_andNoTwoHaveTheSame", () => {
  const columnsOf = (from, seconds, count) => Array.from({ length: count }, (unused, i) => ({ ts: new Date(Date.parse(from) + 1000 * seconds * i).toISOString() }));
  const labels = (from, to, seconds, count) => {
    const columns = columnsOf(from, seconds, count);
    const isLabelled = labelled({ columns, from, to });
    return columns.filter((unused, x) => isLabelled(x)).map(({ ts }) => ts.slice(5, 16));
  };
  assert.deepEqual(labels("2026-11-21T09:00:50Z", "2026-11-21T09:05:50Z", 10, 30), ["01", "02", "03", "04", "05"].map((minute) => `11-21T09:${minute}`));
  const days = labels("2026-11-14T09:00:00Z", "2026-11-21T09:00:00Z", 3600, 168);
  assert.deepEqual(days, ["15", "16", "17", "18", "19", "20", "21"].map((day) => `11-${day}T00:00`));
  for (const hours of [1, 24, 90 * 24]) {
    const list = labels("2026-08-01T00:00:00Z", new Date(Date.parse("2026-08-01T00:00:00Z") + hours * 3_600_000).toISOString(), 60 * hours, 60);
    assert.ok(list.length > 1 && list.length <= 13, `${hours} h: ${list}`);
  }
});

test("carried_aCursor_staysOnItsCellsWhenARefreshMovesThem", () => {
  const later = { ...ANSWER, octaves: [{ from_ms: 0.512, to_ms: 1.024, requests: 1 }, ...OCTAVES], columns: ANSWER.columns.slice(1) };
  assert.deepEqual(carried({ x: 2, y: 1, anchor: { x: 1, y: 0 } }, ANSWER, later), { x: 1, y: 2, anchor: { x: 0, y: 1 } });
  assert.deepEqual(carried({ x: 2, y: 1, anchor: null }, ANSWER, later), { x: 1, y: 2, anchor: null });
  assert.equal(carried({ x: 2, y: 1, anchor: { x: 0, y: 0 } }, ANSWER, later), null);
  assert.equal(carried(null, null, later), null);
});

test("heatmapOptions_shadeASingleRequestWithAColourThatStandsOut", () => {
  const look = { font: "mono", now: LATER, palette: paletteOf((name) => name), utc: true };
  assert.deepEqual(heatmapOptions(ANSWER, look).visualMap.inRange.color, ["--heat-low", "--text-dim", "--text"]);
});

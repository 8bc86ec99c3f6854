import { test } from "node:test";
import assert from "node:assert/strict";
import { cells } from "./cells.js";
import { MOST_ROWS, cellText, change, drawn, keysOf } from "./columns.js";
import { isAscending, nextOrder, parseOrder, sorted } from "./order.js";

const COLUMNS = [{ of: (row) => row.name }, { of: (row) => row.count }, { of: (row) => row.p95, digits: 2 }];

test("cells_ofNumbers_haveTheDecimalsOfTheirColumn", () => {
  assert.deepEqual(cells({ name: "a", count: 3, p95: 1.005 }, COLUMNS), ["a", "3", "1.00"]);
});

test("cells_ofUnknownValues_areNotZero", () => {
  assert.deepEqual(cells({ name: "a", count: null }, COLUMNS), ["a", "–", "–"]);
});

test("cells_ofAZero_areZero", () => {
  assert.deepEqual(cells({ name: "", count: 0, p95: 0 }, COLUMNS), ["", "0", "0.00"]);
});

const FIGURES = [
  { key: "name", text: true, of: (row) => row.name },
  { key: "share", of: (row) => row.share },
  { key: "p95", of: (row) => row.p95 },
  { key: "none", sort: false, of: () => 1 },
];

test("sorted_anyOrder_putsLargestFirst_unknownLast", () => {
  const rows = [{ name: "b", share: 0.1, p95: 5 }, { name: "a", share: 0.5, p95: null }, { name: "c", share: 0.2, p95: 9 }];
  const by = (order, initial = "share") => sorted(rows, parseOrder(order, FIGURES, initial), FIGURES).map(({ name }) => name).join("");

  assert.equal(by(""), "acb");
  assert.equal(by("p95"), "cba");
  assert.equal(by("-p95"), "bca");
  assert.equal(by("name"), "abc");
  assert.equal(by("-name"), "cba");
  assert.equal(by("none"), "acb");
  assert.equal(by("constructor"), "acb");
  assert.equal(by("", ""), "bac");
});

test("order_afterClicksOnAHeader_turnsAround", () => {
  const after = (order, key) => nextOrder(parseOrder(order, FIGURES, "share"), key);
  assert.equal(after("", "p95"), "p95");
  assert.equal(after("p95", "p95"), "-p95");
  assert.equal(after("-p95", "p95"), "p95");
  assert.equal(after("", "share"), "-share");
  assert.equal(isAscending(parseOrder("-share", FIGURES), FIGURES), true);
  assert.equal(isAscending(parseOrder("name", FIGURES), FIGURES), true);
});

test("cellText_ofAnyValue_isNeverZeroWhenUnknown", () => {
  const text = (value, more = {}) => cellText({ of: () => value, ...more }, {});
  assert.equal(text(null), "–");
  assert.equal(text(undefined, { digits: 2 }), "–");
  assert.equal(text(null, { format: () => "0" }), "–");
  assert.equal(text(0, { digits: 1 }), "0.0");
  assert.equal(text(12345), "12,345");
  assert.equal(text(12345.678, { digits: 1 }), "12,345.7");
  assert.equal(text("a\u202eb"), "a\\u202eb");
  assert.equal(text(5, { format: (value) => `${value} ms` }), "5 ms");
});

test("change_againstAnEarlierFigure_marksOnlyWhatIsWorse", () => {
  const of = (now, before, worse) => change({ of: () => now, delta: () => before, worse }, {});
  assert.deepEqual(of(150, 100, "more"), { text: "+50 %", state: "degraded" });
  assert.deepEqual(of(150, 100, "less"), { text: "+50 %", state: "" });
  assert.deepEqual(of(70, 100, "less"), { text: "−30 %", state: "degraded" });
  assert.deepEqual(of(110, 100, "more"), { text: "+10 %", state: "" });
  assert.equal(of(110, null, "more"), null);
  assert.equal(change({ of: () => 1 }, {}), null);
});

test("drawn_ofManyRows_saysHowManyAreLeftOut", () => {
  const many = Array.from({ length: MOST_ROWS + 7 }, (unused, i) => i);
  assert.equal(drawn(many).rows.length, MOST_ROWS);
  assert.equal(drawn(many).more, 7);
  assert.equal(drawn([1]).more, 0);
});

test("keysOf_rowsOfTheSameName_differ", () => {
  assert.equal(new Set(keysOf(["a", "b", "a", "a 1"], (row) => row)).size, 4);
});

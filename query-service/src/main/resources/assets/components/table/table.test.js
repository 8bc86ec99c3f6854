import { test } from "node:test";
import assert from "node:assert/strict";
import { cells } from "./cells.js";

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

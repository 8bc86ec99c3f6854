import { test } from "node:test";
import assert from "node:assert/strict";
import { matching, step } from "./match.js";

const COMMANDS = ["Go to Logs", "Period: last 5m", "Period: last 15m", "Service: shop (12)", "Theme: light", "Service: (a+b) 店"].map((text) => ({ text }));
const found = (typed) => matching(COMMANDS, typed).map(({ text }) => text);

test("matching_words_inAnyOrder", () => {
  assert.deepEqual(found("5m last"), ["Period: last 5m", "Period: last 15m"]);
  assert.deepEqual(found("SHOP"), ["Service: shop (12)"]);
  assert.deepEqual(found("(a+b)"), ["Service: (a+b) 店"]);
  assert.deepEqual(found("nothing"), []);
});

test("matching_nothingTyped_offersAllInOrder", () => {
  assert.deepEqual(found(" "), COMMANDS.map(({ text }) => text));
});

test("matching_theBeginning_comesFirst", () => {
  assert.deepEqual(matching([{ text: "Refresh: light" }, { text: "Theme: light" }, { text: "light on" }], "light").map(({ text }) => text), ["light on", "Refresh: light", "Theme: light"]);
});

test("step_overTheEnds_goesAround", () => {
  assert.equal(step(2, "ArrowDown", 3), 0);
  assert.equal(step(0, "ArrowUp", 3), 2);
  assert.equal(step(0, "a", 3), null);
  assert.equal(step(-1, "ArrowDown", 0), -1);
});

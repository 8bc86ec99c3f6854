import { test } from "node:test";
import assert from "node:assert/strict";
import { shownState } from "./card.js";

test("shownState_ofAFreshPage_isThatOfTheServer", () => {
  assert.deepEqual(shownState({ state: "watch", word: "watch" }, false), { state: "watch", word: "watch" });
});

test("shownState_ofAnOldPage_isStale", () => {
  for (const state of ["ok", "watch", "degraded", "down", "stale"]) {
    assert.deepEqual(shownState({ state, word: state }, true), { state: "stale", word: "stale" });
  }
});

test("shownState_ofACardWithoutData_isUnchanged", () => {
  assert.deepEqual(shownState({ state: "none", word: "no data" }, true), { state: "none", word: "no data" });
});

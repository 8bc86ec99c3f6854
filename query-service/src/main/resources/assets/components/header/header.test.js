import { test } from "node:test";
import assert from "node:assert/strict";
import { freshness } from "./age.js";

const FRESH = { age: 2_000, stale: false, health: "ok", sinceAnswer: 1_000, failingFor: 0, interval: 5_000 };

test("freshness_afterAnAnswer_addsTheTimeSinceThen", () => {
  assert.deepEqual(freshness(FRESH), { state: "ok", text: "data 3 s old", cut: false, old: false });
});

test("freshness_staleOnTheServer_isStale", () => {
  assert.equal(freshness({ ...FRESH, stale: true }).state, "stale");
});

test("freshness_ofAPageThatIsNotRefreshed_isNeverGreen", () => {
  assert.deepEqual(freshness({ ...FRESH, sinceAnswer: 36_000, interval: 5_000 }), { state: "stale", text: "data 38 s old", cut: false, old: true });
});

test("freshness_withALongRefreshInterval_isFreshBetweenRefreshes", () => {
  assert.equal(freshness({ ...FRESH, sinceAnswer: 59_000, interval: 60_000 }).state, "ok");
  assert.equal(freshness({ ...FRESH, sinceAnswer: 95_000, interval: 60_000 }).state, "stale");
});

test("freshness_whileTheServiceDoesNotAnswer_isCut", () => {
  assert.deepEqual(freshness({ ...FRESH, failingFor: 12_000 }), { state: "stale", text: "data 3 s old", cut: true, old: true });
});

test("freshness_ofAnUnknownAge_isNotZero", () => {
  assert.deepEqual(freshness({ ...FRESH, age: null, health: "no_data" }), { state: "none", text: "no data yet", cut: false, old: false });
  assert.deepEqual(freshness({ ...FRESH, age: null, health: "down" }), { state: "down", text: "age of the data unknown", cut: false, old: false });
});

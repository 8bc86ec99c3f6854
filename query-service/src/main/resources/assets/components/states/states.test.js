import { test } from "node:test";
import assert from "node:assert/strict";
import { viewState } from "./states.js";

test("viewState_beforeTheFirstAnswer_isLoading", () => {
  assert.deepEqual(viewState({}), { state: "loading", text: "Loading." });
});

test("viewState_ofAFailureBeforeTheFirstAnswer_isAnErrorWithItsCause", () => {
  assert.deepEqual(viewState({ problem: "the query service does not answer" }), {
    state: "error",
    text: "Cannot be shown: the query service does not answer.",
  });
});

test("viewState_ofAFailureAfterAnAnswer_isStaleAndSaysSinceWhen", () => {
  assert.deepEqual(viewState({ problem: "PostgreSQL does not answer.", shownAt: Date.parse("2026-11-21T09:40:34Z"), empty: "No requests." }), {
    state: "stale",
    text: "Not refreshed since 09:40:34 UTC: PostgreSQL does not answer.",
  });
});

test("viewState_ofAnAnswer_isEmptyPartialOrReady", () => {
  assert.deepEqual(viewState({ shownAt: Date.parse("2026-11-21T09:40:34Z"), empty: "No requests." }), { state: "empty", text: "No requests." });
  assert.deepEqual(viewState({ shownAt: Date.parse("2026-11-21T09:40:34Z"), partial: "From 09:12 on." }), { state: "partial", text: "From 09:12 on." });
  assert.deepEqual(viewState({ shownAt: Date.parse("2026-11-21T09:40:34Z") }), { state: "ready", text: "" });
});

test("viewState_ofWhatDoesNotWork_isMarked_andHasTheSameState", () => {
  const shownAt = Date.parse("2026-11-21T09:40:34Z");
  assert.deepEqual(viewState({ shownAt, empty: "Redis does not answer.", wrong: true }), { state: "empty", text: "Redis does not answer.", wrong: true });
  assert.deepEqual(viewState({ shownAt, partial: "Redis does not answer.", wrong: true }), { state: "partial", text: "Redis does not answer.", wrong: true });
  assert.deepEqual(viewState({ shownAt, wrong: true }), { state: "ready", text: "" });
});

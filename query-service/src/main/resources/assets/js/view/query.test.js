import { test } from "node:test";
import assert from "node:assert/strict";
import { withValues, withView } from "./query.js";

test("withValues_ofNewAndOldNames_setsThemAndKeepsTheRest", () => {
  assert.equal(withValues("?period=5m&log_level=WARN", { period: "1h", log_search: "a b&c" }), "period=1h&log_level=WARN&log_search=a+b%26c");
});

test("withValues_ofAnEmptyValue_removesTheName", () => {
  assert.equal(withValues("?period=5m&log_level=WARN", { log_level: "" }), "period=5m");
  assert.equal(withValues("?period=5m", { period: "" }), "");
});

test("withView_ofAPath_keepsTheQuery", () => {
  assert.equal(withView("/ui/monitoring/logs", "?period=5m"), "/ui/monitoring/logs?period=5m");
  assert.equal(withView("/ui/monitoring/logs", ""), "/ui/monitoring/logs");
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { timeText } from "../wording.js";
import { validPreference } from "./preferences.js";
import { comparisonWords, isCustom, spanOf, spanSeconds, spanWords, withTrace } from "./spans.js";

const words = (search) => spanWords(spanOf(search, "1h"), (ts) => timeText(ts, "UTC"));

test("spanOf_anAddress_hasWhatTheApiUnderstands", () => {
  assert.equal(spanOf("?log_level=WARN", "1h").toString(), "period=1h");
  assert.equal(spanOf("?period=5m&service=shop&compare=day&x=1", "1h").toString(), "period=5m&service=shop&compare=day");
  assert.equal(spanOf("?from=2026-11-21T09:00:00Z&to=2026-11-21T10:00:00Z", "1h").toString(), "from=2026-11-21T09%3A00%3A00Z&to=2026-11-21T10%3A00%3A00Z");
});

test("spanOf_aPeriodAndACustomSpan_isTheCustomSpan", () => {
  const span = spanOf("?period=5m&from=2026-11-21T09:00:00Z&service=", "1h");
  assert.equal(span.has("period"), false);
  assert.equal(span.has("service"), false);
  assert.equal(isCustom(span), true);
});

test("spanOf_anEndWithoutAStart_isThePeriod", () => {
  assert.equal(spanOf("?to=2026-11-21T09:00:00Z", "1h").toString(), "period=1h");
});

test("spanWords_ofACustomSpan_sayTheDayAndTheZoneOnce", () => {
  assert.equal(words(""), "last 1h");
  assert.equal(words("?from=2026-11-21T09:00:00Z&to=2026-11-21T10:00:00Z"), "2026-11-21 09:00:00 to 10:00:00 UTC");
  assert.equal(words("?from=2026-11-21T09:00:00Z&to=2026-11-22T10:00:00Z"), "2026-11-21 09:00:00 UTC to 2026-11-22 10:00:00 UTC");
  assert.equal(words("?from=2026-11-21T09:00:00Z"), "since 2026-11-21 09:00:00 UTC");
  assert.equal(words("?from=yesterday"), "a span that cannot be read");
});

test("spanSeconds_ofASpan_isItsLength", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");
  assert.equal(spanSeconds(spanOf("?period=24h", "1h"), now), 86_400);
  assert.equal(spanSeconds(spanOf("?from=2026-11-21T09:00:00Z&to=2026-11-21T09:10:00Z", "1h"), now), 600);
  assert.equal(spanSeconds(spanOf("?from=2026-11-21T09:00:00Z", "1h"), now), 3_600);
});

test("comparisonWords_ofAnUnknownComparison_areEmpty", () => {
  assert.equal(comparisonWords(spanOf("?compare=week", "1h")), "the week before");
  assert.equal(comparisonWords(spanOf("?compare=year", "1h")), "");
});

test("validPreference_ofAnUnknownChoice_isTheDefault", () => {
  assert.equal(validPreference("zone", "local"), "local");
  assert.equal(validPreference("zone", "Mars"), "UTC");
  assert.equal(validPreference("theme", null), "dark");
});

test("withTrace_ofAView_keepsItsSpan_andIsOfAllServices", () => {
  assert.equal(withTrace(spanOf("?period=5m&service=shop&compare=day", "1h"), "ab&c").toString(), "period=5m&trace_id=ab%26c");
});

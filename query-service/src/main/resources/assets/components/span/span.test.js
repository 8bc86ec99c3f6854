import { test } from "node:test";
import assert from "node:assert/strict";
import { fieldValue, parseSpan } from "./parse.js";
import { serviceEntries } from "./services.js";

process.env.TZ = "Europe/Berlin";
const NOW = Date.parse("2026-11-21T09:40:34.500Z");
const parse = (from, to, zone = "UTC") => parseSpan({ from, to, zone, now: NOW });

test("parseSpan_ofTwoTimes_isASpanInUtc", () => {
  assert.deepEqual(parse("2026-11-21T08:00", "2026-11-21T09:00:30"), { from: "2026-11-21T08:00:00Z", to: "2026-11-21T09:00:30Z" });
  assert.deepEqual(parse("2026-11-21T08:00", "2026-11-21T09:00", "local"), { from: "2026-11-21T07:00:00Z", to: "2026-11-21T08:00:00Z" });
});

test("parseSpan_withoutAnEnd_isUntilNow", () => {
  assert.deepEqual(parse("2026-11-21T08:00", ""), { from: "2026-11-21T08:00:00Z", to: "" });
});

test("parseSpan_ofTheNewestMinute_doesNotEndInTheFuture", () => {
  assert.equal(parse("2026-11-21T09:30", "2026-11-21T09:41").to, "2026-11-21T09:40:34Z");
});

test("parseSpan_ofABadSpan_saysWhatAndWhere", () => {
  assert.deepEqual(parse("", "").field, "from");
  assert.match(parse("", "").error, /Enter the start/);
  assert.match(parse("2026-11-21T10:00", "").error, /start is in the future/);
  assert.deepEqual(parse("2026-11-21T09:00", "2026-11-21T09:50"), { field: "to", error: "The end is in the future. Leave it empty for a span until now." });
  assert.match(parse("2026-11-21T09:00", "2026-11-21T09:00").error, /before the end/);
  assert.match(parse("2026-08-01T09:00", "2026-11-21T09:00").error, /at most 92 days/);
  assert.deepEqual(parse("2026-11-21T09:00", "soon").field, "to");
});

test("fieldValue_ofAnInstant_comesBack", () => {
  for (const zone of ["UTC", "local"]) {
    const [from, to] = ["2026-11-20T21:00:00Z", "2026-11-21T09:00:00Z"].map((ts) => fieldValue(Date.parse(ts), zone));
    assert.deepEqual(parse(from, to, zone), { from: "2026-11-20T21:00:00Z", to: "2026-11-21T09:00:00Z" });
  }
  assert.equal(fieldValue(NOW, "local"), "2026-11-21T10:40:34");
});

test("serviceEntries_ofAnswers_keepTheChosenOne", () => {
  const services = [{ service: "shop", request_count: 12_345 }, { service: "a\u202eb", request_count: 1 }];
  assert.deepEqual(serviceEntries(services, "gone").map(({ text }) => text), ["all", "shop (12,345)", "a\\u202eb (1)", "gone (no requests)"]);
  assert.deepEqual(serviceEntries(null, "shop").map(({ text }) => text), ["all", "shop"]);
  assert.deepEqual(serviceEntries([], "").map(({ value }) => value), [""]);
});

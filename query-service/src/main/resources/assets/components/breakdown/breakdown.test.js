import { test } from "node:test";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { BACKGROUND_COLUMNS, COLUMNS, SORTS, brief, countInWords, keyOf } from "./calls.js";
import { ALL, address, choiceOf, hasRectangle, inWords, isAll, isSame, isSameEndpoint } from "./choice.js";
import { paletteOf } from "../chart/palette.js";
import { octaveOptions, octaveTooltip, timeOptions, timeTooltip } from "./options.js";
import { parseOrder, sorted } from "../table/order.js";
import { PARTS, bounds, gaps, shares } from "./parts.js";

const times = (duration, application, db, pool, redis, http) => ({
  duration_ms: duration,
  application_ms: application,
  db_ms: db,
  pool_wait_ms: pool,
  redis_ms: redis,
  http_ms: http,
});
const point = (second, mean, requests = 4) => ({
  ts: `2026-11-21T09:00:${second}Z`,
  requests,
  measured_requests: mean ? 3 : 0,
  mean,
});
const LOOK = { font: "mono", utc: true, palette: paletteOf((name) => name) };
const MEAN = times(10, 2, 5, 1, 0.5, 1.5);
const timeline = (...points) => ({ timeline: { points, from: "2026-11-21T09:00:00Z", to: "2026-11-21T09:00:50Z", bucket_seconds: 10 } });
const draw = (breakdown) => timeOptions(breakdown, { ...LOOK, now: Date.parse("2026-11-21T09:00:45Z") });
const octave = (from, to, sum, requests = 2) => ({ from_ms: from, to_ms: to, requests, sum });

test("timeOptions_ofSteps_stackAllPartsAndLeaveGaps", () => {
  const { series, xAxis } = draw(timeline(point("00", MEAN), point("10", MEAN), point("20", null)));

  assert.deepEqual(series.map(({ name }) => name), ["application", "database", "pool wait", "Redis", "HTTP"]);
  assert.equal(new Set(series.map(({ stack }) => stack)).size, 1);
  assert.deepEqual(series[1].data.map(({ value }) => value[1]), [5, 5, null]);
  const top = series.reduce((sum, { data }) => sum + data[0].value[1], 0);
  assert.equal(top, MEAN.duration_ms);
  assert.equal(xAxis.max, "2026-11-21T09:00:45.000Z");
});

test("timeOptions_ofAStepBetweenGaps_showItsPoints", () => {
  const { series } = draw(timeline(point("00", null), point("10", MEAN), point("20", null), point("30", MEAN), point("40", MEAN)));

  assert.deepEqual(series[0].data.map(({ symbol }) => symbol), [undefined, "rect", undefined, undefined, undefined]);
});

test("timeTooltip_ofAStep_hasThePartsFromTopToBottom", () => {
  const lines = timeTooltip(point("10", MEAN)).split("\n");

  assert.deepEqual(lines.map((line) => line.replace(/ +/g, " ")), [
    "2026-11-21 09:00:10 UTC",
    "HTTP 1.50 ms",
    "Redis 0.50 ms",
    "pool wait 1.00 ms",
    "database 5.00 ms",
    "application 2.00 ms",
    "mean 10.0 ms",
    "requests 3 of 4",
  ]);
  assert.equal(timeTooltip(point("10", null)), "2026-11-21 09:00:10 UTC\nnot measured");
  assert.equal(timeTooltip(point("10", null, 0)), "2026-11-21 09:00:10 UTC\nno requests");
});

test("timeOptions_withAComparison_drawTheEarlierMeanAtTheSameTimes", () => {
  const earlier = { points: [{ ...point("00", times(20, 20, 0, 0, 0, 0)), ts: "2026-11-20T09:00:00Z" }, { ...point("10", null), ts: "2026-11-20T09:00:10Z" }], from: "2026-11-20T09:00:00Z" };
  const { series } = draw({ ...timeline(point("00", MEAN), point("10", MEAN)), comparison: { timeline: earlier } });

  assert.equal(series.length, 6);
  assert.deepEqual(series[5].data, [["2026-11-21T09:00:00.000Z", 20], ["2026-11-21T09:00:10.000Z", null]]);
  assert.equal(series[5].stack, undefined);
  assert.match(timeTooltip(point("00", MEAN), earlier.points[0]), /\nmean +10\.0 ms\nbefore +20\.0 ms\nrequests/);
  assert.match(timeTooltip(point("00", null), earlier.points[1]), /not measured\nbefore +–$/);
});

test("octaveOptions_ofOctaves_stackSharesUpToTheWhole", () => {
  const { series, xAxis } = octaveOptions({ octaves: [octave(4.096, 8.192, MEAN), octave(1048.576, 2097.152, times(0, 0, 0, 0, 0, 0))] }, LOOK);

  assert.deepEqual(xAxis[1].data, ["4.1–8.2 ms", "1–2.1 s"]);
  const parts = series.filter(({ stack }) => stack === "parts");
  assert.deepEqual(parts.map(({ data }) => data[0]), [20, 50, 10, 5, 15]);
  assert.deepEqual(parts.map(({ data }) => data[1]), [100, 0, 0, 0, 0]);
  assert.deepEqual(series.at(-1).data, [2, 2]);
});

test("octaveTooltip_ofAnOctave_hasSharesAndTheMean", () => {
  assert.match(octaveTooltip(octave(4.096, 8.192, MEAN)), /^4\.1–8\.2 ms\nHTTP +15\.0 %\n.*\ndatabase +50\.0 %\napplication +20\.0 %\nmean +5\.00 ms\nrequests +2$/s);
});

test("bounds_ofAnyOctave_useOneUnit", () => {
  assert.deepEqual(
    [octave(0, 0.001), octave(0.256, 0.512), octave(0.512, 1.024), octave(1.024, 2.048), octave(524.288, 1048.576), octave(67108.864, 134217.728)].map(bounds),
    ["0 ms", "260–510 µs", "0.51–1 ms", "1–2 ms", "0.52–1 s", "67–130 s"],
  );
});

test("shares_ofAnOctave_addUpToTheWhole", () => {
  assert.equal(shares(octave(1, 2, MEAN)).reduce((a, b) => a + b), 100);
});

const answer = (coverage, parts, calls = 0) => ({
  coverage,
  parts,
  unknown: parts ? [] : [{ fields: ["queryid"], reason: "no", remedy: null }, { fields: ["parts"], reason: "nothing was measured", remedy: "update the filter" }],
  calls: { total: calls },
  background: null,
});

test("gaps_ofAnUnmeasuredSpan_sayWhyAndNeverZero", () => {
  const none = { requests: 7, measured_requests: 0, measured_percent: 0 };
  assert.deepEqual(gaps(answer(none, null)), { empty: "Nothing was measured: update the filter." });
  assert.deepEqual(gaps(answer(none, null, 3)), { partial: "Nothing was measured: update the filter." });
});

test("gaps_ofPartlyMeasuredRequests_sayHowManyWere", () => {
  assert.match(gaps(answer({ requests: 4000, measured_requests: 3000, measured_percent: 75 }, {})).partial, /^Measured for 3,000 of 4,000 requests \(75 %\)/);
  assert.deepEqual(gaps(answer({ requests: 4, measured_requests: 4, measured_percent: 100 }, {})), {});
});

test("choice_inTheAddress_comesBack", () => {
  const choice = choiceOf("?period=1h&service=shop&method=GET&route=%2Fp%3Fa%26b%2F%7Bid%7D");

  assert.deepEqual(choice, { ...ALL, service: "shop", method: "GET", route: "/p?a&b/{id}" });
  assert.equal(inWords(choice), "shop GET /p?a&b/{id}");
  assert.equal(address(new URLSearchParams("period=24h&compare=day&service=other"), choice), "/api/monitoring/api/breakdown?period=24h&compare=day&service=shop&method=GET&route=%2Fp%3Fa%26b%2F%7Bid%7D");
  assert.equal(isSame(choice, { service: "shop", method: "GET", route: "/p?a&b/{id}", other: "1" }), true);
  assert.equal(isSame(choice, { service: "shop", method: "GET" }), false);
});

test("choice_ofARectangle_asksForItsTimeAndDurations", () => {
  const choice = choiceOf("?period=1h&service=shop&cell_from=2026-11-21T09:00:00Z&cell_to=2026-11-21T09:10:00Z&cell_min=4.096&cell_max=16.384");

  assert.equal(hasRectangle(choice), true);
  assert.equal(isSameEndpoint(choice, { service: "shop" }), true);
  assert.equal(isSame(choice, { service: "shop" }), false);
  assert.equal(
    decodeURIComponent(address(new URLSearchParams("period=1h"), choice)),
    "/api/monitoring/api/breakdown?service=shop&from=2026-11-21T09:00:00Z&to=2026-11-21T09:10:00Z&min_ms=4.096&max_ms=16.384",
  );
  assert.doesNotMatch(address(new URLSearchParams("from=a&to=b"), { ...choice, cell_to: "" }), /to=/);
});

test("choice_ofNothing_isAllEndpoints", () => {
  assert.equal(isAll(choiceOf("?period=1h")), true);
  assert.equal(inWords(choiceOf("")), "all endpoints");
  assert.equal(address(new URLSearchParams("period=1h"), choiceOf("")), "/api/monitoring/api/breakdown?period=1h");
  assert.equal(inWords(choiceOf("?service=shop")), "shop");
});

const call = (operation, share, p95) => ({ service: "shop", kind: "db", target: "shop", operation, share, p95_ms: p95, rows_per_call: null });

test("sorts_ofCalls_areTheirFiguresAndTheirText", () => {
  const rows = [call("b", 0.1, 5), call("a", 0.5, null), call("c", 0.2, 9)];
  const by = (order) => sorted(rows, parseOrder(order, SORTS, "share"), SORTS).map(({ operation }) => operation).join("");

  assert.equal(by(""), "acb");
  assert.equal(by("operation"), "abc");
  assert.equal(by("-p95_ms"), "bca");
});

test("columns_ofCalls_formatTheirValues", () => {
  const format = (columns, key, value) => columns.find((column) => column.key === key).format(value);
  assert.equal(format(COLUMNS, "share", 0.1234), "12.3 %");
  assert.equal(format(COLUMNS, "count", 12345), "12,345");
  assert.equal(format(COLUMNS, "queryid", "-5372195923947"), "-5372195923947");
  assert.equal(format(BACKGROUND_COLUMNS, "total_ms", 12.6), "13");
  assert.equal(BACKGROUND_COLUMNS.some(({ key }) => key === "share"), false);
});

test("brief_ofALongStatement_isOneCutLine", () => {
  assert.equal(brief("SELECT 1\n  FROM\tx "), "SELECT 1 FROM x");
  assert.equal(brief("x".repeat(500)).length, 161);
});

test("keyOf_differentCalls_differs", () => {
  assert.notEqual(keyOf({ ...call("a"), target: "b|c" }), keyOf({ ...call("c|a"), target: "b" }));
});

test("countInWords_saysWhatIsLeftOut", () => {
  assert.equal(countInWords({ total: 0, more: 0 }), "none");
  assert.equal(countInWords({ total: 12, more: 0 }), "12");
  assert.equal(countInWords({ total: 1250, more: 1200 }), "the 50 that took most time, 1,200 more");
});

test("parts_inCharts_haveTheColoursOfTheStyleSheet_inBothThemes", () => {
  const styles = readFileSync(new URL("breakdown.css", import.meta.url), "utf8");
  const colours = paletteOf((name) => name);

  assert.equal(new Set(PARTS.map(({ color }) => color)).size, 5);
  for (const { style, color } of PARTS) {
    assert.equal(colours[color], `--part-${style}`);
    assert.equal(styles.split(`--part-${style}: #`).length, 3, style);
  }
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { addressOf, earlier, gapsOf, hasOthers, isSlow, lostText, segmentsOf } from "./rows.js";

test("lostText_hasAUnitThatFits_andASign", () => {
  assert.deepEqual([lostText(400), lostText(74_203), lostText(204_000), lostText(9_000_000), lostText(-2_500), lostText(-0.4), lostText(null)], [
    "400 ms",
    "74.2 s",
    "3.4 min",
    "2.5 h",
    "−2.5 s",
    "0 ms",
    "–",
  ]);
});

test("addressOf_asksForTheOrderOfTheTable", () => {
  assert.match(addressOf(new URLSearchParams("period=1h"), ""), /period=1h&sort=lost/);
  assert.match(addressOf(new URLSearchParams(), "-share"), /sort=time/);
  assert.match(addressOf(new URLSearchParams(), "endpoint"), /sort=lost/);
});

test("hasOthers_ofAnotherOrder_onlyIfTheServerHasMore", () => {
  const answer = { total: 3, endpoints: [{}, {}] };
  assert.equal(hasOthers(answer, "", "p95"), true);
  assert.equal(hasOthers(answer, "p95", "-p95"), false);
  assert.equal(hasOthers(answer, "", "mean"), false);
  assert.equal(hasOthers({ ...answer, total: 2 }, "", "p95"), false);
});

test("isSlow_needsTwiceTheBaseline_andMoreThanNobodyFeels", () => {
  assert.equal(isSlow({ avg_latency_ms: 40, usual_ms: 20 }), true);
  assert.equal(isSlow({ avg_latency_ms: 39, usual_ms: 20 }), false);
  assert.equal(isSlow({ avg_latency_ms: 4, usual_ms: 1 }), false);
  assert.equal(isSlow({ avg_latency_ms: 40, usual_ms: null }), false);
});

test("segmentsOf_standSideBySide_andSayHowManyWereMeasured", () => {
  const endpoint = { parts: { application: 0.25, db: 0.75, redis: 0 }, measured_requests: 5, request_count: 11, stream_count: 1 };
  const { segments, text } = segmentsOf(endpoint);
  assert.deepEqual(segments.map(({ x, width }) => [x, width]), [[0, 25], [25, 75]]);
  assert.equal(text, "application 25.0 %, database 75.0 %; measured for 50.0 % of the requests");
  assert.deepEqual(segmentsOf({ parts: null }), { segments: [], text: "not measured" });
});

test("earlier_findsTheEndpointByItsName", () => {
  const before = { service: "shop", method: "GET", route: "/a" };
  assert.equal(earlier({ comparison: { endpoints: [before] } }).get("shop GET /a"), before);
  assert.equal(earlier({ comparison: null }).size, 0);
});

test("gapsOf_anEarlierSpanWithoutRequests_saysWhatIsUnknown", () => {
  assert.deepEqual(gapsOf({ total: 1, endpoints: [{ usual_ms: 3 }], comparison: null }), {});
  assert.match(gapsOf({ total: 1, endpoints: [{ usual_ms: null }], comparison: null }).partial, /unknown until/);
  assert.match(gapsOf({ total: 1, endpoints: [{}], comparison: { total: 0 } }).partial, /earlier span/);
  assert.match(gapsOf({ total: 9, endpoints: [{}], comparison: null }).partial, /^The 1 that lost most time, of 9\./);
  assert.equal(gapsOf({ total: 1_200, endpoints: [{ usual_ms: 3 }], comparison: null }, "-p95").partial, "The 1 with the longest p95, of 1,200.");
  assert.ok(gapsOf({ total: 0, endpoints: [], comparison: null }).empty);
});

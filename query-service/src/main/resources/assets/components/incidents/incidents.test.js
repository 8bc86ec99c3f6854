import { test } from "node:test";
import assert from "node:assert/strict";
import { addressOf, barText, callsOf, causeText, gapsOf, layout, linksOf, markText, queryidOf, toneOf } from "./axis.js";

const FROM = "2026-11-21T09:00:00Z";
const TO = "2026-11-21T10:00:00Z";
const incident = (values) => ({
  id: 1,
  service: "shop",
  method: "GET",
  route: "/a",
  kind: "slow",
  onset: "2026-11-21T09:15:00Z",
  ended_at: "2026-11-21T09:30:00Z",
  last_seen: "2026-11-21T09:30:00Z",
  cause: null,
  affected: ["shop GET /a"],
  ...values,
});
const answer = (incidents, starts = [], more = {}) => ({
  from: FROM,
  to: TO,
  incidents,
  starts,
  next: null,
  unknown: [],
  watching_since: "2026-11-21T08:00:00Z",
  watched_until: TO,
  ...more,
});
const NOW = Date.parse(TO);

test("layout_placesABarByItsTimes_andOneThatGoesOnReachesTheEnd", () => {
  const { bars, lanes } = layout(answer([incident({ id: 2, onset: "2026-11-21T09:45:00Z", ended_at: null }), incident({})]));
  assert.deepEqual(bars.map(({ left, width, isOpen }) => [left, width, isOpen]), [[25, 25, false], [75, 25, true]]);
  assert.equal(lanes, 1);
});

test("layout_putsOverlappingBarsIntoLanes_andKeepsShortOnesVisible", () => {
  const { bars, lanes } = layout(
    answer([incident({}), incident({ id: 2, onset: "2026-11-21T09:20:00Z" }), incident({ id: 3, onset: TO, ended_at: TO }), incident({ id: 4, onset: "2026-11-21T08:00:00Z", ended_at: null })]),
  );
  assert.equal(lanes, 3);
  assert.deepEqual(bars.map(({ incident: { id }, lane }) => [id, lane]), [[4, 0], [1, 1], [2, 2], [3, 1]]);
  assert.equal(bars[0].left, 0);
  assert.equal(bars[0].width, 100);
  assert.ok(bars[3].left + bars[3].width <= 100 && bars[3].width > 0);
});

test("layout_joinsStartsThatAreNear", () => {
  const start = (ts, instance) => ({ ts, service: "shop", instance });
  const { marks } = layout(answer([], [start("2026-11-21T09:30:10Z", "b"), start("2026-11-21T09:30:00Z", "a"), start("2026-11-21T09:40:00Z", "c")]));
  assert.deepEqual(marks.map(({ starts }) => starts.map(({ instance }) => instance)), [["a", "b"], ["c"]]);
  assert.match(markText(marks[0]), /^Started: shop \(a\) at .*, shop \(b\) at /);
});

test("causeText_andTone_sayWhatIsKnown", () => {
  assert.equal(causeText(incident({})), "no cause found");
  const cause = { kind: "lock_chain", culprit: "pid 17", share_percent: 91.26, action: "look at it" };
  assert.equal(causeText(incident({ cause })), "lock chain: pid 17 (91.3 %)");
  assert.equal(causeText(incident({ cause: { ...cause, share_percent: null } })), "lock chain: pid 17");
  assert.equal(toneOf({ kind: "silent" }), "down");
  assert.equal(toneOf({ kind: "slow" }), "degraded");
  assert.match(barText(incident({ ended_at: null })), /^shop GET \/a slow, since .*, goes on, no cause found$/);
});

test("linksOf_areOfTheSpanOfTheIncident", () => {
  const [requests, logs, page] = linksOf(incident({}), NOW);
  assert.equal(requests.address, "/ui/monitoring/api?from=2026-11-21T09%3A15%3A00Z&to=2026-11-21T09%3A30%3A00Z&service=shop&method=GET&route=%2Fa");
  assert.match(logs.address, /^\/ui\/monitoring\/logs\?.*service=shop/);
  assert.equal(page.address, "/api/monitoring/incidents/1/evidence?format=html");
  const open = linksOf(incident({ ended_at: null, route: null, method: null }), NOW)[0];
  assert.match(open.address, /to=2026-11-21T10%3A00%3A00.000Z&service=shop$/);
  const cause = { kind: "slow_statement", culprit: "SELECT 1", share_percent: 90 };
  assert.ok(linksOf(incident({ cause }), NOW).some(({ address }) => address.startsWith("/ui/monitoring/postgres?")));
  assert.equal(callsOf(incident({}), NOW), null);
  assert.match(callsOf(incident({ cause }), NOW), /^\/api\/monitoring\/api\/breakdown\?from=.*&route=%2Fa$/);
  const queryid = queryidOf({ cause }, { calls: { rows: [{ operation: "SELECT 2", queryid: "1" }, { operation: "SELECT 1", queryid: "7" }] } });
  assert.equal(queryid, "7");
  assert.match(linksOf(incident({ cause }), NOW, queryid)[1].address, /&statement=7$/);
});

test("gapsOf_tellSinceWhenIncidentsAreRecorded", () => {
  assert.match(gapsOf(answer([]), NOW).empty, /^No incidents in this span\. Recorded since 2026-11-21 /);
  assert.match(gapsOf(answer([], [], { watching_since: null, watched_until: null }), NOW).empty, /not recorded yet/);
  assert.match(gapsOf(answer([incident({})], [], { watching_since: "2026-11-21T09:10:00Z" }), NOW).partial, /^Recorded only since/);
  assert.match(gapsOf(answer([incident({})], [], { watched_until: FROM }), NOW).partial, /^Nothing has been recorded after/);
  const unknown = [{ fields: ["incidents"], reason: "incidents are not recorded: no permission", remedy: "run it" }];
  assert.equal(gapsOf(answer([], [], { unknown }), NOW).empty, "No incidents in this span. Incidents are not recorded: no permission; run it.");
  assert.deepEqual(gapsOf(answer([incident({})]), NOW), {});
  assert.ok(gapsOf(answer([], [{ ts: FROM, service: "s", instance: "i" }]), NOW).partial);
});

test("addressOf_keepsSpanAndService_withoutAComparison", () => {
  assert.equal(addressOf(new URLSearchParams("period=5m&service=shop&compare=day")), "/api/monitoring/incidents?period=5m&service=shop&limit=200");
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { comparedSeries, factsOf, findings, gapsOf, gapsText, seriesOf } from "./figures.js";

const EMPTY = { memory_limit: "unknown", memory_percent: null, details: null };

test("gapsText_saysEachReasonOnce_withWhatHelps", () => {
  const gaps = [
    { fields: ["a"], reason: "not allowed", remedy: "run ACL SETUSER x +info" },
    { fields: ["b"], reason: "not allowed", remedy: "run ACL SETUSER x +info" },
    { fields: ["c"], reason: "away", remedy: null },
  ];
  assert.equal(gapsText(gaps), "Not allowed; run ACL SETUSER x +info. Away.");
  assert.equal(gapsOf(gaps, "c"), "Away.");
  assert.equal(gapsText([]), "");
});

test("seriesOf_keepsGaps_andLeavesOutWhatIsNeverKnown", () => {
  const points = [{ ts: "1", hits: 2, ping: null }, { ts: "2", hits: null, ping: null }];
  assert.deepEqual(seriesOf({ from: "f", to: "t", points }, [["hits", "hits", (value) => 10 * value], ["ping", "ping"]]), {
    from: "f",
    to: "t",
    series: [{ name: "hits", points: [["1", 20], ["2", null]] }],
  });
  assert.equal(comparedSeries({ from: "f", to: "t", points, comparison: { from: "e", to: "f", points: [] } }, [["hits", "hits"]]).comparison, undefined);
});

test("factsOf_withoutFigures_hasDashes_neverZeros", () => {
  const texts = factsOf(EMPTY, 90).flatMap(([, facts]) => facts.map(([, text]) => text));
  assert.deepEqual([...new Set(texts)], ["–"]);
});

test("findings_judgeOnlyMaxmemory", () => {
  assert.deepEqual(findings(EMPTY, 90), []);
  assert.deepEqual(findings({ ...EMPTY, memory_limit: "system", memory_percent: 99 }, 90), []);
  assert.match(findings({ ...EMPTY, memory_limit: "maxmemory", memory_percent: 90, details: { eviction_policy: "noeviction" } }, 90)[0], /reject writes/);
  assert.match(findings({ ...EMPTY, memory_limit: "maxmemory", memory_percent: 95, details: { eviction_policy: "allkeys-lru" } }, 90)[0], /evicts keys/);
  assert.equal(findings({ ...EMPTY, details: { primary_link_up: false, last_save_ok: false } }, 90).length, 2);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { kept } from "./keep.js";
import { addressOf, chartOf, checkGaps, earlierRow, labelsOf, secondsText, stateMark, stateWord, thresholdText, unitOf, unknownText } from "./series.js";

const answer = {
  from: "2026-11-21T09:00:05Z",
  to: "2026-11-21T09:00:40Z",
  step_seconds: 10,
  history: [
    { name: "io", labels: { backend: "client" }, points: [{ at: "2026-11-21T09:00:10Z", mean: 1, max: 4 }] },
    {
      name: "io",
      labels: { backend: "checkpointer" },
      points: [
        { at: "2026-11-21T09:00:10Z", mean: 5, max: 6 },
        { at: "2026-11-21T09:00:30Z", mean: 7, max: 8 },
      ],
    },
  ],
};

const values = ({ series }, i = 0) => series[i].points.map(([, value]) => value);

test("addressOf_passesOnlyWhatThePathUnderstands", () => {
  const span = new URLSearchParams({ period: "15m", service: "shop", compare: "day" });

  assert.equal(addressOf("locks", span), "/api/monitoring/postgres/locks?period=15m&compare=day");
  assert.equal(addressOf("checks", span, []), "/api/monitoring/postgres/checks?period=15m");
  assert.equal(addressOf("slow_queries", span, ["service"], { queryid: "-7", limit: "" }), "/api/monitoring/postgres/slow_queries?period=15m&service=shop&queryid=-7");
});

test("chartOf_leavesAGapWhereNothingWasRead_andBeginsAtAStep", () => {
  const chart = chartOf(answer, [{ name: "io", title: "written", labels: { backend: "checkpointer" }, of: (value) => value * 2 }]);

  assert.deepEqual(values(chart), [null, 10, null, 14]);
  assert.equal(chart.series[0].points[0][0], "2026-11-21T09:00:00.000Z");
  assert.equal(chart.comparison, undefined);
});

test("chartOf_addsUpTheSeriesOfAName_orTheirLargestReadings", () => {
  assert.deepEqual(values(chartOf(answer, [{ name: "io", title: "all" }])), [null, 6, null, 7]);
  assert.deepEqual(values(chartOf(answer, [{ name: "io", title: "all", largest: true }])), [null, 10, null, 8]);
});

test("chartOf_withAComparison_hasTheEarlierSeries_unlessNothingWasRead", () => {
  const day = (text) => text.replace("-21T", "-20T");
  const earlier = {
    ...answer,
    from: day(answer.from),
    to: day(answer.to),
    history: [{ name: "io", labels: {}, points: [{ at: "2026-11-20T09:00:20Z", mean: 3, max: 3 }] }],
  };
  const chart = chartOf({ ...answer, comparison: earlier }, [{ name: "io", title: "all" }]);

  assert.equal(chart.comparison.from, earlier.from);
  assert.deepEqual(values(chart.comparison), [null, null, 3, null]);
  assert.equal(chartOf({ ...answer, comparison: { ...earlier, history: [] } }, [{ name: "io", title: "all" }]).comparison, undefined);
});

test("labelsOf_comeWithTheLargestSumsFirst", () => {
  assert.deepEqual(labelsOf(answer, "io", "backend"), ["checkpointer", "client"]);
});

test("unknownText_namesTheReasonAndTheRemedy", () => {
  assert.equal(unknownText({ unknown: [] }), "");
  assert.equal(
    unknownText({ unknown: [{ fields: ["active", "idle"], reason: "hidden", remedy: "run GRANT pg_monitor TO ro" }] }),
    "active, idle unknown: hidden; run GRANT pg_monitor TO ro.",
  );
});

test("thresholdText_ofARatio_saysBelow", () => {
  assert.equal(thresholdText({ unit: "%", watch: 95, degraded: 90, lower: true }), "amber below 95, red below 90 %");
  assert.equal(thresholdText({ unit: "indexes", watch: 1, degraded: null, lower: false }), "amber from 1 index");
});

test("states_areWordsAndMarks", () => {
  assert.deepEqual(["ok", "watch", "degraded", "unknown"].map(stateWord), ["ok", "look", "act", "unknown"]);
  assert.deepEqual(["ok", "watch", "degraded", "unknown"].map(stateMark), ["ok", "watch", "down", "unknown"]);
});

test("secondsText_isNeverZeroForTheUnknown", () => {
  assert.deepEqual([null, 0.25, 42, 600, 10_000, 400_000].map(secondsText), ["–", "0.3 s", "42 s", "10 min", "3 h", "5 days"]);
});

test("earlierRow_isTheOneWithTheSameNames", () => {
  const compared = { comparison: { rows: [{ schema: "a", table: "t", size: 1 }, { schema: "b", table: "t", size: 2 }] } };

  assert.equal(earlierRow(compared, { schema: "b", table: "t" }, ["schema", "table"]).size, 2);
  assert.equal(earlierRow({}, { schema: "b" }, ["schema"]), undefined);
});

test("unitOf_isShort_andInTheSingularBehindOne", () => {
  assert.deepEqual([unitOf(1, "indexes"), unitOf(2, "indexes"), unitOf(1, "s"), unitOf(35, "% of max_connections")], ["index", "indexes", "s", "%"]);
});

test("checkGaps_ofChecksThatAreAllUnknown_sayWhyOnce", () => {
  const check = (state, text) => ({ state, text });
  assert.deepEqual(checkGaps({ checks: [check("unknown", "PostgreSQL does not answer"), check("unknown", "PostgreSQL does not answer")] }), { empty: "PostgreSQL does not answer." });
  assert.match(checkGaps({ checks: [check("unknown", "no samples"), check("ok", "")] }).partial, /^1 of 2 checks/);
  assert.deepEqual(checkGaps({ checks: [check("ok", "")] }), { partial: "" });
});

test("kept_blocks_areBuiltAnewOnlyWhenTheyShowSomethingElse", () => {
  const wanted = (...entries) => entries.map(([key, shown]) => ({ key, shown, build: () => ({ built: shown }) }));
  const before = kept(new Map(), wanted(["a", { wait: 1 }], ["b", "x"], ["c"]));
  const after = kept(before, wanted(["c"], ["a", { wait: 1 }], ["b", "y"], ["d", null]));
  assert.deepEqual([...after.keys()], ["c", "a", "b", "d"]);
  const isSame = (key) => after.get(key).block === before.get(key)?.block;
  assert.deepEqual(["a", "b", "c"].map(isSame), [true, false, true]);
  assert.deepEqual(after.get("b").block, { built: "y" });
  assert.equal(kept(after, []).size, 0);
});

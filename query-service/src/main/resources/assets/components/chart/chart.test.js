import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { earlierPoint, options, tooltip } from "./options.js";
import { paletteOf } from "./palette.js";
import { gaps, widthInWords } from "./timeline.js";

const point = (ts, count, errors, p95) => ({ ts, count, errors, p50_ms: p95 && p95 / 2, p95_ms: p95, p99_ms: p95 && p95 * 2 });
const TIMELINE = {
  from: "2026-11-21T09:00:00Z",
  to: "2026-11-21T09:00:30Z",
  bucket_seconds: 10,
  points: [point("2026-11-21T09:00:00Z", 10, 1, 12), point("2026-11-21T09:00:10Z", 0, 0, null), point("2026-11-21T09:00:20Z", 5, 5, 40)],
};
const LOOK = { font: "mono", utc: true, palette: paletteOf((name) => name) };
const at = (time) => options(TIMELINE, { ...LOOK, now: Date.parse(time) });

test("options_ofEmptyBuckets_haveAGapInTheLine", () => {
  const p95 = at("2026-11-21T09:00:25Z").series.find((series) => series.name === "p95");
  assert.deepEqual(p95.data.map(([, value]) => value), [12, null, 40]);
  assert.equal(p95.connectNulls, false);
});

test("options_ofATimeline_stackErrorsOnOtherRequests", () => {
  const series = at("2026-11-21T09:00:25Z").series;
  const values = (name) => series.find((one) => one.name === name).data.map(([, value]) => value);
  assert.deepEqual(values("requests"), [9, 0, 0]);
  assert.deepEqual(values("errors"), [1, 0, 5]);
});

test("options_withAnIncompleteNewestBucket_endTheAxisNow", () => {
  assert.equal(at("2026-11-21T09:00:25Z").xAxis[0].max, "2026-11-21T09:00:25.000Z");
  assert.equal(at("2026-11-21T10:00:00Z").xAxis[0].max, "2026-11-21T09:00:30.000Z");
  assert.equal(at("2026-11-21T08:00:00Z").xAxis[0].max, "2026-11-21T09:00:20.000Z");
});

test("options_ofASinglePoint_showIt", () => {
  const one = options({ ...TIMELINE, points: TIMELINE.points.slice(0, 2) }, { ...LOOK, now: 0 });
  assert.equal(one.series[0].showSymbol, true);
});

test("tooltip_ofAPoint_showsItsFigures", () => {
  assert.match(tooltip(TIMELINE.points[0]), /^2026-11-21 09:00:00 UTC\np99 +24 ms\np95 +12 ms\np50 +6 ms\nrequests +10\nerrors +1$/);
  assert.match(tooltip({ ...TIMELINE.points[0], streams: 3 }), /\np50 +6 ms\nrequests +10\nstreams +3\nerrors +1$/);
  const streams = { ...point("2026-11-21T09:00:00Z", 3, 0, null), streams: 3 };
  assert.match(tooltip(streams), /^2026-11-21 09:00:00 UTC\nrequests +3\nstreams +3\nerrors +0$/);
  assert.equal(tooltip(TIMELINE.points[1]), "2026-11-21 09:00:10 UTC\nno requests");
});

const COMPARED = {
  ...TIMELINE,
  comparison: {
    from: "2026-11-20T09:00:00Z",
    to: "2026-11-20T09:00:30Z",
    points: [point("2026-11-20T09:00:00Z", 7, 0, 9), point("2026-11-20T09:00:10Z", 4, 0, 8), point("2026-11-20T09:00:20Z", 0, 0, null)],
  },
};

test("options_withAComparison_drawTheEarlierSpanPaleAtTheSameTimes", () => {
  const { series } = options(COMPARED, { ...LOOK, now: 0 });
  const before = series.filter(({ id }) => id?.startsWith("earlier"));
  assert.deepEqual(before.map(({ data }) => data.map(([, value]) => value)), [[9, 8, null], [7, 4, 0]]);
  assert.deepEqual(before[0].data.map(([ts]) => Date.parse(ts)), TIMELINE.points.map(({ ts }) => Date.parse(ts)));
  assert.deepEqual(before.map(({ lineStyle, yAxisIndex }) => [lineStyle.type, yAxisIndex]), [["dashed", 0], ["dashed", 1]]);
  assert.equal(at("2026-11-21T09:00:25Z").series.length, 5);
});

test("tooltip_withAComparison_hasTheEarlierFiguresInBrackets", () => {
  const text = (index) => tooltip(COMPARED.points[index], earlierPoint(COMPARED, index));
  assert.match(text(0), /\np95 +12 ms  \(9 ms\)\n.*\nrequests +10  \(7\)\n/s);
  assert.match(text(1), /\nno requests\np95 +–  \(8 ms\)\nrequests +0  \(4\)$/);
  assert.match(text(2), /\(–\).*\(0\)/s);
  assert.equal(earlierPoint(TIMELINE, 0), undefined);
});

test("gaps_ofATimelineWithoutRequests_areEmpty", () => {
  assert.deepEqual(gaps({ ...TIMELINE, points: [TIMELINE.points[1]] }), { empty: "No requests in this span." });
});

test("gaps_ofATimelineThatBeginsLate_nameItsFirstRequest", () => {
  const points = Array.from({ length: 60 }, (unused, i) => point(`2026-11-21T09:${String(i).padStart(2, "0")}:00Z`, i < 40 ? 0 : 3, 0, 5));
  assert.deepEqual(gaps({ points, bucket_seconds: 60 }), { partial: "No requests in this span before 2026-11-21 09:40:00 UTC." });
  assert.deepEqual(gaps({ points: points.slice(35), bucket_seconds: 60 }), {});
});

test("widthInWords_usesTheLargestWholeUnit", () => {
  assert.deepEqual([10, 60, 300, 3600].map(widthInWords), ["10 s", "1 min", "5 min", "1 h"]);
});

test("options_inAnyTheme_useItsColours", () => {
  const { series, tooltip: tip } = options(TIMELINE, { ...LOOK, now: 0 });
  assert.equal(series.find(({ name }) => name === "errors").itemStyle.color, "--down");
  assert.equal(tip.backgroundColor, "--raised");
});

// The variables of a theme, as the style sheets set them.
function variablesOf(light) {
  const sheets = ["../../css/base.css", "chart.css", "../heatmap/heatmap.css"].map((name) => readFileSync(new URL(name, import.meta.url), "utf8"));
  const blocks = sheets.flatMap((sheet) => [...sheet.matchAll(/:root(\[data-theme="light"\])? \{([^}]*)\}/g)]);
  const variables = new Map();
  blocks
    .filter(([, isLight]) => light || !isLight)
    .toSorted((one, other) => Number(Boolean(one[1])) - Number(Boolean(other[1])))
    .forEach(([, , body]) => [...body.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].forEach(([, name, value]) => variables.set(name, value)));
  return variables;
}

function contrast(one, other) {
  const luminance = (color) => {
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

test("coloursOfTheCharts_inBothThemes_standOutFromThePanel", () => {
  for (const light of [false, true]) {
    const variables = variablesOf(light);
    const { panel, heatLow, ...others } = paletteOf((name) => variables.get(name) ?? "");
    const series = Object.entries(others).filter(([name]) => name.startsWith("series"));
    assert.equal(series.length, 8);
    for (const [name, color] of [...series, ["heatLow", heatLow]]) {
      assert.ok(contrast(color, panel) >= 3, `${name} ${color} on ${panel}: ${contrast(color, panel).toFixed(2)}`);
    }
  }
});

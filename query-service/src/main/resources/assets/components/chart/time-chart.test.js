import { test } from "node:test";
import assert from "node:assert/strict";
import * as library from "../../vendor/echarts-6.1.0/echarts.esm.min.js";
import { paletteOf } from "./palette.js";
import { watchDrag } from "./drag.js";
import { indexed, moved, spanBetween, stepOf, timed } from "./selection.js";
import { pathOf } from "./spark-path.js";
import { isEmpty, scaleOf, shifted, timeChartOptions, tooltip, topOf, twinColumns, twinRows, withoutZeros } from "./time-options.js";

const at = (minute) => `2026-11-21T09:${String(minute).padStart(2, "0")}:00Z`;
const CHART = { from: at(0), to: at(3), series: [{ name: "p95", points: [[at(0), 12], [at(1), null], [at(2), 40]] }] };
const COMPARED = {
  ...CHART,
  comparison: { from: "2026-11-20T09:00:00Z", to: "2026-11-20T09:03:00Z", series: [{ name: "p95", points: [["2026-11-20T09:00:00Z", 10], ["2026-11-20T09:02:00Z", 20]] }] },
};
const CONTEXT = { font: "mono", now: Date.parse(at(3)), palette: paletteOf((name) => `#${name}`), utc: true };

test("timeChartOptions_ofSeries_haveGaps_andShowPointsBetweenThem", () => {
  const { series } = timeChartOptions(CHART, { unit: "ms" }, CONTEXT);
  assert.deepEqual(series[0].data.map(({ value }) => value[1]), [12, null, 40]);
  assert.deepEqual(series[0].data.map(({ symbol }) => symbol), ["rect", "none", "rect"]);
  assert.equal(series[0].connectNulls, false);
});

test("timeChartOptions_ofAComparison_drawItAtTheTimesOfThisSpan", () => {
  const { series } = timeChartOptions(COMPARED, { unit: "ms" }, CONTEXT);
  assert.equal(series.length, 2);
  assert.deepEqual(shifted(COMPARED)[0].points, [["2026-11-21T09:00:00.000Z", 10], ["2026-11-21T09:02:00.000Z", 20]]);
  assert.equal(series[1].lineStyle.type, "dashed");
});

test("timeChartOptions_ofStackedBars_areOneStack", () => {
  const { series } = timeChartOptions({ ...CHART, series: [...CHART.series, { name: "p99", points: [] }] }, { kind: "bars", stacked: true }, CONTEXT);
  assert.deepEqual(series.map(({ type, stack }) => [type, stack]), [["bar", "all"], ["bar", "all"]]);
  assert.notEqual(series[0].itemStyle.color, series[1].itemStyle.color);
});

test("timeChartOptions_ofNothing_coverTheSpan", () => {
  assert.deepEqual(timeChartOptions({ ...CHART, series: [] }, {}, CONTEXT).xAxis.min, at(0));
});

test("tooltip_ofAnInstant_hasTheEarlierFigureBeside", () => {
  assert.equal(tooltip(at(0), COMPARED, "ms").replace(/ +/g, " "), "2026-11-21 09:00:00 UTC\np95 12.0 ms (10.0 ms)");
  assert.equal(tooltip(at(1), COMPARED, "ms").replace(/ +/g, " "), "2026-11-21 09:01:00 UTC\np95 – (–)");
  assert.equal(tooltip(at(2), CHART, "ms").replace(/ +/g, " "), "2026-11-21 09:02:00 UTC\np95 40.0 ms");
});

test("twin_ofAChart_hasItsFiguresNewestFirst", () => {
  const columns = twinColumns(COMPARED, "ms");
  const cells = twinRows(COMPARED).map((row) => columns.map(({ of, format }) => (of(row) == null ? null : format(of(row)))));
  assert.deepEqual(columns.map(({ title }) => title), ["time", "p95", "p95 before"]);
  assert.deepEqual(cells, [
    ["2026-11-21 09:02:00 UTC", "40.0 ms", "20.0 ms"],
    ["2026-11-21 09:01:00 UTC", null, null],
    ["2026-11-21 09:00:00 UTC", "12.0 ms", "10.0 ms"],
  ]);
});

test("spanBetween_aDrag_staysWithinTheChartAndThePast", () => {
  const bounds = { ...CHART, step: 60_000, now: Date.parse(at(2)) };
  const between = (one, other) => spanBetween(Date.parse(one), Date.parse(other), bounds);
  assert.deepEqual(between("2026-11-21T09:01:30.400Z", "2026-11-21T08:00:00Z"), { from: "2026-11-21T09:00:00Z", to: "2026-11-21T09:01:30Z" });
  assert.deepEqual(between(at(1), at(3)), { from: at(1), to: at(2) });
  assert.equal(between(at(1), "2026-11-21T09:01:10Z"), null);
});

test("stepOf_times_isTheNarrowestDistance", () => {
  assert.equal(stepOf([0, 60_000, 70_000]), 10_000);
  assert.equal(stepOf([5]), 1_000);
  assert.equal(stepOf([]), 1_000);
});

test("moved_withShift_selectsFromWhereItBegan", () => {
  const press = (cursor, key, shiftKey = false) => moved(cursor, { key, shiftKey }, 30);
  assert.deepEqual(press(null, "ArrowRight"), { at: 0, anchor: null });
  assert.deepEqual(press(null, "ArrowLeft"), { at: 29, anchor: null });
  const selected = press(press({ at: 10, anchor: null }, "ArrowRight", true), "PageDown", true);
  assert.deepEqual(selected, { at: 14, anchor: 10 });
  assert.deepEqual(press(selected, "ArrowRight"), { at: 15, anchor: null });
  assert.deepEqual(press({ at: 29, anchor: null }, "ArrowRight"), { at: 29, anchor: null });
  assert.equal(press({ at: 2, anchor: null }, "a"), null);
  assert.equal(moved(null, { key: "ArrowRight" }, 0), null);
});

test("pathOf_points_hasGapsAndKeepsZeroAtTheBottom", () => {
  assert.equal(pathOf([0, 4, null, 2], 90, 12), "M0 11L30 1M90 6h1");
  assert.equal(pathOf([["t", 0], ["t", 0]], 100, 12), "M0 11L100 11");
  assert.equal(pathOf([], 100, 12), "");
});

const series = (name, ...values) => ({ name, points: values.map((value, i) => [at(i), value]) });

test("scaleOf_bytes_hasStepsOfPowersOfTwo", () => {
  assert.deepEqual(scaleOf("bytes", 300 * 2 ** 20), { interval: 2 ** 27, max: 3 * 2 ** 27 });
  assert.deepEqual(scaleOf("bytes", 2 ** 30), { interval: 2 ** 28, max: 2 ** 30 });
  assert.deepEqual(scaleOf("bytes", 0.5), { interval: 1, max: 1 });
});

test("scaleOf_shares_endsAtTheWhole_unlessTheyAreSmallOrMore", () => {
  assert.deepEqual([scaleOf("percent", 99.9), scaleOf("ratio", 0.97)], [{ interval: 25, max: 100 }, { interval: 0.25, max: 1 }]);
  assert.deepEqual([scaleOf("percent", 12), scaleOf("percent", 180), scaleOf("ms", 99)], [{}, {}, {}]);
});

test("scaleOf_zeros_hasNoFractions", () => {
  for (const unit of ["", "bytes", "percent", "/s"]) {
    assert.deepEqual(scaleOf(unit, 0), { interval: 1, max: 1 }, unit);
  }
});

test("topOf_aStack_isTheHighestSumOfAnInstant", () => {
  const chart = [series("a", 3, 1, null), series("b", 1, 4, 2)];
  assert.equal(topOf(chart, true), 5);
  assert.equal(topOf(chart, false), 4);
  assert.equal(topOf([], true), 0);
});

test("withoutZeros_ofAStack_leavesOutPartsThatAreAlwaysZero", () => {
  const names = (...all) => withoutZeros({ series: all }).series.map(({ name }) => name);
  assert.deepEqual(names(series("a", 0, 0, null), series("b", 0, 2)), ["b"]);
  assert.deepEqual(names(series("a", 0), series("b", null)), ["a", "b"]);
});

test("isEmpty_aChartWithoutReadings_andZeroIsOne", () => {
  assert.equal(isEmpty({ series: [] }), true);
  assert.equal(isEmpty({ series: [series("a", null, undefined)] }), true);
  assert.equal(isEmpty({ series: [series("a", null, 0)] }), false);
  assert.equal(isEmpty({ series: [], comparison: { series: [series("a", 1)] } }), false);
});

test("timeChartOptions_ofADottedSeries_drawItSo", () => {
  const { series: drawn } = timeChartOptions({ ...CHART, series: [{ ...CHART.series[0], dotted: true }, ...CHART.series] }, {}, CONTEXT);
  assert.deepEqual(drawn.map(({ lineStyle }) => lineStyle.type), ["dotted", "solid"]);
});

function axisOf(options) {
  const chart = library.init(null, null, { renderer: "svg", ssr: true, width: 600, height: 300 });
  try {
    options.forEach((one) => chart.setOption(one, { replaceMerge: ["series"] }));
    return chart.getModel().getComponent("yAxis").axis;
  } finally {
    chart.dispose();
  }
}

test("timeChartOptions_drawnAgain_haveAnAxisOfTheirOwn", () => {
  const drawn = (unit, ...figures) => figures.map((value) => timeChartOptions({ ...CHART, series: [series("a", value, value)] }, { unit }, CONTEXT));
  const topAfter = (...all) => axisOf(drawn(...all)).scale.getExtent()[1];
  assert.equal(topAfter("", 0), 1);
  assert.ok(topAfter("", 0, 7) >= 7);
  assert.ok(topAfter("", null, 700) >= 700);
  assert.ok(topAfter("percent", 80, 180) >= 180);
  assert.equal(topAfter("percent", 180, 80), 100);
  assert.ok(axisOf(drawn("ms", 0, 4_000)).getTicksCoords().length < 12);
});

test("timed_aSelection_staysOnItsTimesWhenARefreshMovesThePoints", () => {
  const times = [10, 20, 30, 40];
  const cursor = timed({ at: 3, anchor: 1 }, times);
  assert.deepEqual(indexed(cursor, times), { at: 3, anchor: 1 });
  assert.deepEqual(indexed(cursor, [20, 30, 40, 50]), { at: 2, anchor: 0 });
  assert.deepEqual(indexed(timed({ at: 0, anchor: null }, times), [30, 40]), { at: 0, anchor: null });
  assert.equal(indexed(null, times), null);
});

test("watchDrag_thatTurnsIntoAScroll_ends", () => {
  const [canvas, page] = [new EventTarget(), new EventTarget()];
  const send = (target, type, more = {}) => target.dispatchEvent(Object.assign(new Event(type), { button: 0, ...more }));
  let ended = 0;
  const dragging = watchDrag(canvas, () => (ended += 1), page);
  for (const end of ["pointerup", "pointercancel"]) {
    send(canvas, "pointerdown", { pointerType: "touch" });
    assert.equal(dragging(), true);
    send(page, end);
    assert.equal(dragging(), false);
  }
  assert.equal(ended, 2);

  send(canvas, "pointerdown", { button: 2 });
  send(page, "pointerup");
  assert.deepEqual([dragging(), ended], [false, 2]);
});

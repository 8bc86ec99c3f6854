// The options of a time chart: lines, areas or bars over time, and pale lines of the earlier span that they are compared with.

import { scaleText, timeText, valueText } from "../../js/wording.js";
import { brush, frame, lines, paleLine, shiftedPoints, timeAxis, timeLabels } from "./options.js";

const TONES = { ok: "ok", degraded: "degraded", down: "down", strong: "text", soft: "textSoft", dim: "textDim", accent: "accent" };
// Of the style sheet; colour only tells series apart where there are several.
const COLORS = 8;

export function colorOf({ tone, color }, index, count, palette) {
  if (color) {
    return color;
  }
  return tone ? palette[TONES[tone]] ?? tone : count === 1 ? palette.text : palette[`series${1 + (index % COLORS)}`];
}

// `chart`: `{ from, to, series, comparison }`.
export function timeChartOptions(chart, { kind = "line", stacked = false, unit = "" }, look) {
  const { now, palette } = look;
  const { from, to, series } = chart;
  const points = longest(series).map(([ts]) => ({ ts }));
  const earlier = shifted(chart);
  const colors = series.map((one, i) => colorOf(one, i, series.length, palette));
  return {
    ...frame(look, (items) => tooltip(items.find(({ value }) => value)?.value[0] ?? items[0].axisValue, chart, unit)),
    ...brush(palette),
    grid: { left: 72, right: 16, top: 14, bottom: 26 },
    xAxis: {
      ...(points.length > 0 ? timeAxis({ points, from, to }, now) : { type: "time", min: from, max: to }),
      axisLabel: { color: palette.textDim, hideOverlap: true, formatter: timeLabels(from, to) },
      axisTick: { show: false },
      ...lines(palette),
    },
    yAxis: {
      type: "value",
      min: 0,
      splitNumber: 4,
      // The library keeps what a later drawing does not set.
      interval: null,
      max: null,
      ...scaleOf(unit, topOf([...series, ...earlier], stacked)),
      axisLabel: { color: palette.textDim, formatter: (value) => scaleText(value, unit) },
      ...lines(palette),
    },
    series: [
      ...series.map((one, i) => drawn(one, colors[i], { kind, stacked })),
      ...earlier.map((one) => ({
        ...line(one, palette.textDim),
        ...paleLine(palette),
        id: `earlier ${one.name}`,
      })),
    ],
  };
}

const SHARES = { ratio: 1, percent: 100, "%": 100 };

// The steps of the axis: those of bytes are powers of two, shares end at the whole, and an axis of zeros has no fractions.
export function scaleOf(unit, top) {
  if (top === 0) {
    return { interval: 1, max: 1 };
  }
  if (unit === "bytes") {
    const interval = 2 ** Math.max(0, Math.ceil(Math.log2(top / 4)));
    return { interval, max: interval * Math.ceil(top / interval) };
  }
  const whole = SHARES[unit];
  // Rounding may put a sum of shares slightly above it.
  return whole && top > 0.6 * whole && top <= 1.005 * whole ? { interval: whole / 4, max: whole } : {};
}

// The highest point of a chart; of a stacked one, at most.
export function topOf(series, stacked) {
  const tops = series.map(({ points }) => points.reduce((most, [, value]) => Math.max(most, value ?? 0), 0));
  return stacked ? highestSum(series) : Math.max(0, ...tops);
}

function highestSum(series) {
  const sums = new Map();
  series.forEach(({ points }) => points.forEach(([ts, value]) => sums.set(ts, (sums.get(ts) ?? 0) + (value ?? 0))));
  return Math.max(0, ...sums.values());
}

// A stack without the parts that are zero all the time: they only take a colour and a name.
export function withoutZeros(chart) {
  const some = ({ points }) => points.some(([, value]) => value);
  return chart.series.some(some) ? { ...chart, series: chart.series.filter(some) } : chart;
}

export function isEmpty({ series, comparison }) {
  return [...series, ...(comparison?.series ?? [])].every(({ points }) => points.every(([, value]) => value === null || value === undefined));
}

function longest(series) {
  return series.reduce((most, { points }) => (points.length > most.length ? points : most), []);
}

// The series of the earlier span at the times of this one. Stacked ones cannot be told apart as lines, so `stacked` charts should
// pass their total.
export function shifted({ from, comparison }) {
  if (!comparison) {
    return [];
  }
  return comparison.series.map((one) => ({ ...one, points: shiftedPoints(one.points, from, comparison.from) }));
}

function drawn(one, color, { kind, stacked }) {
  const shared = { id: one.name, name: one.name, data: one.points, itemStyle: { color }, ...(stacked ? { stack: "all" } : {}) };
  if (kind === "bars") {
    return { ...shared, type: "bar", barMaxWidth: 12 };
  }
  return { ...shared, ...line(one, color), ...(stacked ? { stack: "all" } : {}), ...(kind === "area" ? { areaStyle: { color, opacity: stacked ? 0.8 : 0.25 } } : {}) };
}

function line({ name, points, dotted = false }, color) {
  return {
    name,
    type: "line",
    data: points.map((point, i) => (isAlone(points, i) ? { value: point, symbol: "rect", symbolSize: 4 } : { value: point, symbol: "none" })),
    lineStyle: { color, width: 1.5, type: dotted ? "dotted" : "solid" },
    itemStyle: { color },
    showAllSymbol: true,
    connectNulls: false,
  };
}

// A point between two gaps has no line, so its symbol is shown.
function isAlone(points, i) {
  const known = (j) => points[j] !== undefined && points[j][1] !== null;
  return known(i) && !known(i - 1) && !known(i + 1);
}

// The figures at an instant, one line each, with those of the earlier span beside them.
export function tooltip(instant, chart, unit) {
  const before = new Map(shifted(chart).map(({ name, points }) => [name, valueAt(points, instant)]));
  const rows = chart.series.map(({ name, points }) => [name, valueText(valueAt(points, instant), unit), before]);
  const width = Math.max(8, ...rows.map(([name]) => name.length));
  return [
    timeText(instant),
    ...rows.map(([name, value]) => `${name.padEnd(width)} ${value.padStart(11)}${before.has(name) ? `  (${valueText(before.get(name), unit)})` : ""}`),
    ...[...before.keys()].filter((name) => !rows.some(([other]) => other === name)).map((name) => `${name.padEnd(width)} ${"".padStart(11)}  (${valueText(before.get(name), unit)})`),
  ].join("\n");
}

function valueAt(points, instant) {
  const at = typeof instant === "number" ? instant : Date.parse(instant);
  const found = points.find(([ts]) => Date.parse(ts) === at);
  return found?.[1];
}

// The rows of the table that shows the same as the chart, newest first: `{ ts, values, before }`, with values in the order of the series.
export function twinRows(chart) {
  const rows = new Map();
  const put = (list, key) =>
    list.forEach(({ points }, i) =>
      points.forEach(([ts, value]) => {
        const at = Date.parse(ts);
        if (!rows.has(at)) {
          rows.set(at, { ts: at, values: [], before: [] });
        }
        rows.get(at)[key][i] = value;
      }),
    );
  put(chart.series, "values");
  put(shifted(chart), "before");
  return [...rows.values()].toSorted((one, other) => other.ts - one.ts);
}

// The columns of that table.
export function twinColumns({ series, comparison }, unit) {
  const figure = (key, name, i) => ({ key: `${key}${i}`, title: name, sort: false, of: (row) => row[key][i], format: (value) => valueText(value, unit) });
  return [
    { key: "ts", title: "time", text: true, sort: false, of: ({ ts }) => ts, format: (ts) => timeText(ts) },
    ...series.map(({ name }, i) => figure("values", name, i)),
    ...(comparison?.series ?? []).map(({ name }, i) => figure("before", `${name} before`, i)),
  ];
}

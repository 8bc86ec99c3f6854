// The options of the chart: percentiles above, requests and errors below, with a common time axis.

import { NONE, scaleText, timeText } from "../../js/wording.js";

// What all charts have in common. `formatter` makes the text of the tooltip.
export function frame({ font, palette, utc }, formatter) {
  return {
    animation: false,
    useUTC: utc,
    textStyle: { fontFamily: font, fontSize: 12, color: palette.textDim },
    tooltip: {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      backgroundColor: palette.raised,
      borderColor: palette.lineStrong,
      borderRadius: 0,
      padding: 8,
      textStyle: { color: palette.text, fontFamily: font, fontSize: 12 },
      formatter: (items) => lineByLine(formatter(items)),
    },
  };
}

// An element, because the content security policy forbids the markup with inline styles that the library would make of a text.
function lineByLine(text) {
  const lines = document.createElement("pre");
  lines.className = "chart-tip";
  lines.textContent = text;
  return lines;
}

// The area that a drag selects.
export function brush({ accent }) {
  return {
    brush: {
      xAxisIndex: "all",
      brushStyle: { color: accent, opacity: 0.2, borderColor: accent, borderWidth: 1 },
      outOfBrush: { colorAlpha: 1 },
      throttleType: "debounce",
      throttleDelay: 100,
    },
    // Its buttons have no place in the design.
    toolbox: { show: false },
  };
}

// The axis of a timeline. The newest bucket is incomplete, so the axis ends now instead of at the end of that bucket. If the browser's
// clock is slow, it ends at the start of that bucket.
export function timeAxis({ points, from, to }, now) {
  const end = Math.min(Date.parse(to), Math.max(now, Date.parse(points.at(-1).ts)));
  return { type: "time", min: from, max: new Date(end).toISOString() };
}

// The points of an earlier span, `[ts, value]`, at the times of the span that is compared with it.
export function shiftedPoints(points, from, earlierFrom) {
  const by = Date.parse(from) - Date.parse(earlierFrom);
  return points.map(([ts, value]) => [new Date(Date.parse(ts) + by).toISOString(), value]);
}

// How the line of an earlier span looks in every chart.
export function paleLine(palette) {
  return {
    type: "line",
    symbol: "none",
    itemStyle: { color: palette.textDim },
    lineStyle: { color: palette.textDim, width: 1, type: "dashed", opacity: 0.75 },
    connectNulls: false,
    silent: true,
    z: 1,
  };
}

export function options({ points, from, to, comparison = null }, look) {
  const { now, palette } = look;
  const series = (pick) => points.map((point) => [point.ts, pick(point)]);
  const before = (name, pick, grid) => ({
    ...paleLine(palette),
    id: `earlier ${name}`,
    name: `${name} before`,
    data: shiftedPoints(comparison.points.map((point) => [point.ts, pick(point)]), from, comparison.from),
    xAxisIndex: grid,
    yAxisIndex: grid,
  });
  const axis = timeAxis({ points, from, to }, now);
  return {
    ...frame(look, (items) => tooltip(points[items[0].dataIndex], earlierPoint({ points, from, comparison }, items[0].dataIndex))),
    ...brush(palette),
    grid: [
      { left: 64, right: 16, top: 14, bottom: 92 },
      { left: 64, right: 16, height: 44, bottom: 26 },
    ],
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: palette.textDim } },
    xAxis: [
      { ...axis, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false }, ...lines(palette) },
      { ...axis, gridIndex: 1, axisLabel: { color: palette.textDim, hideOverlap: true, formatter: timeLabels(from, to) }, axisTick: { show: false }, ...lines(palette) },
    ],
    yAxis: [
      { type: "value", gridIndex: 0, min: 0, splitNumber: 4, axisLabel: { color: palette.textDim, formatter: (value) => scaleText(value, "ms") }, ...lines(palette) },
      { type: "value", gridIndex: 1, min: 0, splitNumber: 1, axisLabel: { color: palette.textDim, formatter: (value) => scaleText(value) }, ...lines(palette) },
    ],
    series: [
      line("p50", series((p) => p.p50_ms), { color: palette.textDim, width: 1.5 }),
      line("p95", series((p) => p.p95_ms), { color: palette.text, width: 2 }),
      line("p99", series((p) => p.p99_ms), { color: palette.textDim, width: 1.5, type: "dotted" }),
      bars("requests", series((p) => p.count - p.errors), palette.lineStrong),
      bars("errors", series((p) => p.errors), palette.down),
      ...(comparison ? [before("p95", (p) => p.p95_ms, 0), before("requests", (p) => p.count, 1)] : []),
    ],
  };
}

export function timeLabels(from, to) {
  return Date.parse(to) - Date.parse(from) > 26 * 3_600_000 ? "{MM}-{dd} {HH}:{mm}" : "{HH}:{mm}";
}

export function lines(palette) {
  return {
    axisLine: { lineStyle: { color: palette.line } },
    splitLine: { lineStyle: { color: palette.raised } },
  };
}

function line(name, data, lineStyle) {
  return {
    name,
    type: "line",
    data,
    lineStyle,
    itemStyle: { color: lineStyle.color },
    xAxisIndex: 0,
    yAxisIndex: 0,
    symbol: "circle",
    symbolSize: 3,
    // A single point has no line, so its symbol is shown.
    showSymbol: isAlone(data),
    connectNulls: false,
  };
}

function isAlone(data) {
  return data.filter(([, value]) => value !== null).length < 2;
}

function bars(name, data, color) {
  return { name, type: "bar", stack: "count", data, itemStyle: { color }, xAxisIndex: 1, yAxisIndex: 1, barMaxWidth: 12 };
}

// The point of the earlier span that belongs to a point; undefined without one.
export function earlierPoint({ points, from, comparison }, at) {
  if (!comparison) {
    return undefined;
  }
  const ts = Date.parse(points[at].ts) - Date.parse(from) + Date.parse(comparison.from);
  return comparison.points.find((point) => Date.parse(point.ts) === ts);
}

// `before`: the point of the earlier span, whose figures stand in brackets.
export function tooltip(point, before) {
  const time = timeText(point.ts);
  const millis = (value) => (value === null ? NONE : `${value} ms`);
  const row = (name, value, earlier) => `${name.padEnd(9)}${String(value).padStart(10)}${earlier === undefined ? "" : `  (${earlier})`}`;
  const [p95, requests] = [row("p95", millis(point.p95_ms), before && millis(before.p95_ms)), row("requests", point.count, before?.count)];
  if (point.count === 0) {
    return [time, "no requests", ...(before ? [p95, requests] : [])].join("\n");
  }
  const latency = [row("p99", millis(point.p99_ms)), p95, row("p50", millis(point.p50_ms))];
  return [
    time,
    // Streams have none.
    ...(point.p50_ms === null ? [] : latency),
    requests,
    ...(point.streams > 0 ? [row("streams", point.streams)] : []),
    row("errors", point.errors),
  ].join("\n");
}

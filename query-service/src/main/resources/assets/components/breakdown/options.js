// The options of the two charts: the mean time of a request over time, and shares by duration.

import { brush, earlierPoint, frame, lines, paleLine, shiftedPoints, timeAxis, timeLabels } from "../chart/options.js";
import { grouped, millisText, scaleText, timeText } from "../../js/wording.js";
import { PARTS, bounds, shares } from "./parts.js";

// The timeline with that of the earlier span, which is null without a comparison.
export function compared({ timeline, comparison }) {
  return { ...timeline, comparison: comparison?.timeline ?? null };
}

export function timeOptions(breakdown, look) {
  const { now, palette } = look;
  const timeline = compared(breakdown);
  const { points, from, to, comparison } = timeline;
  return {
    ...frame(look, (items) => timeTooltip(points[items[0].dataIndex], earlierPoint(timeline, items[0].dataIndex))),
    ...brush(palette),
    grid: { left: 64, right: 16, top: 14, bottom: 26 },
    xAxis: {
      ...timeAxis(timeline, now),
      axisLabel: { color: palette.textDim, hideOverlap: true, formatter: timeLabels(from, to) },
      axisTick: { show: false },
      ...lines(palette),
    },
    yAxis: { type: "value", min: 0, splitNumber: 4, axisLabel: { color: palette.textDim, formatter: (value) => scaleText(value, "ms") }, ...lines(palette) },
    series: [
      ...PARTS.map(({ key, name, color }) => ({
        name,
        type: "line",
        stack: "parts",
        data: areaData(points, `${key}_ms`),
        areaStyle: { color: palette[color], opacity: 0.85 },
        lineStyle: { width: 0 },
        itemStyle: { color: palette[color] },
        symbol: "none",
        connectNulls: false,
      })),
      ...(comparison ? [{ ...earlierMean(timeline), ...paleLine({ ...palette, textDim: palette.text }), z: 3 }] : []),
    ],
  };
}

function earlierMean({ from, comparison }) {
  return { name: "mean before", data: shiftedPoints(comparison.points.map(({ ts, mean }) => [ts, mean?.duration_ms ?? null]), from, comparison.from) };
}

// A step between two without requests has no area, so its points are shown.
function areaData(points, key) {
  return points.map((point, i) => {
    const value = [point.ts, point.mean ? point.mean[key] : null];
    const isolated = point.mean && !points[i - 1]?.mean && !points[i + 1]?.mean;
    return isolated ? { value, symbol: "rect", symbolSize: 5 } : { value };
  });
}

// `before`: the point of the earlier span.
export function timeTooltip({ ts, requests, measured_requests: measured, mean }, before) {
  const time = timeText(ts);
  const earlier = before ? [row("before", millisText(before.mean?.duration_ms))] : [];
  if (!mean) {
    return [time, requests === 0 ? "no requests" : "not measured", ...earlier].join("\n");
  }
  return [time, ...partRows((key) => millisText(mean[`${key}_ms`])), row("mean", millisText(mean.duration_ms)), ...earlier, row("requests", requests === measured ? grouped(requests) : `${grouped(measured)} of ${grouped(requests)}`)].join("\n");
}

export function octaveOptions({ octaves }, look) {
  const { palette } = look;
  const categories = octaves.map(bounds);
  const percent = octaves.map(shares);
  return {
    ...frame(look, (items) => octaveTooltip(octaves[items[0].dataIndex])),
    grid: [
      { left: 64, right: 32, top: 14, bottom: 92 },
      { left: 64, right: 32, height: 44, bottom: 26 },
    ],
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: palette.textDim } },
    xAxis: [
      { type: "category", data: categories, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false }, ...lines(palette) },
      { type: "category", data: categories, gridIndex: 1, axisLabel: { color: palette.textDim, interval: 0, hideOverlap: true }, axisTick: { show: false }, ...lines(palette) },
    ],
    yAxis: [
      { type: "value", gridIndex: 0, min: 0, max: 100, interval: 25, axisLabel: { color: palette.textDim, formatter: "{value} %" }, ...lines(palette) },
      { type: "value", gridIndex: 1, min: 0, splitNumber: 1, axisLabel: { color: palette.textDim, formatter: (value) => scaleText(value) }, ...lines(palette) },
    ],
    series: [
      ...PARTS.map(({ name, color }, part) => ({
        name,
        type: "bar",
        stack: "parts",
        data: percent.map((octave) => octave[part]),
        itemStyle: { color: palette[color], borderColor: palette.panel, borderWidth: 0.5 },
        xAxisIndex: 0,
        yAxisIndex: 0,
        barMaxWidth: 48,
      })),
      {
        name: "requests",
        type: "bar",
        data: octaves.map((octave) => octave.requests),
        itemStyle: { color: palette.lineStrong },
        xAxisIndex: 1,
        yAxisIndex: 1,
        barMaxWidth: 48,
      },
    ],
  };
}

export function octaveTooltip(octave) {
  const { requests, sum } = octave;
  const percent = shares(octave);
  return [
    bounds(octave),
    ...partRows((key, part) => `${percent[part].toFixed(1)} %`),
    row("mean", millisText(sum.duration_ms / requests)),
    row("requests", grouped(requests)),
  ].join("\n");
}

// The uppermost part of the chart comes first.
function partRows(figure) {
  return PARTS.map(({ key, name }, part) => row(name, figure(key, part))).reverse();
}

function row(name, value) {
  return `${name.padEnd(11)}${value.padStart(12)}`;
}

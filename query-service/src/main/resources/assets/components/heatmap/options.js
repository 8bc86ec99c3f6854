// The options of the heatmap.

import { clockText, scaleText, timeText } from "../../js/wording.js";
import { frame, timeLabels } from "../chart/options.js";
import { cellText, cellsOf, darkest } from "./cells.js";

export function heatmapOptions(answer, look) {
  const { palette } = look;
  const cells = cellsOf(answer);
  const axis = {
    type: "category",
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    splitLine: { show: false },
  };
  const withDay = timeLabels(answer.from, answer.to).startsWith("{MM}");
  const base = frame(look, (item) => cellText(answer, item.value[0], item.value[1]));
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: "item" },
    brush: {
      xAxisIndex: 0,
      yAxisIndex: 0,
      brushStyle: { color: palette.accent, opacity: 0.2, borderColor: palette.accent, borderWidth: 1 },
      outOfBrush: { colorAlpha: 1 },
      throttleType: "debounce",
      throttleDelay: 100,
    },
    toolbox: { show: false },
    grid: { left: 72, right: 16, top: 14, bottom: 26 },
    xAxis: {
      ...axis,
      data: answer.columns.map(({ ts }) => ts),
      axisLabel: { color: palette.textDim, hideOverlap: true, interval: labelled(answer), formatter: (ts) => (withDay ? timeText(ts).slice(5, 16) : clockText(ts).slice(0, 5)) },
    },
    // A row stands for all durations from its label up to the next one.
    yAxis: {
      ...axis,
      data: answer.octaves.map(({ from_ms: from }) => String(from)),
      axisLabel: { color: palette.textDim, hideOverlap: true, formatter: (from) => scaleText(Number(Number(from).toPrecision(2)), "ms") },
    },
    visualMap: { show: false, type: "continuous", dimension: 2, min: 0, max: darkest(cells), inRange: { color: [palette.heatLow, palette.textDim, palette.text] } },
    series: [{ id: "cells", type: "heatmap", data: cells, itemStyle: { borderWidth: 0 }, emphasis: { itemStyle: { borderColor: palette.accent, borderWidth: 1 } } }],
  };
}

const MINUTE_MS = 60_000;
const ROUND_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];
const MOST_LABELS = 12;

// Which columns have a label: those that begin at a round time, so that no two have the same one.
export function labelled({ columns, from, to }) {
  const length = Date.parse(to) - Date.parse(from);
  const step = MINUTE_MS * (ROUND_MINUTES.find((minutes) => minutes * MINUTE_MS * MOST_LABELS >= length) ?? 1440 * Math.ceil(length / (1440 * MINUTE_MS * MOST_LABELS)));
  const isRound = (x) => Date.parse(columns[x].ts) % step === 0;
  // A span of seconds may have no round time.
  return columns.some((unused, x) => isRound(x)) ? isRound : (x) => x === 0;
}

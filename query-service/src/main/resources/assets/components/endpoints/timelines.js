// The latency and the number of requests of the chosen endpoint over time.

import { startTimeChart } from "../chart/time-chart.js";
import { gaps } from "../chart/timeline.js";
import { chosen, startChosenPanel } from "./chosen.js";

const LATENCIES = [
  ["p50", "dim", ({ p50_ms: value }) => value],
  ["p95", "strong", ({ p95_ms: value }) => value],
  ["p99", "dim", ({ p99_ms: value }) => value, { dotted: true }],
];
const COUNTS = [
  ["requests", "dim", ({ count, errors }) => count - errors],
  ["errors", "down", ({ errors }) => errors],
];

const seriesOf = ({ points }, list) => list.map(([name, tone, of, more]) => ({ name, tone, ...more, points: points.map((point) => [point.ts, of(point)]) }));

export function startLatencies(section) {
  start(section, { unit: "ms", kind: "line" }, { table: "latency", filters: () => ({ method: chosen().method, route: chosen().route }) }, (answer) => ({
    ...span(answer),
    series: seriesOf(answer, LATENCIES),
    comparison: answer.comparison && { ...span(answer.comparison), series: seriesOf(answer.comparison, LATENCIES.slice(1, 2)) },
  }));
}

export function startRequests(section) {
  start(section, { unit: "", kind: "bars", stacked: true }, undefined, (answer) => ({
    ...span(answer),
    series: seriesOf(answer, COUNTS),
    comparison: answer.comparison && { ...span(answer.comparison), series: seriesOf(answer.comparison, [["all requests", "", ({ count }) => count]]) },
  }));
}

const span = ({ from, to }) => ({ from, to });

function start(section, look, download, chartOf) {
  // Before the name of the endpoint follows it.
  const title = section.querySelector("h2 > span").textContent.trim();
  const panel = startChosenPanel(section, { path: "latency", gaps, download, draw: (answer) => chart.show(chartOf(answer)) });
  const chart = startTimeChart(panel.body, { ...look, title });
}

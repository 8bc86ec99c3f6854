// The latency chart and its twin, the table.

import { drawLatency } from "./latency-chart.js";
import { fillLatencyTable } from "./latency-table.js";

const REFRESH_MS = { "24h": 60_000, "7d": 60_000 };
const REFRESH_OTHERS_MS = 10_000;
// The chart's first drawing waits for a library of a megabyte.
const PATIENCE_MS = 8_000;

let timer = 0;
let asked = 0;

export function watchLatency() {
  document.getElementById("period").addEventListener("change", refresh);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      refresh();
    }
  });
  refresh();
}

async function refresh() {
  clearTimeout(timer);
  const question = ++asked;
  const period = document.getElementById("period").value;
  try {
    const timeline = await fetchTimeline(period);
    if (question !== asked) {
      return;
    }
    await show(timeline, period);
  } catch (problem) {
    if (question === asked) {
      tellProblem(problem);
    }
  }
  if (question === asked && !document.hidden) {
    timer = setTimeout(refresh, REFRESH_MS[period] ?? REFRESH_OTHERS_MS);
  }
}

async function fetchTimeline(period) {
  const address = `/api/monitoring/api/latency?period=${encodeURIComponent(period)}`;
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new Error("the query service does not answer");
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.detail);
  }
  return body;
}

async function show(timeline, period) {
  const requests = timeline.points.reduce((sum, point) => sum + point.count, 0);
  document.getElementById("latency-scope").textContent = `last ${period}, by ${width(timeline.bucket_seconds)}`;
  document.getElementById("latency").classList.remove("is-old");
  document.getElementById("latency-note").textContent = requests === 0 ? "No requests in this span." : "";
  await drawLatency(document.getElementById("latency-chart"), timeline);
  fillLatencyTable(document.getElementById("latency-rows"), timeline.points);
}

function tellProblem(problem) {
  document.getElementById("latency").classList.add("is-old");
  document.getElementById("latency-note").textContent = `Not refreshed: ${problem.message}`;
}

function width(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
}

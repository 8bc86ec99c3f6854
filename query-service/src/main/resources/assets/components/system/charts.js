// The charts of a panel, one after another, so that no drawing holds up the page for long.

import { startTimeChart } from "../chart/time-chart.js";
import { chartOf } from "./figures.js";

// Returns `show(answer, source)`: the figures of a host or JVM in an answer of the API; `source(readings)` finds it in the answer, and in
// that of the earlier span.
export function startCharts(body, figures) {
  const grid = document.createElement("div");
  grid.className = "system-figures";
  body.append(grid);
  const charts = figures.map((figure) => {
    const box = document.createElement("div");
    const title = document.createElement("h3");
    const nothing = document.createElement("p");
    const place = document.createElement("div");
    box.className = "system-figure";
    box.id = `figure-${figure.id}`;
    title.textContent = figure.title;
    nothing.className = "dim";
    nothing.textContent = "Not reported in this span.";
    box.append(title, nothing, place);
    grid.append(box);
    return { figure, nothing, place, chart: null };
  });
  let newest = 0;
  return async (answer, source) => {
    newest += 1;
    const mine = newest;
    for (const one of charts) {
      const data = chartOf(one.figure, answer, source(answer)?.history ?? []);
      const earlier = answer.comparison ? source(answer.comparison)?.history : null;
      // Stacked areas cannot be told apart from those of the earlier span.
      if (earlier && !one.figure.stacked) {
        data.comparison = chartOf(one.figure, answer.comparison, earlier);
      }
      one.nothing.hidden = data.series.length > 0;
      one.place.hidden = data.series.length === 0;
      if (data.series.length > 0) {
        one.chart ??= startTimeChart(one.place, { unit: one.figure.unit, kind: one.figure.kind, stacked: one.figure.stacked, title: one.figure.title });
        await one.chart.show(data);
        await new Promise((resolve) => setTimeout(resolve));
        if (mine !== newest) {
          return;
        }
      }
    }
  };
}

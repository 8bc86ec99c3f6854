// A small line without axes, for a card or a row.

import { svg } from "./svg.js";
import { pathOf } from "./spark-path.js";

const [WIDTH, HEIGHT] = [100, 24];

// Draws `points` into `element` (an empty one, or one with an earlier sparkline): numbers or `[ts, value]`, null for a gap. The figures
// beside it say what matters, so it is hidden from those who do not see it, unless it has a `label`.
export function sparkline(element, points, { label = "" } = {}) {
  let chart = element.querySelector(":scope > svg.sparkline");
  if (!chart) {
    chart = svg("svg", { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" });
    chart.append(svg("path", { class: "sparkline-line" }));
    element.replaceChildren(chart);
  }
  if (label) {
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", label);
  } else {
    chart.setAttribute("aria-hidden", "true");
  }
  chart.firstChild.setAttribute("d", pathOf(points, WIDTH, HEIGHT));
  return chart;
}

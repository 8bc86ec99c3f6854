// A chart of figures over time. A drag over it chooses the span of the page; so do the arrow keys with Shift, and Enter. The table below
// it has the same figures.

import { onPreferenceChange } from "../../js/view/preferences.js";
import { startTwin } from "../table/twin.js";
import { Chart } from "./chart.js";
import { palette } from "./palette.js";
import { startSelecting } from "./select.js";
import { svg } from "./svg.js";
import { colorOf, isEmpty, timeChartOptions, tooltip, twinColumns, twinRows, withoutZeros } from "./time-options.js";

export { sparkline } from "./sparkline.js";

// `unit`: as in `valueText`; `kind`: "line", "area" or "bars"; `stacked`; `title`: names the chart for those who do not see it (default:
// the heading of its panel).
// Returns `{ show({ from, to, series: [{ name, points: [[ts, value|null]], tone?, color?, dotted? }], comparison? }) }`; `comparison` has
// the same form and an earlier `from`. Tones: strong, soft, dim, accent; ok, degraded and down are states.
export function startTimeChart(element, { unit = "", kind = "line", stacked = false, title } = {}) {
  const name = title ?? nameOf(element.closest("section"));
  const parts = build(element, `${name} over time`);
  const fillTwin = startTwin(parts.twin, parts.rows, parts.title);
  let latest = null;

  const showTwin = () => latest && fillTwin(() => twinColumns(latest, unit), () => twinRows(latest));

  const draw = async () => {
    showLegend(parts.legend, latest, palette());
    showTwin();
    await chart.draw(latest);
  };
  const selecting = startSelecting(parts.canvas, {
    title: parts.title,
    latest: () => latest && { ...latest, times: timesOf(latest) },
    text: (at) => tooltip(timesOf(latest)[at], latest, unit),
    resume: () => latest && latest !== chart.data && draw(),
  });
  const chart = new Chart(parts.canvas, (data, look) => timeChartOptions(data, { unit, kind, stacked }, look), selecting.made);

  parts.twin.addEventListener("toggle", showTwin);
  // The twin and the legend have times and colours of their own.
  onPreferenceChange(() => {
    if (latest) {
      showLegend(parts.legend, latest, palette());
      showTwin();
    }
  });

  return {
    async show(data) {
      latest = stacked ? withoutZeros(data) : data;
      parts.none.hidden = !isEmpty(latest);
      if (!selecting.dragging()) {
        await draw();
      }
    },
  };
}

// Without the scope in the heading, which changes.
function nameOf(section) {
  return (section?.querySelector("h2 > span") ?? section?.querySelector("h2"))?.textContent.trim() ?? "Figures";
}

// The instants of the longest series.
function timesOf({ series }) {
  const most = series.reduce((longest, { points }) => (points.length > longest.length ? points : longest), []);
  return most.map(([ts]) => Date.parse(ts));
}

function build(element, title) {
  const make = (tag, className, attributes = {}) => {
    const made = document.createElement(tag);
    made.className = className;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };
  const list = make("ul", "legend chart-legend", { "aria-hidden": "true" });
  const canvas = make("div", "chart", { role: "img", "aria-label": `${title}. The table below has the same figures.` });
  const twin = make("details", "twin");
  const summary = document.createElement("summary");
  summary.textContent = "Show as a table";
  const rows = make("div", "twin-rows");
  twin.append(summary, rows);
  // Over the chart, which would be an empty frame.
  const none = make("p", "chart-none dim");
  none.textContent = "Nothing was read in this span.";
  none.hidden = true;
  element.classList.add("time-chart");
  element.append(list, canvas, none, twin);
  return { legend: list, canvas, none, twin, rows, title };
}

function showLegend(list, { series, comparison }, colors) {
  const entries = series.map((one, i) => [one.name, colorOf(one, i, series.length, colors), one.dotted ? "2 2" : ""]);
  if (comparison) {
    entries.push(["before", colors.textDim, "3 2"]);
  }
  const wanted = JSON.stringify(entries);
  if (list.dataset.shown === wanted) {
    return;
  }
  list.dataset.shown = wanted;
  list.replaceChildren(
    ...entries.map(([name, color, dashes]) => {
      const entry = document.createElement("li");
      const key = svg("svg", { class: "chart-key", viewBox: "0 0 14 8" });
      key.append(svg("line", { x1: 0, x2: 14, y1: 4, y2: 4, stroke: color, "stroke-width": 3, "stroke-dasharray": dashes || "none" }));
      entry.append(key, name);
      return entry;
    }),
  );
}

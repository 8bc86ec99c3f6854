// A chart of figures over time. A drag over it chooses the span of the page; so do the arrow keys with Shift, and Enter. The table below
// it has the same figures.

import { changeView } from "../../js/view/view.js";
import { timeText } from "../../js/wording.js";
import { startTable } from "../table/data-table.js";
import { Chart } from "./chart.js";
import { palette } from "./palette.js";
import { moved, spanBetween, stepOf } from "./selection.js";
import { svg } from "./svg.js";
import { colorOf, timeChartOptions, tooltip, twinColumns, twinRows } from "./time-options.js";

export { sparkline } from "./sparkline.js";

const HELP = "Arrow keys read the figures, with Shift they select a span, Enter shows it, Escape drops it.";

// `unit`: as in `valueText`; `kind`: "line", "area" or "bars"; `stacked`; `title`: names the chart for those who do not see it (default:
// the heading of its panel); `legend: false`: without the names of the series.
// Returns `{ show({ from, to, series: [{ name, points: [[ts, value|null]], tone?, color? }], comparison? }) }`; `comparison` has the same
// form and an earlier `from`. Tones: strong, soft, dim, accent; ok, degraded and down are states.
export function startTimeChart(element, { unit = "", kind = "line", stacked = false, title, legend = true } = {}) {
  const name = title ?? element.closest("section")?.querySelector("h2 > span, h2")?.textContent.trim() ?? "Figures";
  const look = { unit, kind, stacked };
  const parts = build(element, `${name} over time`, legend);
  let latest = null;
  let dragging = false;

  const chart = new Chart(parts.canvas, (data, context) => timeChartOptions(data, look, context), (made) => {
    if (matchMedia("(pointer: fine)").matches) {
      made.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption: { brushType: "lineX", brushMode: "single" } });
    }
    made.on("brushEnd", ({ areas }) => {
      made.dispatchAction({ type: "brush", areas: [] });
      if (areas.length > 0) {
        choose(...areas[0].coordRange);
      }
    });
  });

  const choose = (one, other) => {
    const times = timesOf(latest);
    const span = spanBetween(one, other, { ...latest, step: stepOf(times), now: Date.now() });
    if (span) {
      changeView({ ...span, period: "" });
    }
  };

  const draw = async () => {
    showLegend(parts.legend, latest, palette());
    showTwin(parts, latest, unit);
    await chart.draw(latest);
  };

  // A drawing would end the drag.
  parts.canvas.addEventListener("pointerdown", () => (dragging = true));
  addEventListener("pointerup", () => {
    if (dragging) {
      dragging = false;
      chart.chart && chart.data !== latest && draw();
    }
  });
  parts.twin.addEventListener("toggle", () => latest && showTwin(parts, latest, unit));
  startKeys(parts, { chart, unit, choose, latest: () => latest });

  return {
    async show(data) {
      latest = data;
      if (!dragging) {
        await draw();
      }
    },
  };
}

function startKeys(parts, { chart, unit, choose, latest }) {
  let cursor = null;

  const mark = (times) => {
    const areas = cursor.anchor === null ? [] : [{ brushType: "lineX", xAxisIndex: 0, coordRange: [times[cursor.anchor], times[cursor.at]].toSorted((a, b) => a - b) }];
    chart.chart?.dispatchAction({ type: "brush", areas });
    chart.chart?.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: cursor.at });
    const figures = tooltip(times[cursor.at], latest(), unit).replace(/ {2,}/g, " ").split("\n").join(", ");
    parts.spoken.textContent = cursor.anchor === null ? figures : `selected from ${timeText(times[cursor.anchor])} to ${figures}`;
  };
  const drop = () => {
    cursor = null;
    parts.spoken.textContent = "";
    chart.chart?.dispatchAction({ type: "brush", areas: [] });
    chart.chart?.dispatchAction({ type: "hideTip" });
  };

  parts.frame.addEventListener("keydown", (event) => {
    if (!latest() || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const times = timesOf(latest());
    const next = moved(cursor, event, times.length);
    if (next) {
      cursor = next;
      mark(times);
    } else if (event.key === "Enter" && cursor?.anchor !== null && cursor) {
      const [one, other] = [times[cursor.anchor], times[cursor.at]];
      drop();
      choose(one, other);
    } else if (event.key === "Escape" && cursor) {
      drop();
    } else {
      return;
    }
    event.preventDefault();
  });
  parts.frame.addEventListener("blur", () => cursor && drop());
}

// The instants of the longest series.
function timesOf({ series }) {
  const most = series.reduce((longest, { points }) => (points.length > longest.length ? points : longest), []);
  return most.map(([ts]) => Date.parse(ts));
}

function build(element, title, legend) {
  const make = (tag, className, attributes = {}) => {
    const made = document.createElement(tag);
    made.className = className;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };
  const list = make("ul", "legend chart-legend", { "aria-hidden": "true" });
  list.hidden = !legend;
  const frame = make("div", "chart-frame", { tabindex: "0", role: "group", "aria-label": `${title}. ${HELP}` });
  const canvas = make("div", "chart", { role: "img", "aria-label": `${title}. The table below has the same figures.` });
  const spoken = make("p", "visually-hidden", { role: "status" });
  const twin = make("details", "twin");
  const summary = document.createElement("summary");
  summary.textContent = "Show as a table";
  const rows = make("div", "twin-rows");
  twin.append(summary, rows);
  frame.append(canvas);
  element.classList.add("time-chart");
  element.append(list, frame, spoken, twin);
  return { legend: list, frame, canvas, spoken, twin, rows, title };
}

function showLegend(list, { series, comparison }, colors) {
  const entries = series.map((one, i) => [one.name, colorOf(one, i, series.length, colors), ""]);
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

// Filled while it is open: a chart may have hundreds of points.
function showTwin(parts, data, unit) {
  const { twin, rows, title } = parts;
  if (!twin.open) {
    return;
  }
  const columns = twinColumns(data, unit);
  const wanted = JSON.stringify(columns.map((column) => column.title));
  if (parts.columns !== wanted) {
    parts.columns = wanted;
    rows.replaceChildren();
    parts.table = startTable(rows, { caption: title, columns, name: "" });
  }
  parts.table.show(twinRows(data));
}

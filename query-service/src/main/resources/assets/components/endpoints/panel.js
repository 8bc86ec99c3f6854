// The endpoints, ranked by the time that their requests lost against the baseline.

import { NO_RECTANGLE, choiceOf } from "../breakdown/choice.js";
import { sparkline } from "../chart/sparkline.js";
import { svg } from "../chart/svg.js";
import { startPanel } from "../panel/panel.js";
import { startTable } from "../table/data-table.js";
import { onViewChange, viewValue } from "../../js/view/view.js";
import { withValues, withView } from "../../js/view/query.js";
import { millisText, percentText, valueText } from "../../js/wording.js";
import { addressOf, earlier, gapsOf, hasOthers, isSlow, lostText, nameOf, segmentsOf } from "./rows.js";

// Told after each drawing: the links of the table are those of `a.endpoint`.
export const DRAWN = "tidemark:endpoints";

const ORDER = "endpoints_sort";
const FAILING_PERCENT = 1;

export function startEndpoints(section) {
  let before = new Map();
  let compared = false;
  let latest = null;
  let order = "";
  const earlierOf = (key) => (row) => (compared ? (before.get(nameOf(row))?.[key] ?? null) : null);
  const millis = (key, field, title) => ({ key, title, of: (row) => row[field], format: millisText });

  const panel = startPanel(section, {
    address: (span) => addressOf(span, viewValue(ORDER)),
    gaps: (answer) => gapsOf(answer, viewValue(ORDER)),
    download: { table: "endpoints" },
    draw: (answer) => {
      latest = answer;
      order = viewValue(ORDER);
      compared = Boolean(answer.comparison);
      before = earlier(answer);
      table.show(answer.endpoints);
      name(table.table, answer.endpoints);
      document.dispatchEvent(new CustomEvent(DRAWN));
    },
  });
  const table = startTable(panel.body, {
    caption: "Endpoints",
    name: "endpoints",
    sort: "lost",
    key: nameOf,
    columns: [
      { key: "endpoint", title: "endpoint", text: true, of: nameOf, link: addressOfEndpoint },
      {
        key: "lost",
        title: "time lost",
        help:
          "(mean − baseline) × requests. The baseline is the mean of the earlier span; without a comparison, the median of the means of " +
          "all minutes of the span, at least an hour. Coloured from twice the baseline on",
        of: (row) => row.lost_ms,
        format: lostText,
        state: (row) => (isSlow(row) ? "degraded" : ""),
      },
      { key: "trend", title: "trend", help: "Mean latency over the span", sort: false, of: () => "", node: trend },
      { ...millis("mean", "avg_latency_ms", "mean"), help: "With its change against the baseline", delta: (row) => row.usual_ms },
      millis("p50", "p50_latency_ms", "p50"),
      { ...millis("p95", "p95_latency_ms", "p95"), delta: earlierOf("p95_latency_ms") },
      millis("p99", "p99_latency_ms", "p99"),
      {
        key: "rate",
        title: "rate",
        of: (row) => row.requests_per_second,
        format: (value) => valueText(value, "/s"),
        delta: earlierOf("requests_per_second"),
      },
      {
        key: "errors",
        title: "errors",
        of: (row) => row.error_rate,
        format: percentText,
        delta: earlierOf("error_rate"),
        state: (row) => (row.server_error_rate >= FAILING_PERCENT ? "degraded" : ""),
      },
      {
        key: "share",
        title: "time",
        help: "Its share of the time of all requests",
        of: (row) => row.time_share,
        format: percentText,
      },
      { key: "parts", title: "parts", sort: false, text: true, of: () => "", node: partsBar },
    ],
  });
  // The server has more endpoints than the table.
  onViewChange(() => latest && hasOthers(latest, order, viewValue(ORDER)) && panel.ask());
}

function addressOfEndpoint({ service, method, route }) {
  return withView(location.pathname, withValues(location.search, { ...NO_RECTANGLE, service, method, route }));
}

// The breakdown follows the links of the table.
function name(table, endpoints) {
  const byName = new Map(endpoints.map((endpoint) => [nameOf(endpoint), endpoint]));
  for (const line of table.tBodies[0].rows) {
    const link = line.cells[0].querySelector("a");
    const endpoint = link && byName.get(nameOf(choiceOf(new URL(link.href).search)));
    if (endpoint) {
      const { service, method, route, stream_count: streams } = endpoint;
      link.className = "endpoint";
      Object.assign(link.dataset, { service, method, route });
      link.title = nameOf(endpoint);
      tellStreams(line.cells[0], streams);
    }
  }
}

function tellStreams(cell, streams) {
  const words = streams === 0 ? "" : `${streams} ${streams === 1 ? "stream" : "streams"}`;
  let note = cell.querySelector(":scope > .streams");
  if (!words) {
    note?.remove();
    return;
  }
  if (!note) {
    note = document.createElement("span");
    note.className = "dim streams";
    note.title = "Their duration is a lifetime: they are counted, but are in no latency and no share of time";
    cell.append(note);
  }
  note.textContent = ` ${words}`;
}

function trend(row) {
  const place = document.createElement("span");
  if (row.trend_ms) {
    sparkline(place, row.trend_ms);
  }
  return place;
}

function partsBar(row) {
  const { segments, text } = segmentsOf(row);
  const bar = svg("svg", {
    class: "parts-bar",
    viewBox: "0 0 100 10",
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": text,
    "data-measured": String(segments.length > 0),
  });
  const title = svg("title", {});
  title.textContent = text;
  bar.append(title, ...segments.map(({ style, x, width }) => svg("rect", { class: `part-${style}`, x, y: 0, width, height: 10 })));
  return bar;
}

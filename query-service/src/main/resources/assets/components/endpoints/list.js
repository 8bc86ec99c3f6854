// The table of all endpoints. Choosing one puts it into the address of the page; the panels below follow it.

import { changeView, onViewChange } from "../../js/view/view.js";
import { grouped } from "../../js/wording.js";
import { ALL, NO_RECTANGLE, isAll } from "../breakdown/choice.js";
import { svg } from "../chart/svg.js";
import { startPanel } from "../panel/panel.js";
import { startTable } from "../table/data-table.js";
import { chosen } from "./chosen.js";
import { addressOf, endpointColumns, segments, withBefore } from "./columns.js";

const MOST = 500;

export function startList(section) {
  const panel = startPanel(section, {
    address: (span) => `/api/monitoring/api/endpoints?${span}&limit=${MOST}`,
    download: { table: "endpoints" },
    gaps: ({ total, endpoints, skipped_windows: skipped }) => ({
      empty: total > 0 ? "" : "No requests in this span.",
      partial: [
        total > endpoints.length ? `The ${grouped(endpoints.length)} that took most time, of ${grouped(total)}.` : "",
        skipped > 0 ? `${grouped(skipped)} contradictory windows are not included.` : "",
      ].join(" ").trim(),
    }),
    draw: (answer) => {
      latest = answer;
      show();
    },
  });
  let latest = null;
  const all = document.createElement("button");
  all.type = "button";
  all.textContent = "All endpoints";
  panel.actions.append(all);
  const table = startTable(panel.body, {
    caption: "Endpoints",
    name: "endpoints",
    sort: "time_share",
    columns: endpointColumns((row) => addressOf(row, location.search), bar),
    key: ({ service, method, route }) => `${service} ${method} ${route}`,
  });

  const show = () => {
    table.show(withBefore(latest, "endpoints"));
    mark();
  };
  const mark = () => {
    const { service, method, route } = chosen();
    all.hidden = isAll(chosen());
    table.table.querySelectorAll("tbody a").forEach((link) => {
      const query = new URLSearchParams(new URL(link.href).search);
      const isChosen = query.get("service") === service && query.get("method") === method && query.get("route") === route;
      link.toggleAttribute("aria-current", isChosen);
      if (isChosen) {
        link.setAttribute("aria-current", "true");
      }
    });
  };

  table.table.addEventListener("click", (event) => {
    const link = event.target.closest("tbody tr")?.querySelector("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
      return;
    }
    event.preventDefault();
    const query = new URLSearchParams(new URL(link.href).search);
    changeView({ ...NO_RECTANGLE, ...Object.fromEntries(["service", "method", "route"].map((name) => [name, query.get(name)])) });
  });
  all.addEventListener("click", () => {
    changeView(ALL);
    panel.title.focus();
  });
  onViewChange(() => latest && show());
}

// The figures beside it and below say the same.
function bar({ parts }) {
  const drawing = svg("svg", { class: "endpoint-parts", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  if (parts) {
    drawing.append(...segments(parts).map(({ style, x, width }) => svg("rect", { class: `part-${style}`, x, y: 0, width, height: 8 })));
  }
  return drawing;
}

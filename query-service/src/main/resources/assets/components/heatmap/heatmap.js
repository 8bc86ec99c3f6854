// A heatmap of requests: time by duration, in octaves. A rectangle of it, chosen with a drag or the keyboard, is put into the address of
// the page; the panel that shows where the time goes follows it.

import { onPreferenceChange } from "../../js/view/preferences.js";
import { changeView, onViewChange } from "../../js/view/view.js";
import { grouped } from "../../js/wording.js";
import { NO_RECTANGLE, choiceOf, hasRectangle, isSame, isSameEndpoint, ofEndpoint } from "../breakdown/choice.js";
import { Chart } from "../chart/chart.js";
import { startPanel } from "../panel/panel.js";
import { startTable } from "../table/data-table.js";
import { cellText, cellsIn, moved, rectangleBetween, requestsBetween, twinColumns, twinRows } from "./cells.js";
import { heatmapOptions } from "./options.js";

const HELP = "Arrow keys read the cells, with Shift they select a rectangle, Enter shows where its time went, Escape drops it.";

// `section`: a panel, as `components/panel` makes it. `choice()`: the endpoint, `{ service, method, route }` (default: that of the address
// of the page); `onSelect(rectangle)` is called after one was chosen, with the names that the address has.
export function startHeatmap(section, { choice = () => choiceOf(location.search), onSelect = () => {} } = {}) {
  let asked = choice();
  let selected = choiceOf(location.search);
  let latest = null;
  let cursor = null;
  let dragging = false;

  const panel = startPanel(section, {
    address: (span) => `/api/monitoring/api/heatmap?${ofEndpoint(span, choice())}`,
    gaps: ({ requests, streams, skipped_windows: skipped }) => ({
      empty: requests > 0 ? "" : streams > 0 ? "All requests in this span are streams, which have no latency." : "No requests in this span.",
      partial: skipped > 0 ? `${grouped(skipped)} contradictory windows are not included.` : "",
    }),
    draw: async (answer) => {
      latest = answer;
      parts.clear.hidden = !hasRectangle(selected);
      showTwin();
      if (!dragging) {
        await chart.draw(answer);
        showRectangle();
      }
    },
  });
  const title = panel.title.textContent.trim();
  const parts = build(panel, title);

  const brush = (cells) =>
    chart.chart?.dispatchAction({ type: "brush", areas: cells ? [{ brushType: "rect", xAxisIndex: 0, yAxisIndex: 0, coordRange: cells }] : [] });
  const showRectangle = () => brush(latest && latest.octaves.length > 0 ? cellsIn(latest, selected) : null);
  const select = (one, other) => {
    const rectangle = rectangleBetween(latest, one, other, Date.now());
    changeView(rectangle);
    onSelect(rectangle);
  };
  const chart = new Chart(parts.canvas, heatmapOptions, (library) => {
    // A finger scrolls the page.
    if (matchMedia("(pointer: fine)").matches) {
      library.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption: { brushType: "rect", brushMode: "single", transformable: false } });
    }
    library.on("brushEnd", ({ areas }) => {
      if (areas.length > 0) {
        const [[left, right], [low, high]] = areas[0].coordRange;
        select({ x: left, y: low }, { x: right, y: high });
      }
    });
  });

  const mark = () => {
    const { x, y, anchor } = cursor;
    const from = anchor ?? cursor;
    const sorted = (one, other) => [one, other].toSorted((a, b) => a - b);
    brush([sorted(from.x, x), sorted(from.y, y)]);
    const words = cellText(latest, x, y).split("\n").join(", ");
    parts.spoken.textContent = anchor ? `${grouped(requestsBetween(latest, anchor, cursor))} requests selected, up to ${words}` : words;
  };
  const drop = () => {
    cursor = null;
    parts.spoken.textContent = "";
    showRectangle();
  };
  const press = (event) => {
    if (!latest || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const next = moved(cursor, event, latest);
    if (next) {
      cursor = next;
      mark();
    } else if (event.key === "Enter" && cursor) {
      const { anchor, ...at } = cursor;
      cursor = null;
      select(anchor ?? at, at);
    } else if (event.key === "Escape" && (cursor || hasRectangle(selected))) {
      if (!cursor) {
        changeView(NO_RECTANGLE);
      }
      drop();
    } else {
      return;
    }
    event.preventDefault();
  };
  parts.frame.addEventListener("keydown", press);
  parts.frame.addEventListener("blur", () => cursor && drop());
  parts.canvas.addEventListener("pointerdown", () => (dragging = true));
  addEventListener("pointerup", () => {
    if (dragging) {
      dragging = false;
      if (latest && latest !== chart.data) {
        chart.draw(latest).then(showRectangle);
      }
    }
  });
  parts.clear.addEventListener("click", () => {
    changeView(NO_RECTANGLE);
    panel.title.focus();
  });

  const showTwin = () => {
    if (!parts.twin.open || !latest) {
      return;
    }
    const columns = twinColumns(latest);
    const wanted = JSON.stringify(columns.map((column) => column.title));
    if (parts.columns !== wanted) {
      parts.columns = wanted;
      parts.rows.replaceChildren();
      parts.table = startTable(parts.rows, { caption: title, columns, name: "" });
    }
    parts.table.show(twinRows(latest));
  };
  parts.twin.addEventListener("toggle", showTwin);
  onPreferenceChange(showTwin);

  onViewChange(() => {
    const [now, chosen] = [choice(), choiceOf(location.search)];
    if (!isSame(chosen, selected)) {
      selected = chosen;
      parts.clear.hidden = !hasRectangle(selected);
      showRectangle();
    }
    if (!isSameEndpoint(now, asked)) {
      const isSameService = (now.service ?? "") === (asked.service ?? "");
      asked = now;
      // The refresh of the whole page follows a change of the service.
      if (isSameService) {
        panel.ask();
      }
    }
  });
}

function build({ actions, body }, title) {
  const make = (tag, className, attributes = {}) => {
    const made = document.createElement(tag);
    made.className = className;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };
  const clear = make("button", "heatmap-clear", { type: "button" });
  clear.textContent = "Drop the selection";
  clear.hidden = true;
  actions.append(clear);
  const frame = make("div", "chart-frame", { tabindex: "0", role: "group", "aria-label": `${title}. ${HELP}` });
  const canvas = make("div", "chart heatmap", { role: "img", "aria-label": `${title}. The table below has the same figures.` });
  const spoken = make("p", "visually-hidden", { role: "status" });
  frame.append(canvas, spoken);
  const twin = make("details", "twin");
  const summary = document.createElement("summary");
  summary.textContent = "Show as a table";
  const rows = make("div", "twin-rows");
  twin.append(summary, rows);
  body.append(frame, twin);
  return { clear, frame, canvas, spoken, twin, rows };
}

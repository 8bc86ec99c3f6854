// A heatmap of requests: time by duration, in octaves. A rectangle of it, chosen with a drag or the keyboard, is put into the address of
// the page; the panel that shows where the time goes follows it.

import { onPreferenceChange } from "../../js/view/preferences.js";
import { changeView, onViewChange } from "../../js/view/view.js";
import { grouped } from "../../js/wording.js";
import { NO_RECTANGLE, choiceOf, hasRectangle, isSame, isSameEndpoint, ofEndpoint } from "../breakdown/choice.js";
import { Chart } from "../chart/chart.js";
import { watchDrag } from "../chart/drag.js";
import { startPanel } from "../panel/panel.js";
import { startTwin } from "../table/twin.js";
import { carried, cellText, cellsIn, moved, rectangleBetween, requestsBetween, twinColumns, twinRows } from "./cells.js";
import { heatmapOptions } from "./options.js";

const HELP = "Arrow keys read the cells, with Shift they select a rectangle, Enter shows where its time went, Escape drops it.";

// `section`: a panel, as `components/panel` makes it. `choice()`: the endpoint, `{ service, method, route }` (default: that of the address
// of the page); `onSelect(rectangle)` is called after one was chosen, with the names that the address has.
export function startHeatmap(section, { choice = () => choiceOf(location.search), onSelect = () => {} } = {}) {
  let asked = choice();
  let selected = choiceOf(location.search);
  let latest = null;
  let cursor = null;

  const panel = startPanel(section, {
    address: (span) => `/api/monitoring/api/heatmap?${ofEndpoint(span, choice())}`,
    gaps: ({ requests, streams, skipped_windows: skipped }) => ({
      empty: requests > 0 ? "" : streams > 0 ? "All requests in this span are streams, which have no latency." : "No requests in this span.",
      partial: skipped > 0 ? `${grouped(skipped)} contradictory windows are not included.` : "",
    }),
    draw: async (answer) => {
      cursor = carried(cursor, latest, answer);
      latest = answer;
      parts.clear.hidden = !hasRectangle(selected);
      showTwin();
      if (!dragging()) {
        await draw();
      }
    },
  });
  const title = panel.title.querySelector("span").textContent.trim();
  const parts = build(panel, title);

  // In pixels, because the library would draw a range of categories from the middle of one to the middle of another.
  const brush = (cells) => {
    const library = chart.chart;
    library?.dispatchAction({ type: "brush", areas: cells ? [{ brushType: "rect", range: pixels(library, cells) }] : [] });
  };
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
      const cells = areas[0]?.coordRange?.map((range) => range.map(Math.round));
      if (cells) {
        const [[left, right], [low, high]] = cells;
        select({ x: left, y: low }, { x: right, y: high });
      } else if (hasRectangle(selected)) {
        changeView(NO_RECTANGLE);
      }
    });
    new ResizeObserver(() => cursor || showRectangle()).observe(parts.canvas);
  });

  const outline = () => {
    const { x, y, anchor } = cursor;
    const from = anchor ?? cursor;
    const sorted = (one, other) => [one, other].toSorted((a, b) => a - b);
    brush([sorted(from.x, x), sorted(from.y, y)]);
  };
  const draw = async () => {
    await chart.draw(latest);
    if (cursor) {
      outline();
    } else {
      showRectangle();
    }
  };
  const mark = () => {
    const { x, y, anchor } = cursor;
    outline();
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
  const dragging = watchDrag(parts.canvas, () => latest && latest !== chart.data && draw());
  parts.clear.addEventListener("click", () => {
    changeView(NO_RECTANGLE);
    panel.title.focus();
  });

  const fillTwin = startTwin(parts.twin, parts.rows, title);
  const showTwin = () => latest && fillTwin(() => twinColumns(latest), () => twinRows(latest));
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
      panel.forget();
      // The refresh of the whole page follows a change of the service.
      if (isSameService) {
        panel.ask();
      }
    }
  });
}

// The outline of the cells `[[left, right], [low, high]]`.
function pixels(library, cells) {
  return ["xAxisIndex", "yAxisIndex"].map((axis, i) => {
    const at = (cell) => library.convertToPixel({ [axis]: 0 }, cell);
    const half = Math.abs(at(1) - at(0)) / 2 || 8;
    const ends = cells[i].map(at).toSorted((one, other) => one - other);
    return [ends[0] - half, ends[1] + half];
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

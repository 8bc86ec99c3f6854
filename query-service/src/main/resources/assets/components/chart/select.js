// Selects the span of the page on a chart: with a drag, or with the arrow keys, Shift and Enter.

import { changeView } from "../../js/view/view.js";
import { timeText } from "../../js/wording.js";
import { watchDrag } from "./drag.js";
import { indexed, moved, spanBetween, stepOf, timed } from "./selection.js";

const HELP = "Arrow keys read the figures, with Shift they select a span, Enter shows it, Escape drops it.";

// `canvas`: the element of the chart, which gets a frame that can be focused; `title`: the chart's name; `latest()`: `{ from, to, times }`,
// what is drawn, with its points in milliseconds, or null; `text(at)`: the figures of a point, in lines.
// Returns `{ frame, made, dragging }`: `made` is for the chart, `dragging()` tells whether a drawing would end a drag.
export function startSelecting(canvas, { title, latest, text, resume = () => {} }) {
  const { frame, spoken } = framed(canvas, title);
  let chart = null;
  // In times: a refresh moves the points to other indexes.
  let cursor = null;

  const choose = (one, other) => {
    const { from, to, times } = latest();
    const span = spanBetween(one, other, { from, to, step: stepOf(times), now: Date.now() });
    if (span) {
      changeView({ ...span, period: "" });
    }
  };
  const brush = (areas) => chart?.dispatchAction({ type: "brush", areas });

  const mark = ({ times }) => {
    const { at, anchor } = indexed(cursor, times);
    brush(anchor === null ? [] : [{ brushType: "lineX", xAxisIndex: 0, coordRange: [times[anchor], times[at]].toSorted((a, b) => a - b) }]);
    chart?.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
    const figures = text(at).replace(/ {2,}/g, " ").split("\n").join(", ");
    spoken.textContent = anchor === null ? figures : `selected from ${timeText(times[anchor])} to ${figures}`;
  };
  const drop = () => {
    cursor = null;
    spoken.textContent = "";
    brush([]);
    chart?.dispatchAction({ type: "hideTip" });
  };
  const press = (event) => {
    const drawn = latest();
    if (!drawn || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const next = moved(indexed(cursor, drawn.times), event, drawn.times.length);
    if (next) {
      cursor = timed(next, drawn.times);
      mark(drawn);
    } else if (event.key === "Enter" && cursor && cursor.anchor !== null) {
      const [one, other] = [cursor.anchor, cursor.at];
      drop();
      choose(one, other);
    } else if (event.key === "Escape" && cursor) {
      drop();
    } else {
      return;
    }
    event.preventDefault();
  };

  frame.addEventListener("keydown", press);
  frame.addEventListener("blur", () => cursor && drop());

  return {
    dragging: watchDrag(canvas, resume),
    made(library) {
      chart = library;
      // A finger scrolls the page.
      if (matchMedia("(pointer: fine)").matches) {
        chart.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption: { brushType: "lineX", brushMode: "single" } });
      }
      chart.on("brushEnd", ({ areas }) => {
        brush([]);
        if (areas.length > 0) {
          choose(...areas[0].coordRange);
        }
      });
    },
  };
}

function framed(canvas, title) {
  const frame = document.createElement("div");
  frame.className = "chart-frame";
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", `${title}. ${HELP}`);
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  canvas.replaceWith(frame);
  frame.append(canvas, spoken);
  return { frame, spoken };
}

// The stored lines of one trace, of all services, in the order of time. The trace is in the address of the page.

import { onPreferenceChange } from "../../js/view/preferences.js";
import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { shown, timeText } from "../../js/wording.js";
import { startPanel } from "../panel/panel.js";
import { LogRows } from "./rows.js";

const MOST = 500;
const DAYS = 7;

export function startTrace(section) {
  const traceOf = () => viewValue("trace_id");
  const json = document.createElement("a");
  const all = document.createElement("button");
  const list = document.createElement("ol");
  let drawn = "";

  const panel = startPanel(section, {
    address: () => (traceOf() ? addressOf(traceOf()) : null),
    // The lines have times of day only.
    scope: ({ lines }) => (lines.length > 0 ? `of all services, ${timeText(lines.at(-1).ts).slice(0, 10)}` : `of all services, last ${DAYS} days`),
    gaps: ({ lines, truncated }) => ({
      empty: lines.length === 0 ? `No line with this trace was stored in the last ${DAYS} days: its requests logged nothing, or it is older.` : "",
      partial: truncated ? `The newest ${lines.length} lines.` : "",
    }),
    draw: ({ lines }) => {
      // The same lines again keep their focus, and what is open.
      const newest = JSON.stringify(lines);
      if (newest !== drawn) {
        drawn = newest;
        rows.clear();
        rows.append(lines.toReversed());
        list.scrollTop = 0;
      }
    },
  });
  json.textContent = "JSON";
  all.type = "button";
  all.textContent = "Close";
  all.addEventListener("click", () => {
    changeView({ trace_id: "" });
    document.getElementById("content").focus();
  });
  panel.actions.append(json, all);
  list.className = "log-rows trace-rows";
  list.setAttribute("aria-label", "Lines of the trace, oldest first");
  panel.body.append(list);
  const rows = new LogRows(list);

  const follow = () => {
    const trace = traceOf();
    if ((section.dataset.trace ?? "") === trace) {
      return;
    }
    if (trace) {
      section.dataset.trace = trace;
      json.href = addressOf(trace);
      panel.title.querySelector("span").textContent = `Trace ${shown(trace)}`;
    } else {
      delete section.dataset.trace;
    }
    panel.forget();
    panel.ask();
  };
  onViewChange(follow);
  onPreferenceChange(() => rows.retime());
  follow();
}

function addressOf(trace) {
  return `/api/monitoring/logs?${new URLSearchParams({ since: `${DAYS}d`, limit: String(MOST), trace_id: trace })}`;
}

// Single requests of the chosen endpoint: the slowest, those that failed, or the newest.

import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { traceAddress } from "../../js/view/trace.js";
import { startTable } from "../table/data-table.js";
import { startChosenPanel } from "./chosen.js";
import { traceColumns } from "./columns.js";

const KINDS = ["slowest", "failing", "newest"];
const EMPTY = { slowest: "No requests in this span.", failing: "No request failed in this span.", newest: "No requests in this span." };

const kindOf = () => (KINDS.includes(viewValue("traces")) ? viewValue("traces") : KINDS[0]);

export function startTraces(section) {
  let kind = kindOf();
  const panel = startChosenPanel(section, {
    path: "traces",
    more: () => ({ kind: kindOf(), limit: 50 }),
    gaps: ({ kind: asked, traces, unknown }) => {
      const why = unknown.map(({ reason, remedy }) => `Not complete: ${remedy ? `${reason}; ${remedy}` : reason}.`).join(" ");
      return traces.length > 0 ? { partial: why } : { empty: why || EMPTY[asked] };
    },
    draw: ({ traces }) => table.show(traces),
  });
  const group = document.createElement("div");
  group.className = "trace-kinds";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Which requests");
  const buttons = KINDS.map((name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => changeView({ traces: name === KINDS[0] ? "" : name }));
    return button;
  });
  group.append(...buttons);
  panel.actions.append(group);
  const table = startTable(panel.body, {
    caption: "Single requests",
    name: "requests",
    columns: traceColumns(({ trace_id: id }) => id && traceAddress(id)),
    key: ({ ts, trace_id: id, duration_ms: duration }) => `${ts} ${id} ${duration}`,
  });
  const press = () => buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(KINDS[i] === kind)));

  onViewChange(() => {
    if (kindOf() !== kind) {
      kind = kindOf();
      press();
      panel.forget();
      panel.ask();
    }
  });
  press();
}

// The rows of a table of calls. A row is kept while the table is refreshed, so that its text stays open and focused.

import { shown } from "../../js/wording.js";
import { brief, keyOf } from "./calls.js";

const NONE = "–";

export class CallRows {
  constructor(body, columns) {
    this.body = body;
    this.columns = columns;
    this.lines = new Map();
  }

  show(calls) {
    const lines = new Map(calls.map((call) => [keyOf(call), this.lines.get(keyOf(call)) ?? newLine(call, this.columns.length)]));
    calls.forEach((call) => this.fill(lines.get(keyOf(call)), call));
    this.lines = lines;
    const order = [...lines.values()];
    if (order.length !== this.body.children.length || order.some((line, i) => line !== this.body.children[i])) {
      const focused = document.activeElement;
      this.body.replaceChildren(...order);
      if (focused !== document.activeElement && this.body.contains(focused)) {
        focused.focus({ preventScroll: true });
      }
    }
  }

  fill(line, call) {
    this.columns.forEach(({ key, format, isWrong }, i) => {
      const cell = line.cells[i + 1];
      const value = call[key];
      cell.textContent = value === null || value === undefined ? NONE : format(value);
      cell.dataset.state = isWrong?.(value) ? "degraded" : "";
    });
  }
}

function newLine(call, figures) {
  const line = document.createElement("tr");
  const header = document.createElement("th");
  header.scope = "row";
  header.append(operation(call));
  line.append(header);
  for (let i = 0; i < figures; i++) {
    const cell = document.createElement("td");
    cell.className = "num";
    line.append(cell);
  }
  return line;
}

// One line, with the whole text on demand.
function operation(call) {
  const details = element("details", "operation");
  const summary = element("summary", "");
  summary.append(element("span", `part-key part-${call.kind}`), element("span", "call-kind", call.kind), " ", element("span", "call-text", shown(brief(call.operation))));
  details.append(summary);
  // Only if asked for: there may be hundreds of long ones.
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      const made = call.endpoints > 1 ? `${shown(call.service)}, by ${call.endpoints} endpoints` : shown(call.service);
      details.append(element("pre", "call-whole", shown(call.operation)), element("p", "dim", `${call.kind} ${shown(call.target)} · called by ${made}`));
    }
  });
  return details;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

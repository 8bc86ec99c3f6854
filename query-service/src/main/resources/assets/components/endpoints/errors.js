// The errors of the chosen endpoint by type, and the last message and stack trace of each.

import { traceAddress } from "../../js/view/trace.js";
import { NONE, grouped, shown } from "../../js/wording.js";
import { startTable } from "../table/data-table.js";
import { startChosenPanel } from "./chosen.js";
import { ERROR_COLUMNS, withBefore } from "./columns.js";

export function startErrors(section) {
  const panel = startChosenPanel(section, {
    path: "errors",
    gaps: ({ total, count, errors, unknown }) => ({
      empty: total > 0 ? "" : "No errors in this span.",
      partial: [
        total > errors.length ? `The ${grouped(errors.length)} most frequent of ${grouped(total)}; all together ${grouped(count)} errors.` : "",
        ...unknown.map(({ reason }) => `${reason[0].toUpperCase()}${reason.slice(1)}.`),
      ].join(" ").trim(),
    }),
    draw: (answer) => {
      table.show(withBefore(answer, "errors"));
      place(answer.errors);
    },
  });
  const keyOf = ({ service, method, route, error_type: type }) => JSON.stringify([service, method, route, type]);
  const table = startTable(panel.body, { caption: "Errors by type", name: "errors", sort: "count", columns: ERROR_COLUMNS, key: keyOf });
  const list = document.createElement("ul");
  list.className = "error-details";
  panel.body.append(list);
  const details = new Map();

  // Details are kept, so that those that are open stay so.
  const place = (errors) => {
    const kept = new Map(errors.map((error) => [keyOf(error), details.get(keyOf(error)) ?? detail()]));
    errors.forEach((error) => fill(kept.get(keyOf(error)), error));
    details.clear();
    kept.forEach((line, key) => details.set(key, line));
    const lines = [...kept.values()];
    if (lines.length !== list.children.length || lines.some((line, i) => line !== list.children[i])) {
      list.replaceChildren(...lines);
    }
  };
}

function detail() {
  const line = document.createElement("li");
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  const message = document.createElement("p");
  const trace = document.createElement("p");
  const link = document.createElement("a");
  const stack = document.createElement("pre");
  message.className = "error-message";
  trace.append("Last request: ", link);
  stack.className = "error-stack";
  stack.tabIndex = 0;
  fold.append(summary, message, trace, stack);
  line.append(fold);
  return line;
}

function fill(line, { error_type: type, method, route, last_message: message, last_trace_id: id, stack_trace: stack }) {
  const [fold] = line.children;
  const [summary, words, trace, frames] = fold.children;
  set(summary, `${shown(type ?? "no exception")} · ${shown(method)} ${shown(route)}: ${message ? shown(message).split("\n")[0].slice(0, 160) : NONE}`);
  set(words, message ? shown(message) : "Nothing was logged about it.");
  trace.hidden = !id;
  if (id) {
    const link = trace.querySelector("a");
    link.href = traceAddress(id);
    set(link, id);
  }
  frames.hidden = !stack;
  set(frames, stack ? shown(stack) : "");
  frames.setAttribute("aria-label", `Stack trace of ${shown(type ?? "the error")}`);
}

function set(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

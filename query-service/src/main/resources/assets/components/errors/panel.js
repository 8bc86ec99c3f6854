// The most frequent errors of the span, by endpoint and type, with what was last logged with them.

import { NO_RECTANGLE } from "../breakdown/choice.js";
import { startPanel } from "../panel/panel.js";
import { startTable } from "../table/data-table.js";
import { grouped, shown, timeText } from "../../js/wording.js";
import { traceAddress } from "../../js/view/trace.js";
import { withValues, withView } from "../../js/view/query.js";
import { addressOf, earlierCount, endpointOf, nameOf, typeOf } from "./rows.js";

export function startErrors(section) {
  let answer = null;
  const details = new Map();
  const panel = startPanel(section, {
    address: addressOf,
    gaps: ({ errors, total, count }) =>
      errors.length === 0 ? { empty: "No errors in this span." } : total > errors.length ? { partial: `The ${grouped(errors.length)} most frequent of ${grouped(total)} types; ${grouped(count)} errors in all.` } : {},
    draw: (newest) => {
      answer = newest;
      const names = new Set(newest.errors.map(nameOf));
      [...details.keys()].filter((name) => !names.has(name)).forEach((name) => details.delete(name));
      table.show(newest.errors);
    },
  });
  const table = startTable(panel.body, {
    caption: "Errors",
    name: "errors",
    sort: "count",
    key: nameOf,
    columns: [
      { key: "type", title: "error", text: true, of: typeOf },
      { key: "count", title: "count", of: (row) => row.count, delta: (row) => earlierCount(answer, row) },
      { key: "endpoint", title: "endpoint", text: true, of: endpointOf, link: addressOfEndpoint },
      { key: "status", title: "status", of: (row) => row.last_status, format: String },
      { key: "first", title: "first seen", text: true, of: (row) => row.first_seen, format: timeText },
      { key: "last", title: "last seen", text: true, of: (row) => row.last_seen, format: timeText },
      { key: "message", title: "last message", text: true, sort: false, of: () => "", node: (row) => detail(details, row) },
    ],
  });
}

function addressOfEndpoint({ service, method, route }) {
  return withView(location.pathname, withValues(location.search, { ...NO_RECTANGLE, service, method, route }));
}

// The same element for the same error, so that a refresh does not close it.
function detail(details, row) {
  const name = nameOf(row);
  let found = details.get(name);
  if (!found) {
    found = document.createElement("div");
    details.set(name, found);
  }
  const wanted = JSON.stringify([row.last_message, row.stack_trace, row.last_trace_id]);
  if (found.dataset.shown === wanted) {
    return found;
  }
  found.dataset.shown = wanted;
  const message = shown(row.last_message ?? "not stored");
  if (!row.stack_trace && !row.last_trace_id) {
    found.textContent = message;
    return found;
  }
  const open = found.querySelector("details")?.open ?? false;
  const fold = document.createElement("details");
  fold.open = open;
  const summary = document.createElement("summary");
  summary.textContent = message.split("\n", 1)[0];
  const text = document.createElement("pre");
  text.textContent = [message, shown(row.stack_trace ?? "")].filter(Boolean).join("\n");
  fold.append(summary, ...(row.last_trace_id ? [linkTo(row.last_trace_id)] : []), text);
  found.replaceChildren(fold);
  return found;
}

function linkTo(trace) {
  const line = document.createElement("p");
  const link = document.createElement("a");
  link.href = traceAddress(trace);
  link.textContent = shown(trace);
  line.append("trace ", link);
  return line;
}

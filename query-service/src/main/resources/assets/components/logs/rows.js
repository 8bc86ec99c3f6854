// The rows of the log panel. The content of a line is only ever set as text. Tab reaches one row; the arrow keys move from row
// to row and Enter opens one.

import { traceAddress } from "../../js/view/trace.js";
import { clockTime, grouped, shown } from "../../js/wording.js";

const MOST = 500;
const NEAR_END_PX = 24;
const DETAILS = ["logger", "thread", "instance", "trace_id", "span_id", "error_type", "stack_trace"];

export class LogRows {
  constructor(list) {
    this.list = list;
    this.lineOf = new WeakMap();
    this.gapOf = new WeakMap();
    this.movedByPage = false;
    list.addEventListener("click", (event) => this.toggle(event.target.closest(".log-line")));
    list.addEventListener("keydown", (event) => this.key(event));
  }

  // Calls `listener` when the reader, not the page, scrolls: with whether that was to the end.
  onReaderScroll(listener) {
    this.list.addEventListener("scroll", () => {
      if (this.movedByPage) {
        this.movedByPage = false;
        return;
      }
      listener(this.isAtEnd());
    });
  }

  onExpand(listener) {
    this.expanded = listener;
  }

  append(lines) {
    const rows = document.createDocumentFragment();
    rows.append(...lines.map((line) => (line.gap ? this.gapRow(line.gap) : this.row(line))));
    this.list.append(rows);
    while (this.list.childElementCount > MOST) {
      this.list.firstElementChild.remove();
    }
    this.keepOneInTabOrder();
    this.toEnd();
  }

  // Writes all times again, in the reader's zone.
  retime() {
    for (const row of this.list.children) {
      const line = this.lineOf.get(row);
      if (line) {
        row.querySelector(".log-time").replaceWith(time(line));
      } else {
        row.firstChild.replaceWith(gapText(this.gapOf.get(row)));
      }
    }
  }

  clear() {
    this.list.replaceChildren();
  }

  isEmpty() {
    return this.list.childElementCount === 0;
  }

  lines() {
    return [...this.list.children].map((row) => this.lineOf.get(row)).filter(Boolean);
  }

  hasExpanded() {
    return this.list.querySelector('[aria-expanded="true"]') !== null;
  }

  isAtEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END_PX;
  }

  toEnd() {
    const before = this.list.scrollTop;
    this.list.scrollTop = this.list.scrollHeight;
    this.movedByPage = this.list.scrollTop !== before;
  }

  row(line) {
    const row = document.createElement("li");
    row.className = "log";
    row.dataset.level = line.level;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "log-line";
    button.tabIndex = -1;
    button.setAttribute("aria-expanded", "false");
    button.append(
      time(line),
      text("log-level", line.level),
      text("log-service", line.service),
      text("log-message", line.message),
      text("log-trace", line.trace_id?.slice(0, 8) ?? ""),
    );
    row.append(button);
    this.lineOf.set(row, line);
    return row;
  }

  gapRow(gap) {
    const row = gapRow(gap);
    this.gapOf.set(row, gap);
    return row;
  }

  toggle(button) {
    if (!button) {
      return;
    }
    const row = button.parentElement;
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    if (open) {
      row.lastElementChild.remove();
    } else {
      row.append(details(this.lineOf.get(row)));
      row.scrollIntoView({ block: "nearest" });
      this.expanded?.();
    }
  }

  key(event) {
    const button = event.target.closest(".log-line");
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!button || !step) {
      return;
    }
    event.preventDefault();
    let row = button.parentElement[step];
    while (row && !row.querySelector(".log-line")) {
      row = row[step];
    }
    const next = row?.querySelector(".log-line");
    if (next) {
      button.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }

  keepOneInTabOrder() {
    if (!this.list.querySelector('.log-line[tabindex="0"]')) {
      const last = [...this.list.querySelectorAll(".log-line")].at(-1);
      if (last) {
        last.tabIndex = 0;
      }
    }
  }
}

function text(className, value) {
  const span = document.createElement("span");
  span.className = className;
  span.textContent = shown(value ?? "");
  return span;
}

// Marked if the line's own clock is wrong or the line arrived late.
function time(line) {
  const span = text("log-time", clockTime(line.ts));
  const mark = line.fields?.["tidemark.time"];
  if (mark) {
    span.textContent += " *";
    span.title = shown(mark);
  }
  return span;
}

function details(line) {
  const list = document.createElement("dl");
  list.className = "log-details";
  const add = (name, value, address) => {
    if (value) {
      const term = document.createElement("dt");
      term.textContent = shown(name);
      const definition = document.createElement("dd");
      const text = address ? document.createElement("a") : definition;
      text.textContent = shown(value);
      if (address) {
        text.href = address;
        definition.append(text);
      }
      list.append(term, definition);
    }
  };
  add("ts", line.ts);
  DETAILS.forEach((name) => add(name, line[name], name === "trace_id" && line[name] ? traceAddress(line[name]) : ""));
  Object.entries(line.fields ?? {}).forEach(([name, value]) => add(name, value));
  // The server cuts long texts and says where the whole line is.
  if (line.truncated && line.link?.startsWith("/api/")) {
    add("whole line", line.link, line.link);
  }
  return list;
}

function gapText({ count, after, before }) {
  const span = after && before ? ` ${clockTime(after)}–${clockTime(before)}` : before ? ` before ${clockTime(before)}` : "";
  return document.createTextNode(`${grouped(count)} lines skipped${span}. Narrow the filter, or `);
}

function gapRow(gap) {
  const { after, before } = gap;
  const row = document.createElement("li");
  row.className = "log-gap";
  row.append(gapText(gap));
  const link = document.createElement("a");
  const query = new URLSearchParams({ limit: "1000", ...(after && { since: after }), ...(before && { until: before }) });
  link.href = `/api/monitoring/logs?${query}`;
  link.textContent = "read them from the store";
  row.append(link);
  return row;
}

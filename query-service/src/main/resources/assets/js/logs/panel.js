// The live log panel: filters, pause, and how lines get from the stream to the rows.

import { fromAddress, toAddress } from "../address.js";
import { grouped } from "../wording.js";
import { Held } from "./held.js";
import { LogRows } from "./rows.js";
import { LogStream } from "./stream.js";
import { saveCsv } from "./csv.js";

const FLUSH_MS = 250;
const TYPING_MS = 400;
const FILTERS = ["log_level", "log_service", "log_search"];

export function watchLogs() {
  new LogPanel().start();
}

class LogPanel {
  constructor() {
    this.form = document.getElementById("logs-filters");
    this.link = document.getElementById("logs-link");
    this.pauseButton = document.getElementById("logs-pause");
    this.resumeButton = document.getElementById("logs-resume");
    this.empty = document.getElementById("logs-empty");
    this.rows = new LogRows(document.getElementById("logs-rows"));
    this.held = new Held();
    this.stream = new LogStream({
      line: (line) => this.held.add(line),
      skipped: (gap) => this.held.add({ gap }),
      state: (state, words) => this.tellLink(state, words),
    });
    this.paused = false;
    this.services = new Set();
  }

  start() {
    for (const name of FILTERS) {
      this.form.elements[name].value = fromAddress(name);
    }
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.filterLater(event));
    this.pauseButton.addEventListener("click", () => (this.paused ? this.resume() : this.pause()));
    this.resumeButton.addEventListener("click", () => this.resume());
    document.getElementById("logs-clear").addEventListener("click", () => this.clear());
    document.getElementById("logs-export").addEventListener("click", () => saveCsv(this.rows.lines()));
    this.rows.onReaderScroll((atEnd) => (atEnd ? this.resumeAfterScroll() : this.pause()));
    this.rows.onExpand(() => this.pause());
    document.addEventListener("keydown", (event) => this.key(event));
    setInterval(() => this.flush(), FLUSH_MS);
    this.stream.open(this.filters());
  }

  filters() {
    const [level, service, search] = FILTERS.map((name) => this.form.elements[name].value.trim());
    return { level, service, search };
  }

  filterLater(event) {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.filter(), event.target.tagName === "SELECT" ? 0 : TYPING_MS);
  }

  filter() {
    for (const name of FILTERS) {
      toAddress(name, this.form.elements[name].value.trim());
    }
    this.clear();
    this.unpause();
    this.stream.open(this.filters());
  }

  clear() {
    this.held.take();
    this.rows.clear();
    this.empty.hidden = false;
    this.tellHeld();
  }

  pause() {
    if (!this.paused) {
      this.paused = true;
      this.pauseButton.setAttribute("aria-pressed", "true");
      this.pauseButton.textContent = "Paused";
      this.tellHeld();
    }
  }

  unpause() {
    this.paused = false;
    this.pauseButton.setAttribute("aria-pressed", "false");
    this.pauseButton.textContent = "Pause";
    this.resumeButton.hidden = true;
  }

  resume() {
    const wasFocused = document.activeElement === this.resumeButton;
    this.unpause();
    this.flush();
    this.rows.toEnd();
    if (wasFocused) {
      this.pauseButton.focus();
    }
  }

  resumeAfterScroll() {
    if (this.paused && !this.rows.hasExpanded()) {
      this.resume();
    }
  }

  key(event) {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "End" && !typing && this.paused && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.resume();
    }
  }

  flush() {
    if (this.paused) {
      this.tellHeld();
      return;
    }
    const lines = this.held.take();
    if (lines.length > 0) {
      this.empty.hidden = true;
      this.rows.append(lines);
      this.offerServices(lines);
    }
  }

  offerServices(lines) {
    const list = document.getElementById("logs-services");
    for (const { service } of lines) {
      if (service && this.services.size < 100 && !this.services.has(service)) {
        this.services.add(service);
        const option = document.createElement("option");
        option.value = service;
        list.append(option);
      }
    }
  }

  tellHeld() {
    this.resumeButton.hidden = !this.paused;
    this.resumeButton.textContent = `Paused, ${grouped(this.held.count)} new, resume (End)`;
  }

  tellLink(state, words) {
    if (this.link.textContent !== words) {
      this.link.textContent = words;
    }
    this.link.dataset.state = state;
  }
}

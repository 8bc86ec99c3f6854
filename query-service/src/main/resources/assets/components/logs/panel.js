// The live log panel: filters, pause, and how lines get from the source to the rows.

import { onPreferenceChange } from "../../js/view/preferences.js";
import { spanQuery } from "../../js/view/span.js";
import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { grouped } from "../../js/wording.js";
import { showState, viewState } from "../states/states.js";
import { FIELDS, filterQuery, filtersOf, isFiltered, sameFilters, storedSpan } from "./filters.js";
import { Held } from "./held.js";
import { LogRows } from "./rows.js";
import { LogSource } from "./source.js";
import { saveCsv } from "./csv.js";

const FLUSH_MS = 250;
const TYPING_MS = 400;
const MOST_SERVICES = 100;

export function startLogs(panel) {
  new LogPanel(panel).start();
}

class LogPanel {
  constructor(panel) {
    const find = (id) => panel.querySelector(`#logs-${id}`);
    this.panel = panel;
    this.form = find("filters");
    this.link = find("link");
    this.note = find("note");
    this.stored = find("stored");
    this.storedFile = find("stored-file");
    this.pauseButton = find("pause");
    this.resumeButton = find("resume");
    this.serviceList = find("services");
    this.clearButton = find("clear");
    this.exportButton = find("export");
    this.rows = new LogRows(find("rows"));
    this.held = new Held();
    this.source = new LogSource({
      line: (line) => this.held.add(line),
      skipped: (gap) => this.held.add({ gap }),
      state: (state, words, why) => this.tellLink(state, words, why),
    });
    this.paused = false;
    this.services = new Set();
    this.problem = null;
    this.liveAt = null;
    this.typed = false;
  }

  start() {
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.filterLater(event));
    this.form.addEventListener("change", () => this.settleFilter());
    this.pauseButton.addEventListener("click", () => (this.paused ? this.resume() : this.pause()));
    this.resumeButton.addEventListener("click", () => this.resume());
    this.clearButton.addEventListener("click", () => this.clear());
    this.exportButton.addEventListener("click", () => saveCsv(this.rows.lines()));
    this.rows.onReaderScroll((atEnd) => (atEnd ? this.resumeAfterScroll() : this.pause()));
    this.rows.onExpand(() => this.pause());
    document.addEventListener("keydown", (event) => this.key(event));
    setInterval(() => this.flush(), FLUSH_MS);
    onViewChange(() => this.follow());
    onPreferenceChange(() => {
      this.rows.retime();
      this.tellState();
    });
    this.follow();
  }

  // Brings the panel to the filters of the address; the service of the page counts where the panel has none of its own.
  follow() {
    const filters = filtersOf((field) => viewValue(field) || (field === "log_service" ? viewValue("service") : ""));
    this.form.elements.log_service.placeholder = viewValue("service");
    const stored = filterQuery(filters, storedSpan(spanQuery()));
    this.stored.href = `/api/monitoring/logs?${stored}`;
    this.storedFile.href = `/api/monitoring/logs/export?${stored}`;
    if (this.filters && sameFilters(filters, this.filters)) {
      return;
    }
    this.filters = filters;
    if (!sameFilters(filtersOf((field) => this.form.elements[field].value), filtersOf(viewValue))) {
      FIELDS.forEach((field) => {
        this.form.elements[field].value = viewValue(field);
      });
    }
    this.clear();
    this.unpause();
    this.source.open(filters);
  }

  // While a word is typed, its address is one entry of the history.
  filterLater(event) {
    clearTimeout(this.typing);
    if (event.target.tagName !== "SELECT") {
      this.typing = setTimeout(() => this.filter(), TYPING_MS);
    }
  }

  settleFilter() {
    clearTimeout(this.typing);
    this.filter();
    this.typed = false;
  }

  filter() {
    const replace = this.typed;
    this.typed = true;
    changeView(Object.fromEntries(FIELDS.map((field) => [field, this.form.elements[field].value.trim()])), { replace });
  }

  clear() {
    this.held.take();
    this.rows.clear();
    this.tellHeld();
    this.tellState();
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
    // A chart has its own use of the key.
    if (event.defaultPrevented) {
      return;
    }
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
      this.rows.append(lines);
      this.offerServices(lines);
      this.tellState();
    }
  }

  offerServices(lines) {
    for (const { service } of lines) {
      if (service && this.services.size < MOST_SERVICES && !this.services.has(service)) {
        this.services.add(service);
        const option = document.createElement("option");
        option.value = service;
        this.serviceList.append(option);
      }
    }
  }

  tellHeld() {
    this.resumeButton.hidden = !this.paused;
    this.resumeButton.textContent = `Paused, ${grouped(this.held.count)} new. Resume (End)`;
  }

  tellLink(state, words, why) {
    if (this.link.textContent !== words) {
      this.link.textContent = words;
    }
    if (state === "live") {
      this.problem = null;
      this.liveAt = Date.now();
    } else if (state === "none") {
      this.problem = null;
      this.liveAt = null;
    } else {
      this.liveAt = this.problem === null && this.liveAt ? Date.now() : this.liveAt;
      this.problem = why ?? words;
    }
    this.link.dataset.state = state;
    this.tellState();
  }

  tellState() {
    const some = !this.rows.isEmpty();
    showState(
      this.panel,
      this.note,
      viewState({
        problem: this.problem,
        shownAt: some || this.problem === null ? this.liveAt : null,
        empty: some ? "" : isFiltered(this.filters) ? "No recent line matches the filter. New lines that match appear here." : "No log lines yet. New lines appear here as they arrive.",
      }),
    );
  }
}

// The statements of the span: a row can be chosen, which shows it in the panel below.

import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { grouped, millisText, percentText } from "../../js/wording.js";
import { startTable } from "../table/data-table.js";
import { startPanel } from "../panel/panel.js";
import { make } from "./elements.js";
import { addressOf, earlierRow, unknownText } from "./series.js";

export const CHOICE = "statement";

export function startStatements(section) {
  let answer = { rows: [] };
  const { body } = startPanel(section, {
    address: (span) => addressOf("slow_queries", span, ["compare", "service"], { limit: 100 }),
    download: { table: "postgres_slow_queries" },
    draw: (newest) => {
      answer = newest;
      table.show(newest.rows ?? []);
      note.textContent = sourceText(newest);
    },
    gaps: (newest) => ({
      empty: newest.rows?.length === 0 ? "No statement ran in this span." : newest.rows === null ? unknownText(newest) : "",
      partial: unknownText(newest),
    }),
  });
  const earlier = (row) => earlierRow(answer, row, ["queryid"]);
  const note = make("p", "dim postgres-note");
  const element = make("div", "statements-table", "", { id: "statements-table" });
  body.append(note, element);
  const table = startTable(element, {
    caption: "Statements",
    name: "statements",
    sort: "time",
    key: ({ queryid }) => queryid,
    columns: [
      {
        key: "query",
        title: "statement",
        text: true,
        of: ({ query, queryid }) => query ?? `statement ${queryid}`,
        link: ({ queryid }) => `?${withChoice(queryid)}`,
      },
      { key: "calls", title: "calls", of: ({ calls }) => calls, format: grouped, delta: (row) => earlier(row)?.calls },
      { key: "mean", title: "mean", of: ({ mean_ms: mean }) => mean, format: millisText, delta: (row) => earlier(row)?.mean_ms, worse: "more", state: ({ slow }) => (slow ? "degraded" : "") },
      { key: "time", title: "share of time", of: ({ time_percent: share }) => share, format: percentText, bar: ({ time_percent: share }) => share },
      { key: "total", title: "total", of: ({ total_ms: total }) => total, format: millisText, delta: (row) => earlier(row)?.total_ms },
      { key: "rows", title: "rows per call", of: ({ rows_per_call: rows }) => rows, digits: 1 },
      { key: "callers", title: "called by", text: true, of: ({ endpoints }) => callersText(endpoints) },
    ],
  });
  table.table.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
      return;
    }
    event.preventDefault();
    changeView({ [CHOICE]: new URLSearchParams(link.getAttribute("href")).get(CHOICE) });
    const target = document.getElementById("statement");
    target.querySelector("h2").focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
  });
  const mark = () =>
    element.querySelectorAll("a").forEach((link) => {
      const chosen = new URLSearchParams(link.getAttribute("href")).get(CHOICE) === viewValue(CHOICE);
      link.toggleAttribute("aria-current", chosen);
    });
  onViewChange(mark);
}

function withChoice(queryid) {
  const query = new URLSearchParams(location.search);
  query.set(CHOICE, queryid);
  return query;
}

function callersText(endpoints) {
  if (!endpoints || endpoints.length === 0) {
    return null;
  }
  const [first, ...more] = endpoints.map(({ service, method, route }) => (route === null ? `${service}, in the background` : `${method} ${route}`));
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

function sourceText({ source, total, slow_queries_count: slow }) {
  if (source === null) {
    return "";
  }
  const exact = source === "counters" ? "" : " Added up from samples: the 20 statements of each reading that took most time.";
  return `${grouped(total)} statements, ${grouped(slow)} of them above 100 ms on average.${exact}`;
}

// One statement: its text, its history, its plan with advice, and the endpoints that call it.

import { answerTo } from "../../js/answer.js";
import { spanQuery } from "../../js/view/span.js";
import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { grouped, millisText, timeText } from "../../js/wording.js";
import { startTable } from "../table/data-table.js";
import { startPanel } from "../panel/panel.js";
import { chart, facts, keep, make, sqlPart, words } from "./elements.js";
import { addressOf, chartOf, unknownText } from "./series.js";
import { CHOICE } from "./statements.js";

export function startStatement(section) {
  const { body, actions, ask, forget } = startPanel(section, {
    address: (span) => (viewValue(CHOICE) ? addressOf("slow_queries", span, ["compare"], { queryid: viewValue(CHOICE) }) : null),
    draw: async (answer) => {
      const row = answer.rows?.[0];
      facts(figures, row ? figuresOf(row) : []);
      keep(text, [row?.query ? sqlPart("query", row.query) : words("none", "p", "dim", row ? "Its text is not known any more." : "It did not run in this span.")]);
      callers.show(row?.endpoints ?? []);
      callersBlock.hidden = (row?.endpoints ?? []).length === 0;
      await Promise.all([...charts.map(({ one, wanted }) => one.show(chartOf(answer, wanted))), plansOf(plans)]);
    },
    gaps: (answer) => ({ partial: answer.rows === null ? "" : unknownText(answer), empty: answer.rows === null ? unknownText(answer) : "" }),
  });
  const close = make("button", "", "Close", { type: "button" });
  close.addEventListener("click", () => {
    changeView({ [CHOICE]: "" });
    document.querySelector("#statements h2").focus();
  });
  actions.append(close);
  const text = make("div", "statement-text");
  const figures = make("dl", "postgres-facts");
  const grid = make("div", "postgres-charts");
  const callersBlock = make("div", "block");
  callersBlock.append(make("h3", "", "Called by"));
  const callersElement = make("div", "", "", { id: "statement-callers" });
  callersBlock.append(callersElement);
  const plans = make("div", "block", "", { id: "statement-plans" });
  body.append(text, figures, callersBlock, grid, plans);
  const charts = [
    { one: chart(grid, "Mean time of a call", { unit: "ms" }), wanted: [{ name: "statement_mean_ms", title: "mean" }] },
    { one: chart(grid, "Calls", { unit: "/s" }), wanted: [{ name: "statement_calls_per_second", title: "calls" }] },
  ];
  const callers = startTable(callersElement, {
    caption: "Endpoints that call the statement",
    columns: [
      { key: "route", title: "endpoint", text: true, of: ({ method, route }) => (route === null ? "in the background" : `${method} ${route}`), link: breakdownOf },
      { key: "service", title: "service", text: true, of: ({ service }) => service },
      { key: "calls", title: "calls", of: ({ calls }) => calls, format: grouped },
      { key: "total", title: "total", of: ({ total_ms: total }) => total, format: millisText },
    ],
    sort: "total",
    key: ({ service, method, route }) => `${service} ${method} ${route}`,
  });

  let chosen = viewValue(CHOICE);
  const plansOf = startPlans();
  section.hidden = !chosen;
  onViewChange(() => {
    if (viewValue(CHOICE) !== chosen) {
      chosen = viewValue(CHOICE);
      section.hidden = !chosen;
      keep(plans, []);
      forget();
      ask();
    }
  });
}

// Where the time of an endpoint goes.
function breakdownOf({ service, method, route }) {
  const query = spanQuery();
  query.set("service", service);
  if (route !== null) {
    query.set("method", method);
    query.set("route", route);
  }
  return `/ui/monitoring/advanced?${query}`;
}

function figuresOf({ queryid, calls, calls_per_second: rate, mean_ms: mean, total_ms: total, rows_per_call: rows, time_percent: share }) {
  return [
    ["queryid", queryid],
    ["calls", grouped(calls)],
    ["calls per second", rate.toFixed(2)],
    ["mean", millisText(mean)],
    ["total", millisText(total)],
    ["rows per call", rows.toFixed(1)],
    ["share of time", `${(share ?? 0).toFixed(1)} %`],
  ];
}

// Returns a function that shows the plans of the chosen statement in an element.
function startPlans() {
  let known = { queryid: null, statements: [] };
  return async (element) => {
    const queryid = viewValue(CHOICE);
    const question = addressOf("plans", new URLSearchParams({ period: "24h" }), [], { queryid });
    // Plans stay when a later question fails, which is said above them.
    const { statements, unknown } = await answerTo(question).catch((problem) => ({
      statements: known.queryid === queryid ? known.statements : [],
      unknown: [{ fields: ["plans"], reason: `The newest plans are unknown: ${problem.message}`, remedy: null }],
    }));
    if (queryid !== viewValue(CHOICE)) {
      return;
    }
    known = { queryid, statements };
    keep(element, [words("title", "h3", "", "Plans of the last 24 h"), ...planParts(statements[0], unknown)]);
  };
}

function planParts(found, unknown) {
  const reasons = [...unknown, ...(found?.unknown ? [found.unknown] : [])].map(({ reason, remedy }) => (remedy ? `${reason}; ${remedy}.` : `${reason}.`));
  const changes = (found?.changes ?? []).map(({ at, cost_before: before, cost_after: after }) => `${timeText(at)}: another plan, cost ${Math.round(before)} before and ${Math.round(after)} after.`);
  return [
    ...reasons.map((text) => words(`reason ${text}`, "p", "dim", text)),
    ...changes.map((text) => words(`change ${text}`, "p", "", text)),
    ...(found?.plans ?? []).map((plan, i) => planPart(plan, i === 0)),
  ];
}

// The first one is open at first; what the reader opened or closed stays so.
function planPart({ plan, text, cost, first_seen: first, last_seen: last, advice }, isFirst) {
  const parts = [
    text === null ? words("text", "p", "dim", "It is not stored any more.") : words("text", "pre", "plan-text", text, { tabindex: "0" }),
    ...(advice ?? []).flatMap(adviceParts),
  ];
  const summary = {
    key: "summary",
    build: () => make("summary"),
    fill: (element) => keep(element, [words("words", "span", "", `Plan ${plan}, cost ${grouped(Math.round(cost))}, seen ${timeText(first)} to ${timeText(last)}`)]),
  };
  return {
    key: `plan ${plan}`,
    build: () => {
      const details = make("details", "plan");
      details.open = isFirst;
      return details;
    },
    fill: (details) => keep(details, [summary, ...parts]),
  };
}

function adviceParts({ statement, reason, checked, used, cost, cost_with_index: withIndex, note }, i) {
  const verdict = checked
    ? used
      ? `With this index, the planner expects a cost of ${Math.round(withIndex)} instead of ${Math.round(cost)}.`
      : "The planner would not use it."
    : "The planner was not asked, so it is a guess.";
  return [
    words(`advice ${i}`, "p", "finding-subject", "An index may help"),
    words(`verdict ${i}`, "p", "dim", [`${reason}.`, verdict, note ? `${note}.` : ""].filter(Boolean).join(" ")),
    sqlPart(`sql ${i}`, statement),
  ];
}

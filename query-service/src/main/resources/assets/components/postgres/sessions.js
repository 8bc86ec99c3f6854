// The sessions: what they do now, and what they waited for in the span.

import { NONE } from "../../js/wording.js";
import { startTable } from "../table/data-table.js";
import { startPanel } from "../panel/panel.js";
import { chart, facts, make } from "./elements.js";
import { addressOf, chartOf, labelsOf, secondsText, unknownText } from "./series.js";

const MOST_EVENTS = 6;

export function startSessions(section) {
  const { body } = startPanel(section, {
    address: (span) => addressOf("connections", span),
    download: { table: "postgres_connections" },
    draw: async (answer) => {
      facts(states, counts("", answer.by_state));
      facts(waits, (answer.by_wait_event ?? []).slice(0, 12).map(({ type, event, sessions }) => [type === event ? type : `${type}: ${event}`, String(sessions)]));
      facts(applications, counts("no name", answer.by_application));
      table.show(answer.sessions ?? []);
      element.hidden = answer.sessions === null;
      await active.show(
        chartOf(
          answer,
          labelsOf(answer, "sessions_count", "wait_event")
            .filter((event) => event !== "")
            .slice(0, MOST_EVENTS)
            .map((event) => ({ name: "sessions_count", title: event, labels: { wait_event: event } })),
        ),
      );
    },
    gaps: (answer) => ({ partial: unknownText(answer), empty: answer.total === null && answer.history.length === 0 ? unknownText(answer) : "" }),
  });
  const groups = make("div", "session-groups");
  const [states, waits, applications] = ["State", "Waits of active sessions", "Application"].map((title) => {
    const group = make("div");
    const list = make("dl", "postgres-facts");
    group.append(make("h3", "", title), list);
    groups.append(group);
    return list;
  });
  const grid = make("div", "postgres-charts");
  const element = make("div", "", "", { id: "sessions-table" });
  body.append(groups, grid, element);
  const active = chart(grid, "Active sessions by wait event", { unit: "sessions", kind: "bars", stacked: true });
  const table = startTable(element, {
    caption: "Sessions",
    name: "sessions",
    columns: [
      { key: "pid", title: "pid", text: true, of: ({ pid }) => String(pid) },
      { key: "application", title: "application", text: true, of: ({ application }) => application },
      { key: "role", title: "role", text: true, of: ({ role }) => role },
      { key: "state", title: "state", text: true, of: ({ state }) => state },
      { key: "state_seconds", title: "for", of: ({ state_seconds: seconds }) => seconds, format: secondsText },
      { key: "transaction", title: "transaction", of: ({ transaction_seconds: seconds }) => seconds, format: secondsText },
      { key: "wait", title: "waits for", text: true, of: ({ state, wait_event_type: type, wait_event: event }) => (state === "active" && type ? `${type}: ${event}` : null) },
      { key: "statement", title: "statement", text: true, sort: false, of: ({ statement }) => statement },
    ],
  });
}

function counts(unnamed, list) {
  return (list ?? []).slice(0, 12).map(({ name, sessions }) => [(name ?? unnamed) || NONE, String(sessions)]);
}

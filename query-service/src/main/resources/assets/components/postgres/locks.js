// Who waits for whom, as a tree, and how many sessions were blocked.

import { NONE, isUnknown } from "../../js/wording.js";
import { startPanel } from "../panel/panel.js";
import { chart, keep, make, sqlPart, words } from "./elements.js";
import { addressOf, chartOf, secondsText, unknownText } from "./series.js";

export function startLocks(section) {
  const { body } = startPanel(section, {
    address: (span) => addressOf("locks", span),
    download: { table: "postgres_locks" },
    draw: async (answer) => {
      now.textContent = isUnknown(answer.waiting) ? "" : answer.waiting === 0 ? "Nobody waits for a lock now." : `${answer.waiting} ${answer.waiting === 1 ? "session waits" : "sessions wait"} now.`;
      section.dataset.waiting = answer.waiting ?? "";
      keep(tree, (answer.sessions ?? []).map(line));
      await blocked.show(
        chartOf(answer, [
          { name: "blocked_sessions_count", title: "blocked, most of each 10 s", largest: true },
          { name: "lock_waits_count", title: "waiting" },
        ]),
      );
    },
    gaps: (answer) => ({ partial: unknownText(answer) }),
  });
  const now = make("p", "postgres-note");
  const tree = make("ul", "lock-tree", "", { "aria-label": "Sessions that wait, below those that they wait for" });
  const grid = make("div", "postgres-charts");
  body.append(now, tree, grid);
  const blocked = chart(grid, "Blocked sessions", { unit: "sessions" });
}

function line(session) {
  const title = session.depth === 0 ? `pid ${session.pid} blocks ${session.blocked}` : `pid ${session.pid} waits ${secondsText(session.waiting_seconds)}`;
  const parts = [
    { key: "head", build: () => make("p"), fill: (head) => keep(head, [words("title", "span", "strong", title), words("details", "span", "dim", ` ${details(session)}`)]) },
    ...(session.statement ? [words("statement", "pre", "lock-statement", session.statement, { tabindex: "0" })] : []),
    ...(session.depth === 0 && session.remedy ? [sqlPart("remedy", session.remedy)] : []),
  ];
  return {
    key: session.pid,
    build: () => make("li", "lock", "", { "data-pid": String(session.pid) }),
    fill: (item) => {
      item.dataset.depth = String(Math.min(session.depth, 8));
      keep(item, parts);
    },
  };
}

function details({ depth, application, role, state, state_seconds: seconds, transaction_seconds: transaction, lock_mode: mode, relation, lock_type: type, blocked_by: holders, blocked }) {
  return [
    application ?? role ?? NONE,
    state === null ? "" : `${state} for ${secondsText(seconds)}`,
    isUnknown(transaction) ? "" : `transaction ${secondsText(transaction)}`,
    mode === null ? "" : `${mode} on ${relation ?? type}`,
    depth > 0 ? `waits for ${holders.join(", ")}` : "",
    depth > 0 && blocked > 0 ? `blocks ${blocked}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

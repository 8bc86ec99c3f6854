// The server over time, and what it is now.

import { NONE, bytesText, grouped, isUnknown, percentText, valueText } from "../../js/wording.js";
import { startTable } from "../table/data-table.js";
import { startPanel } from "../panel/panel.js";
import { chart, facts, make } from "./elements.js";
import { addressOf, chartOf, labelsOf, secondsText, unknownText } from "./series.js";

const MIB = 1 << 20;
const MOST_BACKENDS = 5;

export function startServer(section) {
  const { body } = startPanel(section, {
    address: (span) => addressOf("status", span),
    draw: async (answer) => {
      facts(list, figures(answer));
      replicas.show(answer.replicas ?? []);
      slots.show(answer.slots ?? []);
      kinds.show(answer.statement_kinds ?? []);
      [replicas, slots, kinds].forEach(({ table }) => (table.closest(".block").hidden = table.tBodies[0].rows.length === 0));
      await Promise.all(charts.map(({ draw }) => draw(answer)));
    },
    gaps: (answer) => ({
      wrong: answer.status !== "up",
      empty: answer.history.length === 0 && answer.status !== "up" ? answer.detail ?? unknownText(answer) : "",
      partial: [answer.detail ?? "", unknownText(answer), answer.history.length === 0 ? "There are no samples of this span: the collector is off, or has not started yet." : ""]
        .filter(Boolean)
        .join(" "),
    }),
  });
  const list = make("dl", "postgres-facts");
  const grid = make("div", "postgres-charts");
  body.append(list, grid);
  const charts = chartsOf(grid);
  const replicas = block(body, "Replicas", "replicas", REPLICAS);
  const slots = block(body, "Replication slots", "slots", SLOTS);
  const kinds = block(body, "Statements by kind", "kinds", KINDS);
}

function chartsOf(grid) {
  const connections = chart(grid, "Connections", { unit: "sessions" });
  const cache = chart(grid, "Cache hit ratio", { unit: "percent" });
  const transactions = chart(grid, "Transactions", { unit: "/s" });
  const io = chart(grid, "I/O: read and written per second", { unit: "bytes" });
  const checkpoints = chart(grid, "Checkpoints and WAL: written per second", { unit: "bytes" });
  return [
    {
      draw: (answer) =>
        connections.show(
          chartOf(answer, [
            { name: "connections_total", title: "total" },
            { name: "connections_active", title: "active" },
            { name: "connections_idle", title: "idle" },
            { name: "connections_max", title: "max", tone: "dim" },
          ]),
        ),
    },
    { draw: (answer) => cache.show(chartOf(answer, [{ name: "cache_hit_ratio", title: "hits" }])) },
    {
      draw: (answer) =>
        transactions.show(
          chartOf(answer, [
            { name: "commits_per_second", title: "commits" },
            { name: "rollbacks_per_second", title: "rollbacks" },
          ]),
        ),
    },
    {
      draw: (answer) =>
        io.show(
          chartOf(answer, [
            ...["read", "write"].flatMap((kind) =>
              labelsOf(answer, `io_${kind}_mb_per_second`, "backend")
                .slice(0, MOST_BACKENDS)
                .map((backend) => ({ name: `io_${kind}_mb_per_second`, title: `${backend}, ${kind}`, labels: { backend }, of: (value) => value * MIB })),
            ),
          ].filter(({ name, labels }) => hasValues(answer, name, labels))),
        ),
    },
    {
      draw: (answer) =>
        checkpoints.show(
          chartOf(answer, [
            { name: "checkpoint_buffers_per_second", title: "checkpoints", of: (value) => value * 8192 },
            { name: "wal_mb_per_second", title: "WAL", of: (value) => value * MIB },
          ]),
        ),
    },
  ];
}

function hasValues({ history }, name, labels) {
  return history.some((one) => one.name === name && one.labels.backend === labels.backend && one.points.some(({ max }) => max > 0));
}

function figures(answer) {
  const { checkpoints, transactions, wraparound } = answer;
  const known = (value, words) => (isUnknown(value) ? NONE : words(value));
  return [
    ["status", answer.status],
    ["database", known(answer.database, String)],
    ["version", known(answer.version, String)],
    ["up for", secondsText(answer.uptime_seconds)],
    ["size", bytesText(isUnknown(answer.db_size_mb) ? null : answer.db_size_mb * MIB)],
    ["connections", known(answer.connections_total, (total) => `${total} of ${answer.connections_max}`)],
    ["cache hits", percentText(answer.cache_hit_ratio)],
    ["commits", known(transactions?.commits, (count) => grouped(Math.round(count)))],
    ["rollbacks", known(transactions?.rollbacks, (count) => grouped(Math.round(count)))],
    ["deadlocks", known(transactions?.deadlocks, (count) => grouped(Math.round(count)))],
    ["checkpoints", known(checkpoints, ({ timed, requested }) => `${Math.round(timed)} timed, ${Math.round(requested)} requested`)],
    ["wraparound", known(wraparound, ({ percent, database }) => `${percentText(percent)}, ${database}`)],
    ["standby", known(answer.standby, (standby) => (standby ? `yes, ${secondsText(answer.standby_delay_seconds)} behind` : "no"))],
  ];
}

const REPLICAS = [
  { key: "name", title: "replica", text: true, of: ({ name }) => name },
  { key: "state", title: "state", text: true, of: ({ state }) => state },
  { key: "sync_state", title: "sync", text: true, of: ({ sync_state: sync }) => sync },
  { key: "lag_mb", title: "lag", of: ({ lag_mb: lag }) => lag, format: (value) => bytesText(value * MIB) },
  { key: "lag_seconds", title: "lag", unit: "s", of: ({ lag_seconds: lag }) => lag, digits: 2 },
];

const SLOTS = [
  { key: "name", title: "slot", text: true, of: ({ name }) => name },
  { key: "type", title: "type", text: true, of: ({ type }) => type },
  { key: "active", title: "read by somebody", text: true, of: ({ active }) => (active ? "yes" : "no") },
  { key: "wal_status", title: "WAL", text: true, of: ({ wal_status: status }) => status },
  { key: "retained", title: "retained", of: ({ retained_wal_mb: retained }) => retained, format: (value) => bytesText(value * MIB) },
];

const KINDS = [
  { key: "kind", title: "kind", text: true, of: ({ kind }) => kind },
  { key: "calls", title: "calls", of: ({ calls }) => calls, format: (value) => grouped(Math.round(value)) },
  { key: "mean_ms", title: "mean", of: ({ mean_ms: mean }) => mean, format: (value) => valueText(value, "ms") },
  { key: "time", title: "share of time", of: ({ time_percent: share }) => share, format: percentText, bar: ({ time_percent: share }) => share },
];

function block(body, caption, id, columns) {
  const part = make("div", "block");
  part.append(make("h3", "", caption));
  const element = make("div", "", "", { id: `server-${id}` });
  part.append(element);
  body.append(part);
  return startTable(element, { caption, columns });
}

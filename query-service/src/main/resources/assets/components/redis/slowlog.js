// Redis's slow log: commands with the patterns of their keys, never with values.

import { grouped, isUnknown, timeText } from "../../js/wording.js";
import { startPanel } from "../panel/panel.js";
import { startTable } from "../table/data-table.js";
import { gapsOf } from "./figures.js";
import { make } from "./part.js";

const COLUMNS = [
  { key: "id", title: "number", of: (row) => row.id, sort: false },
  { key: "ts", title: "time", text: true, of: (row) => row.ts, format: (ts) => timeText(ts) },
  { key: "duration", title: "duration", unit: "ms", of: (row) => row.duration_ms, digits: 3 },
  { key: "command", title: "command", text: true, of: (row) => row.command },
  { key: "arguments", title: "arguments", of: (row) => row.arguments },
  { key: "client", title: "client", text: true, of: (row) => row.client },
];

export function startSlowlog(section) {
  const { body } = startPanel(section, {
    address: (span) => {
      span.delete("service");
      return `/api/monitoring/redis/slowlog?${span}`;
    },
    download: { table: "redis_slowlog" },
    draw: (log) => {
      about.textContent = aboutText(log);
      table.show(log.entries ?? []);
    },
    gaps: (log) => {
      // A threshold that may not be read is no gap: most users should not see the configuration.
      const gaps = gapsOf(log.unknown, "entries");
      if (log.entries === null) {
        return { empty: gaps, wrong: true };
      }
      return log.entries.length === 0 ? { empty: [`No slow commands in this span. ${aboutText(log)}`, gaps].filter(Boolean).join(" ") } : { partial: gaps };
    },
  });
  const about = make("p", "redis-note dim");
  const place = make("div", "");
  place.id = "redis-slow";
  body.append(about, place);
  const table = startTable(place, { caption: "Slow commands", columns: COLUMNS, sort: "-ts", key: (row) => row.id });
}

function aboutText({ threshold_us: threshold, length, oldest, entries, comparison }) {
  const logged = isUnknown(threshold)
    ? ""
    : threshold < 0
      ? "Redis logs no slow commands: CONFIG SET slowlog-log-slower-than 10000 logs those from 10 ms on."
      : `Redis logs commands from ${grouped(threshold / 1000)} ms on.`;
  const kept = isUnknown(length) || length === 0 ? "" : `It keeps the newest ones: ${grouped(length)} were read, the oldest of ${timeText(oldest)}.`;
  const before = comparison?.entries && entries ? `${grouped(comparison.entries.length)} in the earlier span.` : "";
  return [logged, kept, before].filter(Boolean).join(" ");
}

// The tables and the indexes.

import { bytesText, grouped, isUnknown, percentText, timeText } from "../../js/wording.js";
import { startTable } from "../table/data-table.js";
import { startPanel } from "../panel/panel.js";
import { make } from "./elements.js";
import { addressOf, earlierRow, unknownText } from "./series.js";

const MIB = 1 << 20;

export function startTables(section) {
  start(section, "tables", ["schema", "table"], (earlier) => [
    { key: "table", title: "table", text: true, of: ({ schema, table }) => `${schema}.${table}` },
    size("table_size_mb", "size", earlier),
    size("indexes_size_mb", "indexes", earlier),
    { key: "live_rows", title: "rows", of: (row) => row.live_rows, format: grouped, delta: (row) => earlier(row)?.live_rows },
    { key: "dead_rows", title: "dead rows", of: (row) => row.dead_rows, format: grouped },
    { key: "dead_percent", title: "dead", of: (row) => row.dead_percent, format: percentText, state: ({ dead_rows: dead, dead_percent: percent }) => stateOf(dead >= 10_000 ? percent : 0, 20, 50) },
    { key: "bloat", title: "bloat", help: "an estimate", of: (row) => row.bloat_percent, format: percentText },
    { key: "seq_scans", title: "whole reads", help: "sequential scans", of: (row) => row.seq_scans, format: grouped },
    { key: "index_scans", title: "index scans", of: (row) => row.index_scans, format: grouped },
    { key: "vacuum", title: "vacuum", of: (row) => time(row.last_vacuum), format: timeText },
    { key: "analyze", title: "analyze", of: (row) => time(row.last_analyze), format: timeText },
  ]);
}

export function startIndexes(section) {
  start(section, "indexes", ["schema", "table", "index"], (earlier) => [
    { key: "index", title: "index", text: true, of: ({ schema, index }) => `${schema}.${index}` },
    { key: "table", title: "table", text: true, of: ({ table }) => table },
    size("index_size_mb", "size", earlier),
    { key: "scans", title: "scans", of: ({ scans }) => scans, format: grouped },
    { key: "rows_read", title: "rows read", of: (row) => row.rows_read, format: grouped },
    { key: "bloat", title: "bloat", help: "an estimate", of: (row) => row.bloat_percent, format: percentText },
    { key: "finding", title: "finding", text: true, of: findingText },
    { key: "remedy", title: "remedy", text: true, sort: false, of: ({ remedy }) => remedy },
  ]);
}

function start(section, path, keys, columns) {
  let answer = {};
  const { body } = startPanel(section, {
    address: (span) => addressOf(path, span),
    download: { table: `postgres_${path}` },
    draw: (newest) => {
      answer = newest;
      note.textContent = noteText(newest);
      table.show(newest.rows ?? []);
    },
    gaps: ({ rows, ...rest }) => ({
      empty: rows === null ? unknownText(rest) : rows.length === 0 ? "This database has none." : "",
      partial: unknownText(rest),
    }),
  });
  const note = make("p", "dim postgres-note");
  const element = make("div", "relations", "", { id: `${path}-table` });
  body.append(note, element);
  const table = startTable(element, {
    caption: section.querySelector("h2 > span").textContent,
    name: path,
    key: (row) => keys.map((key) => row[key]).join(" "),
    columns: columns((row) => earlierRow(answer, row, keys)),
  });
}

function size(field, title, earlier) {
  return { key: field, title, of: (row) => row[field], format: (value) => bytesText(value * MIB), delta: (row) => earlier(row)?.[field] };
}

function time(text) {
  return isUnknown(text) ? null : Date.parse(text);
}

function stateOf(value, watch, degraded) {
  return value >= degraded ? "down" : value >= watch ? "degraded" : "";
}

function findingText({ valid, unused, duplicate_of: duplicate }) {
  return [valid === false ? "not valid" : "", duplicate ? `duplicate of ${duplicate}` : "", unused ? "unused" : ""].filter(Boolean).join(", ") || null;
}

function noteText({ rows, total, counted_since: since }) {
  const largest = rows && total > rows.length ? `The ${rows.length} largest of ${grouped(total)}. ` : "";
  return `${largest}Scans are counted since ${since ? timeText(since) : "the database exists, or since a reset that PostgreSQL does not tell of"}.`;
}

// Rows as a file of comma-separated values.

import { shown } from "../../js/wording.js";

const COLUMNS = ["ts", "level", "service", "instance", "logger", "thread", "message", "trace_id", "span_id", "error_type"];

export function csvOf(lines) {
  const rows = [COLUMNS, ...lines.map((line) => COLUMNS.map((column) => line[column] ?? ""))];
  return rows.map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
}

// Saves the rows that are on the page.
export function saveCsv(lines) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csvOf(lines)], { type: "text/csv" }));
  link.download = `logs-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

// A spreadsheet takes a cell that begins like this for a formula.
function quoted(value) {
  const plain = shown(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  return `"${text.replaceAll('"', '""')}"`;
}

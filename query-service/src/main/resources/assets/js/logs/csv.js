// Saves the rows that are on the page.

const COLUMNS = ["ts", "level", "service", "instance", "logger", "thread", "message", "trace_id", "span_id", "error_type"];

export function saveCsv(lines) {
  const rows = [COLUMNS, ...lines.map((line) => COLUMNS.map((column) => line[column] ?? ""))];
  const csv = rows.map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  link.download = `logs-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

// A spreadsheet takes a cell that begins like this for a formula.
function quoted(value) {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

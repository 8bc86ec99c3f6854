// The address of a download of all rows of a table of the API, as CSV, for the span and service of the page.

// `filters`: further parameters that the table understands; empty ones are left out.
export function exportAddress(table, span, filters = {}) {
  const query = new URLSearchParams({ table, format: "csv" });
  for (const [name, value] of span) {
    if (name !== "compare") {
      query.set(name, value);
    }
  }
  Object.entries(filters).forEach(([name, value]) => value && query.set(name, value));
  return `/api/monitoring/export?${query}`;
}

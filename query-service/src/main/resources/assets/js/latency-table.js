// The figures of the chart, for those who cannot see it or want to copy them; the newest first.

export function fillLatencyTable(body, points) {
  const rows = document.createDocumentFragment();
  for (const point of points.toReversed()) {
    const row = document.createElement("tr");
    const start = document.createElement("th");
    start.scope = "row";
    start.textContent = point.ts.slice(0, 19).replace("T", " ");
    row.append(start, ...[point.count, point.errors].map(cell));
    row.append(...[point.p50_ms, point.p95_ms, point.p99_ms].map((value) => cell(value?.toFixed(2))));
    rows.append(row);
  }
  body.replaceChildren(rows);
}

function cell(value) {
  const cell = document.createElement("td");
  cell.className = "num";
  cell.textContent = value ?? "–";
  return cell;
}

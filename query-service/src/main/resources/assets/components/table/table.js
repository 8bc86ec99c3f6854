// Replaces the rows of a table. The first cell of each row is its header.

import { cells } from "./cells.js";

export function fillTable(body, rows, columns) {
  const filled = document.createDocumentFragment();
  filled.append(
    ...rows.map((row) => {
      const [first, ...others] = cells(row, columns);
      const line = document.createElement("tr");
      const header = document.createElement("th");
      header.scope = "row";
      header.textContent = first;
      line.append(
        header,
        ...others.map((text) => {
          const cell = document.createElement("td");
          cell.className = "num";
          cell.textContent = text;
          return cell;
        }),
      );
      return line;
    }),
  );
  body.replaceChildren(filled);
}

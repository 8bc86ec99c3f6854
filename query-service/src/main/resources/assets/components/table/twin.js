// The table below a chart that has the same figures. It is filled while it is open: a chart may have hundreds of points.

import { startTable } from "./data-table.js";

// `details`: what opens it; `place`: for the table. Returns `show(columns(), rows())`.
export function startTwin(details, place, caption) {
  let shown = "";
  let table = null;
  return (columns, rows) => {
    if (!details.open) {
      return;
    }
    const newest = columns();
    const wanted = JSON.stringify(newest.map(({ title }) => title));
    if (shown !== wanted) {
      const focused = place.contains(document.activeElement);
      shown = wanted;
      place.replaceChildren();
      table = startTable(place, { caption, columns: newest, name: "" });
      if (focused) {
        place.querySelector("[tabindex]").focus({ preventScroll: true });
      }
    }
    table.show(rows());
  };
}

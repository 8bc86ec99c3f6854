// The sparklines of the cards.

import { sparkline } from "../chart/sparkline.js";
import { latestFigures, onFigures } from "./figures.js";
import { isEmpty, rowOf } from "./rows.js";

// Draws into the cards of `overview`, which the server replaces: call what it returns after each replacement.
export function startSparks(overview) {
  const draw = () => {
    const answer = latestFigures();
    for (const place of overview.querySelectorAll("[data-figure]")) {
      const row = answer && rowOf(answer, place.dataset.figure);
      if (row && !isEmpty(row)) {
        sparkline(place, row.points);
      } else {
        place.replaceChildren();
      }
    }
  };
  onFigures(draw);
  return draw;
}

// The verdict and the cards: htmx fetches them; this script marks them as stale when the page is old.

import { refreshThroughHtmx } from "../header/swap.js";
import { shownState } from "./card.js";

export function startCards(overview) {
  let old = false;
  const said = new WeakMap();

  const show = () => {
    for (const card of overview.querySelectorAll(".card, .verdict")) {
      const word = card.querySelector(".card-word");
      if (!said.has(card)) {
        said.set(card, { state: card.dataset.state, word: word?.textContent });
      }
      const shown = shownState(said.get(card), old);
      card.dataset.state = shown.state;
      if (word) {
        word.textContent = shown.word;
      }
    }
  };

  refreshThroughHtmx(overview, { swapped: show });
  document.addEventListener("tidemark:age", ({ detail }) => {
    old = detail.old;
    show();
  });
}

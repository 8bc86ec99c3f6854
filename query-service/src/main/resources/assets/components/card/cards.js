// The verdict and the cards: htmx fetches them; this script marks them as stale when the page is old.

import { onPreferenceChange } from "../../js/view/preferences.js";
import { clockText, zoneText } from "../../js/wording.js";
import { startSparks } from "../keyfigures/sparks.js";
import { refreshThroughHtmx } from "../header/swap.js";
import { shownState } from "./card.js";

export function startCards(overview) {
  let old = false;
  const said = new WeakMap();
  const opened = new Map();
  const drawSparks = startSparks(overview);

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

  // The server opens details that are wrong; what the reader opened or closed stays so.
  overview.addEventListener("click", ({ target }) => {
    const details = target.closest?.("summary")?.parentElement;
    if (details?.id) {
      opened.set(details.id, !details.open);
    }
  });
  const keep = () => {
    opened.forEach((open, id) => {
      const details = overview.querySelector(`#${id}`);
      if (details) {
        details.open = open;
      }
    });
    drawSparks();
    tellTime();
  };
  // The server does not know the reader's zone.
  const tellTime = () => {
    const time = overview.querySelector(".made time");
    if (time) {
      time.textContent = `${clockText(time.dateTime)} ${zoneText()}`;
    }
  };
  onPreferenceChange(tellTime);

  refreshThroughHtmx(overview, {
    swapped: () => {
      show();
      keep();
    },
  });
  document.addEventListener("tidemark:age", ({ detail }) => {
    old = detail.old;
    show();
  });
}

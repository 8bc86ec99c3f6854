// Panels about the chosen endpoint.

import { onViewChange } from "../../js/view/view.js";
import { choiceOf, inWords, isSameEndpoint, ofEndpoint } from "../breakdown/choice.js";
import { startPanel } from "../panel/panel.js";

export const chosen = () => choiceOf(location.search);

// A panel that asks `path` for the chosen endpoint, again when another one is chosen. `more()`: further parameters.
export function startChosenPanel(section, { path, more = () => ({}), draw, gaps, download }) {
  let asked = chosen();
  const panel = startPanel(section, {
    address: (span) => {
      const query = ofEndpoint(span, chosen());
      Object.entries(more()).forEach(([name, value]) => query.set(name, value));
      return `/api/monitoring/api/${path}?${query}`;
    },
    draw,
    gaps,
    download,
  });
  const name = panel.title.querySelector("span");
  const title = name.textContent;
  const tell = () => {
    name.textContent = `${title}: ${inWords(asked)}`;
  };
  onViewChange(() => {
    const now = chosen();
    if (isSameEndpoint(now, asked)) {
      return;
    }
    const isSameService = now.service === asked.service;
    asked = now;
    tell();
    panel.forget();
    // The refresh of the whole page follows a change of the service.
    if (isSameService) {
      panel.ask();
    }
  });
  tell();
  return panel;
}

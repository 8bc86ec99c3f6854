// The states of a component, each with a one-line text: loading, empty, partial, stale, error, and ready, whose text is empty.

import { clockText, zoneText } from "../../js/wording.js";

// Returns the state and text of a component that fetches data. `problem`: why the newest request failed, or null; `shownAt`: the
// instant of the data on the page, or null if there is none; `empty`: the text if the answer is empty, or ""; `partial`: the text if
// a part is missing, or ""; `wrong`: whether that is because something does not work.
export function viewState({ problem = null, shownAt = null, empty = "", partial = "", wrong = false }) {
  if (problem && shownAt) {
    return { state: "stale", text: `Not refreshed since ${clockText(shownAt)} ${zoneText()}: ${sentence(problem)}` };
  }
  if (problem) {
    return { state: "error", text: `Cannot be shown: ${sentence(problem)}` };
  }
  if (!shownAt) {
    return { state: "loading", text: "Loading." };
  }
  if (empty || partial) {
    return { state: empty ? "empty" : "partial", text: empty || partial, ...(wrong ? { wrong } : {}) };
  }
  return { state: "ready", text: "" };
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

// Shows the state on `panel` and the text in `note`. An unchanged text is not set again, because screen readers would repeat it.
export function showState(panel, note, { state, text, wrong = false }) {
  panel.dataset.view = state;
  panel.toggleAttribute("data-wrong", wrong);
  if (note.textContent !== text) {
    note.textContent = text;
  }
}

// The states that every component has, told in one line: loading, empty, partial, stale, error, and ready, which says nothing.

// What a component that fetches shows. `problem`: why the newest question was not answered, or null; `shownAt`: the time of what
// is on the page, or null if nothing is; `empty`: the text when the answer has nothing in it, or ""; `partial`: what is missing.
export function viewState({ problem = null, shownAt = null, empty = "", partial = "" }) {
  if (problem && shownAt) {
    return { state: "stale", text: `Not refreshed since ${shownAt} UTC: ${sentence(problem)}` };
  }
  if (problem) {
    return { state: "error", text: `Cannot be shown: ${sentence(problem)}` };
  }
  if (!shownAt) {
    return { state: "loading", text: "Loading." };
  }
  if (empty) {
    return { state: "empty", text: empty };
  }
  return partial ? { state: "partial", text: partial } : { state: "ready", text: "" };
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

// Tells `panel` and its `note`. Nothing is said again that is already there: screen readers would read it again.
export function showState(panel, note, { state, text }) {
  panel.dataset.view = state;
  if (note.textContent !== text) {
    note.textContent = text;
  }
}

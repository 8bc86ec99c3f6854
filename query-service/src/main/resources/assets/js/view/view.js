// The view in the address bar. Each change adds an entry to the history, so that "back" undoes it. Components that depend on the
// view register a listener and update themselves without a page load.

import { withValues, withView } from "./query.js";

const listeners = new Set();

export function viewValue(name) {
  return new URLSearchParams(location.search).get(name) ?? "";
}

// Changes `values` in the view. With `replace`, the current entry of the history is replaced.
export function changeView(values, { replace = false } = {}) {
  const query = withValues(location.search, values);
  if (query === new URLSearchParams(location.search).toString()) {
    return;
  }
  const address = withView(location.pathname, query) + location.hash;
  if (replace) {
    history.replaceState(null, "", address);
  } else {
    history.pushState(null, "", address);
  }
  tell();
}

export function onViewChange(listener) {
  listeners.add(listener);
}

function tell() {
  listeners.forEach((listener) => listener());
}

addEventListener("popstate", tell);

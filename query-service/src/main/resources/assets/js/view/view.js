// The view in the address bar. A choice is a new entry of the history, so that back undoes it; whoever shows a part of the view
// listens and brings itself up to date, without a new page.

import { withValues, withView } from "./query.js";

const listeners = new Set();

export function viewValue(name) {
  return new URLSearchParams(location.search).get(name) ?? "";
}

// Goes to the view with `values` changed. `replace`: as a correction of the newest entry instead of a new one.
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

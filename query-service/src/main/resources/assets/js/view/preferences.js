// What the reader prefers on every page: the time zone and the theme. Both belong to the person, not to the view, so they are kept in
// this browser and are not in the address: a shared link opens in the zone and theme of whoever follows it.

const CHOICES = { zone: ["UTC", "local"], theme: ["dark", "light"] };
const listeners = new Set();

// The reader's choice; the first one of CHOICES if there is none, or if the browser keeps nothing.
export function preference(name) {
  return validPreference(name, stored(name));
}

export function validPreference(name, text) {
  return CHOICES[name].includes(text) ? text : CHOICES[name][0];
}

export function prefer(name, value) {
  if (preference(name) === value) {
    return;
  }
  try {
    localStorage.setItem(key(name), value);
  } catch {
    // Without storage the choice is of this page only.
    session[name] = value;
  }
  tell();
}

export function onPreferenceChange(listener) {
  listeners.add(listener);
}

const session = {};

function key(name) {
  return `tidemark.${name}`;
}

// Tests of texts run without a page.
function stored(name) {
  if (typeof document === "undefined") {
    return null;
  }
  try {
    return localStorage.getItem(key(name)) ?? session[name];
  } catch {
    return session[name];
  }
}

function tell() {
  // The charts read the colours of the theme when they are told.
  document.documentElement.dataset.theme = preference("theme");
  listeners.forEach((listener) => listener());
}

if (typeof document !== "undefined") {
  // Another tab has changed it.
  addEventListener("storage", ({ key: changed }) => changed?.startsWith("tidemark.") && tell());
}

// The commands of a page: everything the header offers, and the panels of the page.

import { prefer, preference } from "../../js/view/preferences.js";
import { changeView } from "../../js/view/view.js";
import { refreshNow } from "../refresh/refresh.js";

// Read from the page when the palette opens, so that it offers what the controls do. A command is `{ text, run }`.
export function commandsOf(header) {
  const choices = (select, prefix, run) =>
    [...header.querySelector(select).options].filter(({ hidden }) => !hidden).map(({ value, text }) => ({ text: `${prefix} ${text}`, run: () => run(value) }));
  return [
    ...[...header.querySelectorAll(".nav a")].map((link) => ({ text: `Go to ${link.textContent.trim()}`, run: () => link.click() })),
    ...choices("#period", "Period: last", (period) => changeView({ period, from: "", to: "" })),
    { text: "Period: custom span …", run: () => header.querySelector("#span-custom").showPopover() },
    ...choices("#compare", "Compare:", (compare) => changeView({ compare })),
    ...choices("#service", "Service:", (service) => changeView({ service, method: "", route: "" })),
    ...choices("#refresh-interval", "Refresh:", (value) => choose(header.querySelector("#refresh-interval"), value)),
    { text: "Refresh: now", run: refreshNow },
    { text: `Theme: ${preference("theme") === "dark" ? "light" : "dark"}`, run: () => prefer("theme", preference("theme") === "dark" ? "light" : "dark") },
    { text: `Times: ${preference("zone") === "UTC" ? "local" : "UTC"}`, run: () => prefer("zone", preference("zone") === "UTC" ? "local" : "UTC") },
    ...[...document.querySelectorAll("main section[id] > .panel-head h2")].filter((heading) => heading.checkVisibility()).map((heading) => ({
      text: `Panel: ${heading.textContent.replace(/\s+/g, " ").trim()}`,
      run: () => goTo(heading),
    })),
    { text: "Help: keys", run: () => document.getElementById("help").showModal() },
  ];
}

function choose(select, value) {
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function goTo(heading) {
  if (!heading.hasAttribute("tabindex")) {
    heading.tabIndex = -1;
  }
  heading.focus({ preventScroll: true });
  heading.closest("section").scrollIntoView({ block: "start" });
}

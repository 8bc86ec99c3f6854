// The header of every page: navigation, span, refresh, the reader's zone and theme, commands, health badge and freshness of the data.

import { onViewChange } from "../../js/view/view.js";
import { withView } from "../../js/view/query.js";
import { clockText, zoneText } from "../../js/wording.js";
import { startPalette } from "../palette/palette.js";
import { isPaused, refreshInterval, refreshNow, startRefresh } from "../refresh/refresh.js";
import { startSpan } from "../span/span.js";
import { freshness } from "./age.js";
import { startPreferences } from "./preferences.js";
import { refreshThroughHtmx } from "./swap.js";

const PAGE_TITLE = document.title;

let answeredAt = performance.now();
let failingSince = null;
let announced = "";

export function startHeader(header) {
  startNavigation(header);
  startSpan(header);
  startPreferences(header);
  startPalette(header);
  startRefresh(header.querySelector("#refresh"));
  refreshThroughHtmx(header.querySelector("#status"), { swapped: answered, failed });
  setInterval(show, 1000);
  // After the page's script, when all components are registered.
  queueMicrotask(refreshNow);
}

// Links to other pages keep the current view.
function startNavigation(header) {
  const links = [...header.querySelectorAll(".nav a")].map((link) => ({ link, path: link.getAttribute("href") }));
  const follow = () => links.forEach(({ link, path }) => link.setAttribute("href", withView(path, location.search)));
  onViewChange(follow);
  follow();
}

function answered() {
  answeredAt = performance.now();
  failingSince = null;
  const { state, verdict } = document.getElementById("health").dataset;
  announce(state, verdict);
  show();
}

function failed() {
  failingSince ??= performance.now();
  show();
}

// Screen readers announce the verdict when its status changes, not after each refresh.
function announce(state, verdict) {
  if (announced && announced !== state) {
    document.getElementById("announcer").textContent = verdict;
  }
  announced = state;
  document.title = (state === "ok" ? "" : `${state.replace("_", " ")} · `) + PAGE_TITLE;
}

function show() {
  const now = performance.now();
  const { age, stale } = document.getElementById("freshness").dataset;
  const health = document.getElementById("health").dataset.state;
  const failingFor = failingSince === null ? 0 : now - failingSince;
  const shown = health === "loading" ? loading(failingFor) : freshness({
    age: age === undefined ? null : Number(age),
    stale: stale === "true",
    health,
    sinceAnswer: now - answeredAt,
    failingFor,
    interval: refreshInterval(),
  });
  document.getElementById("freshness").dataset.state = shown.state;
  const text = document.getElementById("freshness-age");
  if (text) {
    text.textContent = shown.text + (isPaused() ? ", paused" : "");
  }
  tellCut(shown.cut, failingFor);
  document.body.classList.toggle("is-old", shown.old);
  document.dispatchEvent(new CustomEvent("tidemark:age", { detail: shown }));
}

function loading(failingFor) {
  const { cut, old } = freshness({ age: null, stale: false, health: "loading", sinceAnswer: 0, failingFor, interval: 0 });
  return { state: "loading", text: "", cut, old };
}

function tellCut(cut, failingFor) {
  const alarm = document.getElementById("alarm");
  if (cut && alarm.hidden) {
    const since = clockText(Date.now() - failingFor);
    alarm.textContent = `The query service has not answered since ${since} ${zoneText()}. The figures below are old. The page keeps retrying.`;
  }
  alarm.hidden = !cut;
}

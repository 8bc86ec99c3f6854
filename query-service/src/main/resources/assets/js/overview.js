// Verdict and cards: htmx fetches them; this tells how old they are, and that they are, when they cannot be fetched.

import { toAddress } from "./address.js";
import { ageInWords } from "./wording.js";

const STALE_AFTER_MS = 30_000;
// Two refreshes in a row failed.
const CUT_AFTER_MS = 11_000;

let refreshedAt = performance.now();
let announced = "";

export function watchOverview() {
  const overview = document.getElementById("overview");
  overview.addEventListener("htmx:afterSwap", refreshed);
  document.getElementById("period").addEventListener("change", (event) => {
    toAddress("period", event.target.value);
    htmx.trigger(overview, "refresh");
  });
  refreshed();
  setInterval(tellFreshness, 1000);
}

function refreshed() {
  refreshedAt = performance.now();
  announce(document.getElementById("verdict"));
  tellFreshness();
}

// Screen readers hear the verdict when it changes, not with every refresh.
function announce(verdict) {
  const status = verdict.dataset.state;
  if (announced && announced !== status) {
    document.getElementById("announcer").textContent = verdict.dataset.text;
  }
  announced = status;
  document.title = (status === "ok" ? "" : `${status.replace("_", " ")} · `) + "Tidemark";
}

function tellFreshness() {
  const { age, stale, freshness, state } = document.getElementById("verdict").dataset;
  const sinceRefresh = performance.now() - refreshedAt;
  const cut = sinceRefresh > CUT_AFTER_MS;
  const line = document.getElementById("freshness");
  const text = document.getElementById("freshness-text");
  document.body.classList.toggle("is-cut", cut);
  tellCut(cut, sinceRefresh);
  if (age === undefined) {
    line.dataset.state = state === "down" ? "down" : "none";
    text.textContent = freshness;
    return;
  }
  const now = Number(age) + sinceRefresh;
  line.dataset.state = stale === "true" || now > STALE_AFTER_MS || cut ? "stale" : "ok";
  text.textContent = `data ${ageInWords(now)} old`;
}

function tellCut(cut, sinceRefresh) {
  const alarm = document.getElementById("alarm");
  if (cut && alarm.hidden) {
    const since = new Date(Date.now() - sinceRefresh).toISOString().slice(11, 19);
    alarm.textContent = `The query service has not answered since ${since} UTC. What is below is old; this page goes on trying.`;
  }
  alarm.hidden = !cut;
}

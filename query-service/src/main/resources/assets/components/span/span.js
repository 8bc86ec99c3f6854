// The header's controls of what the figures cover: period or custom span, service, comparison. Each choice is in the address.

import { answerTo } from "../../js/answer.js";
import { onPreferenceChange, preference } from "../../js/view/preferences.js";
import { onSpanChange, spanInWords, spanLengthSeconds, spanQuery } from "../../js/view/span.js";
import { isCustom } from "../../js/view/spans.js";
import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { zoneText } from "../../js/wording.js";
import { Question } from "../panel/question.js";
import { onRefresh, refreshNow } from "../refresh/refresh.js";
import { fieldValue, parseSpan } from "./parse.js";
import { serviceEntries } from "./services.js";

// As in the style sheet.
const WIDTH_PX = 280;
const SERVICES_MS = 55_000;

export function startSpan(header) {
  startPeriod(header);
  startCustom(header);
  startService(header.querySelector("#service"));
  startComparison(header.querySelector("#compare"));
  // After all components have followed the address: what they ask for may depend on it.
  onSpanChange(() => queueMicrotask(refreshNow));
}

function startPeriod(header) {
  const select = header.querySelector("#period");
  const chip = header.querySelector("#span-chip");
  const words = header.querySelector("#span-words");
  const back = header.querySelector("#span-back");
  let last = viewValue("period") || select.dataset.default;

  const follow = () => {
    const custom = isCustom(spanQuery());
    if (!custom) {
      last = spanQuery().get("period");
    }
    // Some browsers restore the previous selection after a reload.
    select.value = custom ? "" : last;
    chip.hidden = !custom;
    words.textContent = custom ? spanInWords() : "";
    back.textContent = `Back to ${last}`;
  };
  const choose = (period) => changeView({ period, from: "", to: "" });

  select.form.addEventListener("submit", (event) => event.preventDefault());
  select.addEventListener("change", () => choose(select.value));
  back.addEventListener("click", () => {
    choose(last);
    select.focus();
  });
  onViewChange(follow);
  onPreferenceChange(follow);
  follow();
}

// The popover: the browser opens and closes it.
function startCustom(header) {
  const dialog = header.querySelector("#span-custom");
  const opener = header.querySelector("#span-open");
  const [from, to] = ["from", "to"].map((name) => dialog.querySelector(`#span-${name}`));
  const error = dialog.querySelector("#span-error");

  const tell = ({ field = "", error: text = "" }) => {
    error.textContent = text;
    for (const input of [from, to]) {
      input.setAttribute("aria-invalid", String(input.id === `span-${field}`));
    }
    dialog.querySelector(`#span-${field || "none"}`)?.focus();
  };
  dialog.addEventListener("beforetoggle", ({ newState }) => {
    if (newState === "open") {
      const span = spanQuery();
      const now = Date.now();
      const end = Date.parse(span.get("to")) || now;
      const begin = Date.parse(span.get("from")) || end - spanLengthSeconds() * 1000;
      from.value = fieldValue(begin, preference("zone"));
      to.value = fieldValue(end, preference("zone"));
      dialog.querySelector("#span-zone").textContent = preference("zone") === "UTC" ? "Times are UTC." : `Times are those of this computer (${zoneText()}).`;
      tell({});
      const { bottom, left } = opener.getBoundingClientRect();
      dialog.style.top = `${Math.max(0, bottom + 6)}px`;
      dialog.style.left = `${Math.max(16, Math.min(left, innerWidth - WIDTH_PX - 16))}px`;
    }
  });
  dialog.addEventListener("toggle", ({ newState }) => newState === "open" && from.focus());
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const span = parseSpan({ from: from.value, to: to.value, zone: preference("zone"), now: Date.now() });
    tell(span);
    if (!span.error) {
      dialog.hidePopover();
      changeView({ ...span, period: "" });
    }
  });
}

function startService(select) {
  const question = new Question(answerTo);
  let services = null;
  let asked = "";
  let askedAt = -Infinity;

  const show = () => {
    const chosen = viewValue("service");
    const entries = serviceEntries(services, chosen);
    if (JSON.stringify(entries) !== select.dataset.shown) {
      select.dataset.shown = JSON.stringify(entries);
      select.replaceChildren(...entries.map(({ value, text }) => new Option(text, value)));
    }
    select.value = chosen;
  };
  const ask = async () => {
    const span = spanQuery();
    span.delete("service");
    span.delete("compare");
    // Counts in the list change slowly; another span has other services.
    if (span.toString() === asked && performance.now() - askedAt < SERVICES_MS) {
      return true;
    }
    const { answer, overtaken } = await question.put(`/api/monitoring/services?${span}`);
    if (!answer) {
      return Boolean(overtaken);
    }
    asked = span.toString();
    askedAt = performance.now();
    services = answer.services;
    show();
    return true;
  };

  // Another service has other endpoints.
  select.addEventListener("change", () => changeView({ service: select.value, method: "", route: "" }));
  onViewChange(show);
  onRefresh(ask);
  show();
}

function startComparison(select) {
  const follow = () => {
    select.value = viewValue("compare");
    if (select.selectedIndex < 0) {
      select.value = "";
    }
  };
  select.addEventListener("change", () => changeView({ compare: select.value }));
  onViewChange(follow);
  follow();
}

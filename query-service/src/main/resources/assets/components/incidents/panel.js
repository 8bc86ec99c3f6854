// The incidents of the span on one axis with deploys and restarts, the chosen one in words, and all of them as a table.

import { answerTo } from "../../js/answer.js";
import { startPanel } from "../panel/panel.js";
import { startTable } from "../table/data-table.js";
import { clockText, shown, timeText } from "../../js/wording.js";
import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { withValues, withView } from "../../js/view/query.js";
import { onPreferenceChange } from "../../js/view/preferences.js";
import { addressOf, barText, callsOf, causeText, gapsOf, layout, lengthText, linksOf, markText, nameOf, queryidOf, spanText } from "./axis.js";

const CHOICE = "incident";

export function startIncidents(section) {
  let answer = null;
  let statement = { id: null, queryid: null };
  // The same element for the same incident, so that a refresh keeps the focus.
  const bars = new Map();
  const panel = startPanel(section, {
    address: addressOf,
    download: { table: "incidents" },
    gaps: (newest) => gapsOf(newest, Date.parse(newest.to)),
    draw: (newest) => {
      answer = newest;
      drawAxis();
      drawChosen();
      table.show(newest.incidents);
    },
  });
  const axis = make("div", "incident-axis");
  axis.setAttribute("role", "group");
  axis.setAttribute("aria-label", "Incidents, oldest first");
  const marks = make("div", "incident-marks");
  const ticks = make("div", "incident-ticks dim");
  ticks.setAttribute("aria-hidden", "true");
  const chosen = make("div", "incident-chosen");
  const fold = make("details", "incident-table");
  const tableBody = make("div", "");
  fold.append(make("summary", "", "As a table"), tableBody);
  panel.body.append(axis, marks, ticks, chosen, fold);
  const table = startTable(tableBody, {
    caption: "Incidents",
    name: "incidents",
    sort: "-onset",
    key: ({ id }) => id,
    columns: [
      { key: "endpoint", title: "endpoint", text: true, of: nameOf, link: ({ id }) => withView(location.pathname, withValues(location.search, { [CHOICE]: String(id) })) },
      { key: "kind", title: "kind", text: true, of: ({ kind }) => kind },
      { key: "onset", title: "since", text: true, of: ({ onset }) => onset, format: timeText },
      { key: "ended", title: "until", text: true, of: ({ ended_at: ended }) => ended ?? "", format: (ended) => (ended ? timeText(ended) : "goes on") },
      { key: "length", title: "lasted", sort: false, of: lengthText },
      { key: "cause", title: "cause", text: true, of: causeText },
    ],
  });

  const drawAxis = () => {
    const { bars: placed, lanes, marks: starts, ticks: times } = layout(answer);
    axis.style.setProperty("--lanes", String(lanes));
    axis.hidden = lanes === 0;
    const wanted = new Set(placed.map(({ incident }) => incident.id));
    [...bars.keys()].filter((id) => !wanted.has(id)).forEach((id) => {
      bars.get(id).remove();
      bars.delete(id);
    });
    placed.forEach((bar, i) => {
      const element = bars.get(bar.incident.id) ?? newBar(bar.incident.id);
      fillBar(element, bar);
      if (axis.children[i] !== element) {
        const focused = document.activeElement === element;
        axis.insertBefore(element, axis.children[i] ?? null);
        if (focused) {
          element.focus({ preventScroll: true });
        }
      }
    });
    drawMarks(starts);
    ticks.replaceChildren(...times.map(({ left, ts }) => at(make("span", "", clockText(ts).slice(0, 5)), left)));
  };

  const newBar = (id) => {
    const element = make("button", "incident-bar");
    element.type = "button";
    element.dataset.incident = String(id);
    element.addEventListener("click", () => changeView({ [CHOICE]: String(id) }));
    bars.set(id, element);
    return element;
  };

  const fillBar = (element, { incident, left, width, lane, isOpen, tone }) => {
    at(element, left);
    element.style.setProperty("--width", `${width}%`);
    element.style.setProperty("--lane", String(lane));
    element.dataset.state = tone;
    element.dataset.open = String(isOpen);
    const text = shown(barText(incident));
    if (element.title !== text) {
      element.title = text;
      element.setAttribute("aria-label", text);
    }
    element.setAttribute("aria-pressed", String(incident.id === chosenOf()?.id));
  };

  const drawMarks = (starts) => {
    marks.hidden = starts.length === 0;
    const wanted = starts.map((mark) => [mark, shown(markText(mark))]);
    const before = [...marks.children].map((one) => one.title).join("\n");
    if (before !== wanted.map(([, text]) => text).join("\n")) {
      marks.replaceChildren(
        ...wanted.map(([, text]) => {
          const one = make("span", "incident-mark");
          one.tabIndex = 0;
          one.setAttribute("role", "img");
          one.setAttribute("aria-label", text);
          one.title = text;
          return one;
        }),
      );
    }
    wanted.forEach(([{ left }], i) => at(marks.children[i], left));
  };

  // The chosen incident, or the newest one.
  const chosenOf = () => answer.incidents.find(({ id }) => String(id) === viewValue(CHOICE)) ?? answer.incidents.at(0) ?? null;

  const drawChosen = () => {
    const incident = chosenOf();
    bars.forEach((element, id) => element.setAttribute("aria-pressed", String(id === incident?.id)));
    chosen.hidden = incident === null;
    if (incident === null) {
      return;
    }
    const parts = chosen.children.length > 0 ? chosen : newChosen(chosen);
    setText(parts.querySelector("[data-part=text]"), shown(incident.text));
    setText(parts.querySelector("[data-part=span]"), spanText(incident));
    setText(parts.querySelector("[data-part=cause]"), shown(causeText(incident)));
    setText(parts.querySelector("[data-part=next]"), incident.cause?.action ? shown(incident.cause.action) : "–");
    setText(parts.querySelector("[data-part=affected]"), shown(affectedText(incident)));
    drawLinks(incident);
  };

  const drawLinks = (incident) => {
    const now = Date.parse(answer.to);
    if (statement.id !== incident.id) {
      statement = { id: incident.id, queryid: null };
      const address = callsOf(incident, now);
      if (address) {
        answerTo(address).then(
          (calls) => {
            if (statement.id === incident.id) {
              statement.queryid = queryidOf(incident, calls);
              drawLinks(incident);
            }
          },
          // Then the link leads to all statements.
          () => {},
        );
      }
    }
    fillLinks(chosen.querySelector("[data-part=links]"), linksOf(incident, now, statement.queryid));
  };

  onViewChange(() => answer && drawChosen());
  onPreferenceChange(() => answer && drawAxis());
}

function affectedText({ affected }) {
  const others = affected.slice(1);
  return others.length === 0 ? "nothing else" : others.slice(0, 5).join(", ") + (others.length > 5 ? ` and ${others.length - 5} more` : "");
}

function newChosen(chosen) {
  const facts = make("dl", "incident-facts");
  for (const [part, title] of [
    ["span", "when"],
    ["cause", "cause"],
    ["next", "next"],
    ["affected", "also"],
  ]) {
    const value = make("dd", "");
    value.dataset.part = part;
    facts.append(make("dt", "dim", title), value);
  }
  const text = make("p", "incident-text");
  text.dataset.part = "text";
  const links = make("p", "incident-links");
  links.dataset.part = "links";
  chosen.append(text, facts, links);
  return chosen;
}

// Links stay while only their addresses change, so that the focus stays.
function fillLinks(element, links) {
  if ([...element.children].map((link) => link.textContent).join() !== links.map(({ text }) => text).join()) {
    element.replaceChildren(...links.map(({ text }) => make("a", "", text)));
  }
  links.forEach(({ address, isFile }, i) => {
    element.children[i].href = address;
    element.children[i].toggleAttribute("download", Boolean(isFile));
  });
}

function at(element, left) {
  element.style.setProperty("--left", `${left}%`);
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

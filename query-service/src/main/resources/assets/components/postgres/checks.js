// The checklist: what fails is open, with the SQL that helps.

import { valueText } from "../../js/wording.js";
import { startPanel } from "../panel/panel.js";
import { keysOf } from "../table/columns.js";
import { keep, make, sqlPart, words } from "./elements.js";
import { addressOf, checkGaps, stateMark, stateWord, thresholdText, unitOf } from "./series.js";

export function startChecks(section) {
  const items = new Map();
  const { body } = startPanel(section, {
    address: (span) => addressOf("checks", span, []),
    download: { table: "postgres_checks" },
    draw: ({ checks }) => {
      const shown = checks.map((check) => itemOf(items, check));
      // A moved element loses its focus.
      if (shown.some((item, i) => list.children[i] !== item)) {
        list.replaceChildren(...shown);
      }
      section.dataset.checks = checks.map(({ state }) => state).join(" ");
    },
    gaps: checkGaps,
  });
  const list = make("div", "checks");
  body.append(list);
}

function itemOf(items, check) {
  let item = items.get(check.id);
  if (!item) {
    item = make("details", "check", "", { id: `check-${check.id}` });
    item.append(make("summary"), make("div", "check-body"));
    items.set(check.id, item);
  }
  const shown = JSON.stringify(check);
  if (item.dataset.shown === shown) {
    return item;
  }
  item.dataset.shown = shown;
  const fails = check.state === "watch" || check.state === "degraded";
  // What the reader opened or closed stays so, until the state changes.
  if (item.dataset.check !== check.state) {
    item.open = fails;
  }
  item.dataset.check = check.state;
  item.dataset.state = stateMark(check.state);
  fillSummary(item.firstChild, check);
  keep(item.lastChild, content(check));
  return item;
}

function fillSummary(summary, check) {
  const mark = make("span", "state-mark", "", { "aria-hidden": "true" });
  summary.dataset.state = stateMark(check.state);
  summary.replaceChildren(
    mark,
    make("span", "check-word", stateWord(check.state)),
    make("span", "check-title", check.title),
    make("span", "check-value", check.value === null ? "" : valueText(check.value, unitOf(check.value, check.unit))),
    make("span", "check-text dim", check.text),
  );
}

function content({ findings, unknown, ...check }) {
  const parts = [words("threshold", "p", "dim", `Threshold: ${thresholdText(check)}.`)];
  if (unknown) {
    parts.push(words("reason", "p", "", `${unknown.reason}.`));
    if (unknown.remedy) {
      parts.push(remedyOf(unknown.remedy));
    }
  }
  keysOf(findings, ({ subject }) => subject).forEach((key, i) => {
    parts.push({ key, build: () => make("div", "finding"), fill: (block) => keep(block, findingParts(findings[i], check)) });
  });
  if (findings.length === 0 && !unknown) {
    parts.push(words("nothing", "p", "dim", "Nothing to do."));
  }
  return parts;
}

function findingParts({ subject, value, text, remedy }, check) {
  return [
    words("subject", "p", "finding-subject", [subject, value === null ? "" : valueText(value, findingUnit(check))].filter(Boolean).join(": ")),
    ...(text ? [words("text", "p", "dim finding-text", text)] : []),
    ...(remedy ? [sqlPart("remedy", remedy)] : []),
  ];
}

// A root is measured by the sessions that it blocks, an index by its size.
function findingUnit({ id, unit }) {
  return id.endsWith("_indexes") ? "MB" : id === "locks" ? "blocked" : unitOf(0, unit);
}

function remedyOf(remedy) {
  const statement = remedy.replace(/^run /, "");
  return /^[A-Z]{4}/.test(statement) ? sqlPart("remedy", statement) : words("remedy", "p", "dim", `${remedy}.`);
}

// Answers of the API about PostgreSQL, without a page: addresses, series for charts, and texts.

import { isUnknown } from "../../js/wording.js";

const API = "/api/monitoring/postgres";

// The address of `path` for a span of the page. `names`: which of its parameters the path understands besides the span.
export function addressOf(path, span, names = ["compare"], more = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of span) {
    if (["period", "from", "to", ...names].includes(name)) {
      query.set(name, value);
    }
  }
  Object.entries(more).forEach(([name, value]) => value && query.set(name, value));
  return `${API}/${path}?${query}`;
}

// A chart of `answer`. `wanted`: `[{ name, title, labels?, tone?, of? }]`: a metric and its name in the chart; `of` maps a value.
// Steps without a reading are gaps.
export function chartOf(answer, wanted) {
  const { from, to, comparison } = answer;
  const chart = { from, to, series: seriesOf(answer, wanted) };
  const earlier = comparison ? seriesOf(comparison, wanted).filter(({ points }) => points.some(([, value]) => value !== null)) : [];
  return earlier.length > 0 ? { ...chart, comparison: { from: comparison.from, to: comparison.to, series: earlier } } : chart;
}

function seriesOf({ from, to, step_seconds: step, history }, wanted) {
  return wanted.map(({ name, title, tone, labels = {}, of = (value) => value, largest = false }) => {
    const found = history.filter((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value));
    const sums = new Map();
    for (const { points } of found) {
      for (const { at, mean, max } of points) {
        const key = Date.parse(at);
        sums.set(key, (sums.get(key) ?? 0) + of(largest ? max : mean));
      }
    }
    return { name: title, tone, points: steps(from, to, step).map((ts) => [new Date(ts).toISOString(), sums.get(ts) ?? null]) };
  });
}

function steps(from, to, seconds) {
  const all = [];
  const width = seconds * 1000;
  for (let ts = Math.floor(Date.parse(from) / width) * width; ts < Date.parse(to); ts += width) {
    all.push(ts);
  }
  return all;
}

// The values of a label in the series of a metric, the ones with the largest sums first.
export function labelsOf({ history }, name, label) {
  const sums = new Map();
  for (const one of history.filter((series) => series.name === name)) {
    const sum = one.points.reduce((all, { mean }) => all + mean, 0);
    const value = one.labels[label] ?? "";
    sums.set(value, (sums.get(value) ?? 0) + sum);
  }
  return [...sums].toSorted(([, a], [, b]) => b - a).map(([value]) => value);
}

// What is unknown, in one line; "" if all is known.
export function unknownText({ unknown = [] }) {
  return unknown
    .map(({ fields, reason, remedy }) => `${fields.slice(0, 4).join(", ").replaceAll("_", " ")}${fields.length > 4 ? " …" : ""} unknown: ${remedy ? `${reason}; ${remedy}` : reason}.`)
    .join(" ");
}

// Texts for the state of the checklist. All checks that are unknown for the same reason say it once.
export function checkGaps({ checks }) {
  const unknown = checks.filter(({ state }) => state === "unknown");
  const reasons = new Set(unknown.map(({ text }) => text));
  if (unknown.length === checks.length && reasons.size <= 2 && checks.length > 1) {
    return { empty: `${[...reasons].join("; ")}.` };
  }
  return { partial: unknown.length === 0 ? "" : `${unknown.length} of ${checks.length} checks are unknown; each says why.` };
}

// A duration in the largest unit that has two digits.
export function secondsText(seconds) {
  if (isUnknown(seconds)) {
    return "–";
  }
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 7200) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

const WORDS = { ok: "ok", watch: "look", degraded: "act", unknown: "unknown" };
const MARKS = { ok: "ok", watch: "watch", degraded: "down", unknown: "unknown" };

// The state of a check in a word.
export function stateWord(state) {
  return WORDS[state] ?? state;
}

// The state of a check as marks and colours know it: "degraded" is the worst that a check can be.
export function stateMark(state) {
  return MARKS[state] ?? "unknown";
}

const ONE = { sessions: "session", statements: "statement", indexes: "index", tables: "table" };

// The unit of a check as it follows a figure: short, and in the singular behind 1.
export function unitOf(value, unit) {
  return unit.startsWith("%") ? "%" : value === 1 ? ONE[unit] ?? unit : unit;
}

// "amber from 80, red from 90 % of max_connections".
export function thresholdText({ unit, watch, degraded, lower }) {
  const side = lower ? "below" : "from";
  const both = `amber ${side} ${watch}`;
  const last = degraded ?? watch;
  return `${both}${degraded === null ? "" : `, red ${side} ${degraded}`} ${last === 1 ? (ONE[unit] ?? unit) : unit}`;
}

// An earlier figure of the row with the same names; undefined without a comparison.
export function earlierRow({ comparison }, row, keys) {
  return comparison?.rows?.find((one) => keys.every((key) => one[key] === row[key]));
}

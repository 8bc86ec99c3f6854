// Small elements of the page of PostgreSQL.

import { startTimeChart } from "../chart/time-chart.js";
import { place } from "../table/data-table.js";
import { shown } from "../../js/wording.js";
import { kept } from "./keep.js";

export function make(tag, className = "", text = "", attributes = {}) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  if (text !== "") {
    made.textContent = shown(text);
  }
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

const blocks = new WeakMap();

// Shows `wanted` as the only children of `parent`: `{ key, shown, build(), fill? }` as in `kept`; `fill(block)` brings a block up to date.
export function keep(parent, wanted) {
  const newest = kept(blocks.get(parent) ?? new Map(), wanted);
  blocks.set(parent, newest);
  wanted.forEach(({ key, fill }) => fill?.(newest.get(key).block));
  place(parent, [...newest.values()].map(({ block }) => block));
}

// A part of `keep` that is a text.
export function words(key, tag, className, text, attributes) {
  return { key, shown: text, build: () => make(tag, className, text, attributes) };
}

// A part of `keep` that is SQL.
export function sqlPart(key, text) {
  return { key, shown: text, build: () => sql(text) };
}

// SQL with a button that copies it.
export function sql(text) {
  const block = make("div", "sql");
  const code = make("pre", "", text);
  code.tabIndex = 0;
  const button = make("button", "copy", "Copy", { type: "button", "aria-label": `Copy ${text.slice(0, 60)}` });
  button.addEventListener("click", async () => {
    button.textContent = await copied(text, code);
    setTimeout(() => (button.textContent = "Copy"), 2_000);
  });
  block.append(code, button);
  return block;
}

// Without a secure context there is no clipboard: then the text is selected.
async function copied(text, code) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied";
  } catch {
    getSelection().selectAllChildren(code);
    return "Selected";
  }
}

// A chart with a title in `grid`; returns it.
export function chart(grid, title, options) {
  const figure = make("figure");
  const caption = make("figcaption", "", title);
  const canvas = make("div");
  figure.append(caption, canvas);
  grid.append(figure);
  return startTimeChart(canvas, { title, ...options });
}

// A list of figures: `[[name, text], …]`.
export function facts(list, entries) {
  keep(
    list,
    entries.map(([name, text]) => ({
      key: name,
      shown: text,
      build: () => {
        const group = make("div");
        group.append(make("dt", "", name), make("dd", "", text));
        return group;
      },
    })),
  );
}

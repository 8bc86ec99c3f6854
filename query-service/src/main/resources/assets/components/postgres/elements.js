// Small elements of the page of PostgreSQL.

import { startTimeChart } from "../chart/time-chart.js";
import { shown } from "../../js/wording.js";

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
  list.replaceChildren(
    ...entries.map(([name, text]) => {
      const group = make("div");
      group.append(make("dt", "", name), make("dd", "", text));
      return group;
    }),
  );
}

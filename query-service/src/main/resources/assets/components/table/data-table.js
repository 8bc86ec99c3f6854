// A table of figures, made from its columns. Rows, cells and links are kept while it is refreshed, so that focus and selection stay.

import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { grouped } from "../../js/wording.js";
import { cellText, change, drawn, keysOf } from "./columns.js";
import { isAscending, nextOrder, parseOrder, sorted } from "./order.js";

// A column: `{ key, title, of(row) }`, and as needed
// - `unit`, `help`: in the heading, and its explanation
// - `digits` or `format(value)`: how a number is written; `text: true`: a column of texts, on the left and sorted from A to Z
// - `sort: false`: cannot be sorted
// - `link(row)`: the address behind the text, or null
// - `bar(row)`: 0 to 100, drawn beside the figure
// - `delta(row)`: the earlier figure; `worse`: "more" or "less"
// - `state(row)`: "degraded" or "down", which colours the figure
// - `node(row)`: an element behind the text, such as a sparkline
//
// `name`: of its order in the address, `NAME_sort` (default: the id of `element`); `sort`: the order without a choice; `key(row)`: what
// identifies a row (default: its first cell).
export function startTable(element, { caption, columns, sort = "", name = element.id, key = columns[0].of }) {
  const parameter = `${name}_sort`;
  const lines = new Map();
  let rows = [];

  const scroll = make("div", "scroll");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", caption);
  const table = make("table", "figures data-table");
  const title = make("caption", "visually-hidden", caption);
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const rest = make("p", "table-rest dim");
  rest.hidden = true;
  table.prepend(title);
  scroll.append(table);
  element.append(scroll, rest);

  const order = () => parseOrder(name ? viewValue(parameter) : "", columns, sort);
  const heads = columns.map((column) => heading(column, () => changeView({ [parameter]: nextOrder(order(), column.key) }, { replace: true })));
  head.append(...heads);

  const arrange = () => {
    const chosen = order();
    columns.forEach((column, i) => {
      if (column.sort !== false) {
        const direction = isAscending(chosen, columns) ? "ascending" : "descending";
        heads[i].setAttribute("aria-sort", column.key === chosen.key ? direction : "none");
      }
    });
    const { rows: top, more } = drawn(sorted(rows, chosen, columns));
    const keys = keysOf(top, key);
    const placed = keys.map((id, i) => {
      const line = lines.get(id) ?? newLine(columns);
      fill(line, columns, top[i]);
      return [id, line];
    });
    lines.clear();
    placed.forEach(([id, line]) => lines.set(id, line));
    place(body, [...lines.values()]);
    rest.hidden = more === 0;
    rest.textContent = more === 0 ? "" : `${grouped(more)} more are not shown.`;
  };

  // Without a name, its order is not in the address.
  if (name) {
    onViewChange(() => order().key && arrange());
  }
  return {
    table,
    show(newest) {
      rows = newest;
      arrange();
    },
  };
}

function heading({ key, title, unit, help, text, sort }, choose) {
  const cell = make("th", text ? "" : "num");
  cell.scope = "col";
  const words = unit ? `${title} ${unit}` : title;
  if (help) {
    cell.title = help;
  }
  if (sort === false) {
    cell.textContent = words;
    return cell;
  }
  const button = make("button", "sort", words);
  button.type = "button";
  button.dataset.sort = key;
  button.addEventListener("click", choose);
  cell.append(button);
  return cell;
}

function newLine(columns) {
  const line = document.createElement("tr");
  columns.forEach(({ text, key }, i) => {
    const cell = make(i === 0 ? "th" : "td", text ? "" : "num");
    if (i === 0) {
      cell.scope = "row";
    }
    cell.dataset.column = key;
    line.append(cell);
  });
  return line;
}

function fill(line, columns, row) {
  columns.forEach((column, i) => {
    const cell = line.cells[i];
    const state = column.state?.(row) ?? "";
    if ((cell.dataset.state ?? "") !== state) {
      cell.dataset.state = state;
    }
    if (column.bar) {
      fillBar(cell, column.bar(row), column.title);
    }
    fillText(cell, cellText(column, row), column.link?.(row));
    if (column.delta) {
      fillChange(cell, change(column, row));
    }
    if (column.node) {
      const place = part(cell, "cell-node", "span");
      const node = column.node(row);
      // The same element again keeps its focus.
      if (place.firstChild !== node) {
        place.replaceChildren(node);
      }
    }
  });
}

const CUT = 28;

function fillText(cell, text, address) {
  const words = part(cell, "cell-text", "span");
  // The style sheet may cut it.
  const whole = text.length > CUT ? text : "";
  if (words.title !== whole) {
    words.title = whole;
  }
  if (!address) {
    setText(words, text);
    return;
  }
  let link = words.querySelector("a");
  if (!link) {
    link = document.createElement("a");
    words.replaceChildren(link);
  }
  if (link.getAttribute("href") !== address) {
    link.href = address;
  }
  setText(link, text);
}

// The figure beside it says the same.
function fillBar(cell, percent, title) {
  const gauge = part(cell, "gauge", "progress");
  gauge.max = 100;
  gauge.setAttribute("aria-label", title);
  gauge.setAttribute("aria-hidden", "true");
  gauge.hidden = percent === null || percent === undefined;
  gauge.value = percent ?? 0;
}

function fillChange(cell, found) {
  const words = part(cell, "delta", "span");
  setText(words, found ? ` ${found.text}` : "");
  words.dataset.state = found?.state ?? "";
}

// The part of a cell with this class, made if it is missing.
function part(cell, className, tag) {
  let found = cell.querySelector(`:scope > .${className}`);
  if (!found) {
    found = make(tag, className);
    cell.append(found);
  }
  return found;
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// Moves only what is out of place, because a moved element loses its focus.
export function place(body, order) {
  const focused = document.activeElement;
  const wanted = new Set(order);
  [...body.children].filter((line) => !wanted.has(line)).forEach((line) => line.remove());
  order.forEach((line, i) => {
    if (body.children[i] !== line) {
      body.insertBefore(line, body.children[i] ?? null);
    }
  });
  if (focused !== document.activeElement && body.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

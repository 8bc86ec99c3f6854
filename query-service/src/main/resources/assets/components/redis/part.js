// Elements of the panels of Redis.

import { startTable } from "../table/data-table.js";

export function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

// A heading, a table, and a line that says why it is empty.
export function part(body, id, title, columns, sort, key) {
  const all = make("div", "redis-part");
  const note = make("p", "redis-note dim");
  const place = make("div", "");
  place.id = id;
  all.append(make("h3", "", title), note, place);
  body.append(all);
  const table = startTable(place, { caption: title, columns, sort, ...(key ? { key } : {}) });
  return {
    show(rows, gap, truncated = false) {
      const more = truncated ? "There are more operations than were read; choose a service." : "";
      note.textContent = [rows.length === 0 && !gap ? "None in this span." : gap, more].filter(Boolean).join(" ");
      note.hidden = note.textContent === "";
      place.hidden = rows.length === 0;
      table.show(rows);
    },
  };
}

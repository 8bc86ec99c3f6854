// The palette of commands (Ctrl-K or ⌘K) and the list of keys (?). The browser's dialog keeps the focus inside and gives it back.

import { shown } from "../../js/wording.js";
import { commandsOf } from "./commands.js";
import { matching, step } from "./match.js";

const MOST = 50;

export function startPalette(header) {
  const dialog = document.getElementById("palette");
  const help = document.getElementById("help");
  const input = dialog.querySelector("#palette-input");
  const list = dialog.querySelector("#palette-list");
  const none = dialog.querySelector("#palette-none");
  let commands = [];
  let found = [];
  let at = -1;

  const mark = () => {
    [...list.children].forEach((entry, i) => entry.setAttribute("aria-selected", String(i === at)));
    const marked = list.children[at];
    if (marked) {
      input.setAttribute("aria-activedescendant", marked.id);
      marked.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const show = () => {
    found = matching(commands, input.value).slice(0, MOST);
    at = found.length > 0 ? 0 : -1;
    list.replaceChildren(...found.map(({ text }, i) => entryOf(text, i)));
    none.textContent = found.length > 0 ? "" : "No command has these words.";
    mark();
  };
  const open = () => {
    commands = commandsOf(header);
    input.value = "";
    dialog.showModal();
    show();
    input.focus();
  };
  const run = (command) => {
    // The focus is back where it was before the command runs.
    dialog.close();
    command?.run();
  };

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const next = step(at, event.key, found.length);
    if (next !== null) {
      at = next;
      mark();
    } else if (event.key === "Enter" && at >= 0) {
      run(found[at]);
    } else {
      return;
    }
    event.preventDefault();
  });
  list.addEventListener("click", ({ target }) => {
    const entry = target.closest("[role=option]");
    if (entry) {
      run(found[[...list.children].indexOf(entry)]);
    }
  });
  // A click beside the dialog closes it.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  header.querySelector("#palette-open").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (dialog.open) {
        dialog.close();
      } else if (!help.open) {
        open();
      }
    } else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !isTyping(event.target) && !dialog.open && !help.open) {
      event.preventDefault();
      help.showModal();
    }
  });
}

function entryOf(text, i) {
  const entry = document.createElement("li");
  entry.id = `palette-${i}`;
  entry.setAttribute("role", "option");
  entry.textContent = shown(text);
  return entry;
}

function isTyping({ tagName, isContentEditable }) {
  return isContentEditable || /^(INPUT|TEXTAREA)$/.test(tagName);
}

// The refresh control: interval, pause and "now". Components register a task that refreshes them.

import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { Cycle, INTERVALS, parseRefresh, writeRefresh } from "./cycle.js";

const cycle = new Cycle();

// `task` returns a promise that resolves to whether it succeeded.
export function onRefresh(task) {
  cycle.add(task);
}

export function refreshNow() {
  cycle.run({ asked: true });
}

// The chosen interval in milliseconds; 0 while the refresh is paused.
export function refreshInterval() {
  return cycle.paused ? 0 : cycle.interval;
}

export function isPaused() {
  return cycle.paused;
}

export function startRefresh(form) {
  const select = form.querySelector("select");
  const pause = form.querySelector("#refresh-pause");
  let chosen = parseRefresh("");

  const follow = () => {
    const { interval, paused } = parseRefresh(viewValue("refresh"));
    // A paused page has no interval in its address, so the previous one is kept.
    chosen = { interval: paused ? chosen.interval : interval, paused };
    select.value = chosen.interval;
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Paused" : "Pause";
    cycle.configure({ interval: INTERVALS[chosen.interval], paused, hidden: document.hidden });
  };
  const choose = (change) => changeView({ refresh: writeRefresh({ ...chosen, ...change }) });

  form.addEventListener("submit", (event) => event.preventDefault());
  select.addEventListener("change", () => choose({ interval: select.value, paused: false }));
  pause.addEventListener("click", () => {
    choose({ paused: !chosen.paused });
    if (!chosen.paused) {
      refreshNow();
    }
  });
  form.querySelector("#refresh-now").addEventListener("click", refreshNow);
  onViewChange(follow);
  document.addEventListener("visibilitychange", () => {
    cycle.configure({ hidden: document.hidden });
    if (cycle.running) {
      cycle.run();
    }
  });
  follow();
}

// The refresh control: interval, off and "now". Components register a task that refreshes them.

import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { Cycle, INTERVALS, OFF, parseRefresh, writeRefresh } from "./cycle.js";

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

export function startRefresh(control) {
  const select = control.querySelector("select");
  let paused = false;

  const follow = () => {
    const chosen = parseRefresh(viewValue("refresh"));
    ({ paused } = chosen);
    select.value = paused ? OFF : chosen.interval;
    cycle.configure({ interval: INTERVALS[chosen.interval], paused, hidden: document.hidden });
  };

  select.addEventListener("change", () => {
    const was = paused;
    changeView({ refresh: writeRefresh({ interval: select.value, paused: select.value === OFF }) });
    if (was && !paused) {
      refreshNow();
    }
  });
  control.querySelector("#refresh-now").addEventListener("click", refreshNow);
  onViewChange(follow);
  document.addEventListener("visibilitychange", () => {
    cycle.configure({ hidden: document.hidden });
    if (cycle.running) {
      cycle.run();
    }
  });
  follow();
}

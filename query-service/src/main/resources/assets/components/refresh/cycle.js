// Refreshes the page once per interval, sooner after a failure, at once on request, and not while it is paused or hidden.
// A task is a function that returns a promise, which resolves to whether it succeeded.

export const INTERVALS = { "5s": 5_000, "10s": 10_000, "30s": 30_000, "1m": 60_000 };
export const DEFAULT = "5s";
export const OFF = "off";
const RETRY_MS = 5_000;

// Parses the refresh parameter of an address: a name of INTERVALS, "off", or an empty string.
export function parseRefresh(text) {
  return { interval: Object.hasOwn(INTERVALS, text) ? text : DEFAULT, paused: text === OFF };
}

// Returns the refresh parameter for an address; empty for the default.
export function writeRefresh({ interval, paused }) {
  return paused ? OFF : interval === DEFAULT ? "" : interval;
}

export class Cycle {
  constructor() {
    this.tasks = [];
    this.interval = INTERVALS[DEFAULT];
    this.paused = false;
    this.hidden = false;
    this.round = 0;
  }

  add(task) {
    this.tasks.push(task);
  }

  configure({ interval = this.interval, paused = this.paused, hidden = this.hidden }) {
    Object.assign(this, { interval, paused, hidden });
    this.schedule(this.interval);
  }

  // Whether the page refreshes by itself.
  get running() {
    return !this.paused && !this.hidden;
  }

  // Refreshes now. `asked`: whether the user requested it; then every task must run.
  async run({ asked = false } = {}) {
    const round = ++this.round;
    clearTimeout(this.timer);
    const outcomes = await Promise.all(this.tasks.map((task) => task({ asked }).catch(() => false)));
    if (round === this.round) {
      this.schedule(outcomes.includes(false) ? Math.min(RETRY_MS, this.interval) : this.interval);
    }
  }

  schedule(delay) {
    clearTimeout(this.timer);
    if (this.running) {
      this.timer = setTimeout(() => this.run(), delay);
    }
  }
}

// When the page is refreshed: every interval, after a failure soon again, not while it is paused or hidden, and at once when
// it is asked to. Tasks are functions that return a promise of whether they succeeded.

export const INTERVALS = { "5s": 5_000, "10s": 10_000, "30s": 30_000, "1m": 60_000 };
export const DEFAULT = "5s";
const OFF = "off";
const RETRY_MS = 5_000;

// The refresh setting of an address: a name of INTERVALS, "off", or nothing.
export function parseRefresh(text) {
  return { interval: Object.hasOwn(INTERVALS, text) ? text : DEFAULT, paused: text === OFF };
}

// The same as an address has it; the default is not written.
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

  // Whether rounds follow each other without anybody asking.
  get running() {
    return !this.paused && !this.hidden;
  }

  // A round now. `asked`: by the reader, so that every task has to run.
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

// Lines that are not on the page yet. Their number is bounded: the oldest go first and are counted.

const MOST = 500;

export class Held {
  constructor() {
    this.take();
  }

  add(line) {
    this.count += 1;
    this.lines.push(line);
    if (this.lines.length > 2 * MOST) {
      this.cut();
    }
  }

  take() {
    if (this.lines) {
      this.cut();
    }
    const lines = this.lines ?? [];
    if (this.dropped > 0) {
      lines.unshift({ gap: { count: this.dropped, before: lines[0]?.ts } });
    }
    this.lines = [];
    this.count = 0;
    this.dropped = 0;
    return lines;
  }

  cut() {
    const surplus = this.lines.length - MOST;
    if (surplus > 0) {
      this.lines.splice(0, surplus);
      this.dropped += surplus;
    }
  }
}

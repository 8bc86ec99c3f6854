// A question that is asked again and again: the answer to the newest one counts, whatever order the answers come in.

// Slightly below 10 s and 1 min, so that refreshes at these intervals are always due. What covers many hours changes slowly.
const FREQUENT_MS = 9_000;
const RARE_MS = 55_000;
const LONG_SECONDS = 4 * 3_600;

// Returns whether figures of a span of `seconds` that are `age` milliseconds old must be fetched again.
export function isDue(seconds, age) {
  return age >= (seconds >= LONG_SECONDS ? RARE_MS : FREQUENT_MS);
}

export class Question {
  // `ask`: an address to a promise of its answer.
  constructor(ask) {
    this.ask = ask;
    this.asked = 0;
  }

  // Returns `{ answer }`, `{ problem }`, or `{ overtaken: true }` if a newer question was asked or this one was dropped.
  async put(address) {
    const mine = ++this.asked;
    try {
      const answer = await this.ask(address);
      return mine === this.asked ? { answer } : { overtaken: true };
    } catch (problem) {
      return mine === this.asked ? { problem: problem.message } : { overtaken: true };
    }
  }

  drop() {
    this.asked += 1;
  }
}

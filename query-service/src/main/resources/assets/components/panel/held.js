// What a panel holds: the newest answer, the address that it answers, and why the newest question failed. Without a page.

import { viewState } from "../states/states.js";

export class Held {
  constructor() {
    this.forget();
  }

  forget() {
    this.answer = null;
    this.address = "";
    this.problem = null;
    this.shown = {};
  }

  // Figures of another question would be taken for the answer to the one at `address`.
  turnTo(address) {
    if (address !== this.address) {
      this.forget();
    }
  }

  // `gaps`: texts for `viewState`.
  take(answer, address, gaps) {
    Object.assign(this, { answer, address, problem: null, shown: { shownAt: Date.now(), ...gaps } });
  }

  // A part of the answer is not shown.
  lacks(text) {
    this.shown = { ...this.shown, partial: [this.shown.partial, text].filter(Boolean).join(" ") };
  }

  fail(problem, address) {
    this.turnTo(address);
    this.problem = problem;
  }

  get state() {
    return viewState({ ...this.shown, problem: this.problem });
  }
}

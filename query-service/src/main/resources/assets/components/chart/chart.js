// Draws the chart on a canvas. The library has 1 MB, so it is loaded only when there is data to draw.

import { onPreferenceChange, preference } from "../../js/view/preferences.js";
import { palette } from "./palette.js";

let library;
let last = Promise.resolve();

// Each chart is drawn in a task of its own: a page with many charts answers to keys and clicks in between.
function ownTask() {
  last = last.then(
    () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(null);
      }),
  );
  return last;
}

export class Chart {
  // `options` makes the library's options from what is drawn; `made` is called with the library's chart when there is one.
  constructor(element, options, made = () => {}) {
    this.element = element;
    this.options = options;
    this.made = made;
    onPreferenceChange(() => this.chart && this.apply());
  }

  async draw(data) {
    this.data = data;
    library ??= await import("../../vendor/echarts-6.1.0/echarts.esm.min.js");
    await ownTask();
    if (!this.chart) {
      this.chart = library.init(this.element, null, { renderer: "canvas", useDirtyRect: false });
      new ResizeObserver(() => this.chart.resize()).observe(this.element);
      this.apply();
      this.made(this.chart);
    } else {
      this.apply();
    }
  }

  apply() {
    const look = {
      font: getComputedStyle(document.documentElement).fontFamily,
      now: Date.now(),
      palette: palette(),
      utc: preference("zone") === "UTC",
    };
    this.chart.setOption(this.options(this.data, look), { replaceMerge: ["series"] });
  }
}

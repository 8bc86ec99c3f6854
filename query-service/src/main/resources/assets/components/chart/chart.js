// Draws the chart on a canvas. The library has 1 MB, so it is loaded only when there is data to draw.

import { options } from "./options.js";

let library;

export class Chart {
  constructor(element) {
    this.element = element;
  }

  async draw(timeline) {
    library ??= await import("../../vendor/echarts-6.1.0/echarts.esm.min.js");
    if (!this.chart) {
      this.chart = library.init(this.element, null, { renderer: "canvas", useDirtyRect: false });
      new ResizeObserver(() => this.chart.resize()).observe(this.element);
    }
    const font = getComputedStyle(document.documentElement).fontFamily;
    this.chart.setOption(options(timeline, { font, now: Date.now() }));
  }
}

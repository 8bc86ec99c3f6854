// Draws the chart on a canvas. The library has 1 MB, so it is loaded only when there is data to draw.

let library;

export class Chart {
  // `options` makes the library's options from what is drawn.
  constructor(element, options) {
    this.element = element;
    this.options = options;
  }

  async draw(data) {
    library ??= await import("../../vendor/echarts-6.1.0/echarts.esm.min.js");
    if (!this.chart) {
      this.chart = library.init(this.element, null, { renderer: "canvas", useDirtyRect: false });
      new ResizeObserver(() => this.chart.resize()).observe(this.element);
    }
    const font = getComputedStyle(document.documentElement).fontFamily;
    this.chart.setOption(this.options(data, { font, now: Date.now() }));
  }
}

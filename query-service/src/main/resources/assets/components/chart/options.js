// The options of the chart: percentiles above, requests and errors below, with a common time axis. The content security policy
// forbids inline styles, so the tooltip is drawn on the canvas ("richText").

export const TEXT = "#8b949e";

const DARK = { text: "#e6edf3", textDim: TEXT, line: "#30363d", lineStrong: "#484f58", raised: "#21262d" };

// What all charts have in common. `formatter` makes the text of the tooltip.
export function frame(font, formatter, palette = DARK, utc = true) {
  return {
    animation: false,
    useUTC: utc,
    textStyle: { fontFamily: font, fontSize: 12, color: palette.textDim },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: palette.raised,
      borderColor: palette.lineStrong,
      borderRadius: 0,
      padding: 8,
      textStyle: { color: palette.text, fontFamily: font, fontSize: 12 },
      formatter,
    },
  };
}

// The axis of a timeline. The newest bucket is incomplete, so the axis ends now instead of at the end of that bucket. If the browser's
// clock is slow, it ends at the start of that bucket.
export function timeAxis({ points, from, to }, now) {
  const end = Math.min(Date.parse(to), Math.max(now, Date.parse(points.at(-1).ts)));
  return { type: "time", min: from, max: new Date(end).toISOString() };
}

export function options({ points, from, to }, { font, now }) {
  const series = (pick) => points.map((point) => [point.ts, pick(point)]);
  const axis = timeAxis({ points, from, to }, now);
  return {
    ...frame(font, (items) => tooltip(points[items[0].dataIndex])),
    grid: [
      { left: 64, right: 16, top: 14, bottom: 92 },
      { left: 64, right: 16, height: 44, bottom: 26 },
    ],
    axisPointer: { link: [{ xAxisIndex: "all" }], lineStyle: { color: TEXT } },
    xAxis: [
      { ...axis, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false }, ...lines() },
      { ...axis, gridIndex: 1, axisLabel: { color: TEXT, hideOverlap: true, formatter: timeLabels(from, to) }, axisTick: { show: false }, ...lines() },
    ],
    yAxis: [
      { type: "value", gridIndex: 0, min: 0, splitNumber: 4, axisLabel: { color: TEXT, formatter: millis }, ...lines() },
      { type: "value", gridIndex: 1, min: 0, splitNumber: 1, axisLabel: { color: TEXT, formatter: short }, ...lines() },
    ],
    series: [
      line("p50", series((p) => p.p50_ms), { color: TEXT, width: 1.5 }),
      line("p95", series((p) => p.p95_ms), { color: "#e6edf3", width: 2 }),
      line("p99", series((p) => p.p99_ms), { color: TEXT, width: 1.5, type: "dotted" }),
      bars("requests", series((p) => p.count - p.errors), "#484f58"),
      bars("errors", series((p) => p.errors), "#f85149"),
    ],
  };
}

export function timeLabels(from, to) {
  return Date.parse(to) - Date.parse(from) > 26 * 3_600_000 ? "{MM}-{dd} {HH}:{mm}" : "{HH}:{mm}";
}

export function lines(palette = DARK) {
  return {
    axisLine: { lineStyle: { color: palette.line } },
    splitLine: { lineStyle: { color: palette.raised } },
  };
}

function line(name, data, lineStyle) {
  return {
    name,
    type: "line",
    data,
    lineStyle,
    itemStyle: { color: lineStyle.color },
    xAxisIndex: 0,
    yAxisIndex: 0,
    symbol: "circle",
    symbolSize: 3,
    // A single point has no line, so its symbol is shown.
    showSymbol: isAlone(data),
    connectNulls: false,
  };
}

function isAlone(data) {
  return data.filter(([, value]) => value !== null).length < 2;
}

function bars(name, data, color) {
  return { name, type: "bar", stack: "count", data, itemStyle: { color }, xAxisIndex: 1, yAxisIndex: 1, barMaxWidth: 12 };
}

export function tooltip(point) {
  const time = `${point.ts.slice(0, 19).replace("T", " ")} UTC`;
  if (point.count === 0) {
    return `${time}\nno requests`;
  }
  const row = (name, value) => `${name.padEnd(9)}${String(value).padStart(10)}`;
  const latency = [
    row("p99", `${point.p99_ms} ms`),
    row("p95", `${point.p95_ms} ms`),
    row("p50", `${point.p50_ms} ms`),
  ];
  return [
    time,
    // Streams have none.
    ...(point.p50_ms === null ? [] : latency),
    row("requests", point.count),
    ...(point.streams > 0 ? [row("streams", point.streams)] : []),
    row("errors", point.errors),
  ].join("\n");
}

export function millis(value) {
  return value >= 1000 ? `${value / 1000} s` : `${value} ms`;
}

export function short(value) {
  return value >= 1000 ? `${Math.round(value / 100) / 10}k` : String(value);
}

// The parts of a request, from the bottom of a chart to its top, and the texts about them.

import { grouped, timeText } from "../../js/wording.js";

// `key` in the API, `style` in the style sheet, `color` in the palette of the charts.
export const PARTS = [
  { key: "application", style: "application", name: "application", color: "partApplication" },
  { key: "db", style: "db", name: "database", color: "partDb" },
  { key: "pool_wait", style: "pool", name: "pool wait", color: "partPool" },
  { key: "redis", style: "redis", name: "Redis", color: "partRedis" },
  { key: "http", style: "http", name: "HTTP", color: "partHttp" },
];

// Returns texts for `viewState`: `empty` if there is nothing to show, `partial` if only some requests were measured.
export function gaps({ coverage, parts, unknown, calls, background }) {
  if (!parts) {
    const { reason, remedy } = unknown.find(({ fields }) => fields.includes("parts"));
    const text = sentence(remedy ? `${reason}: ${remedy}` : reason);
    return calls.total > 0 || background?.total > 0 ? { partial: text } : { empty: text };
  }
  return coverage.measured_requests < coverage.requests
    ? {
        partial:
          `Measured for ${grouped(coverage.measured_requests)} of ${grouped(coverage.requests)} requests (${coverage.measured_percent} %): ` +
          "the others came from filters that do not measure calls.",
      }
    : {};
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

// The requests of a rectangle of the heatmap: "12 requests of 4.1–16 ms, 2026-… to …".
export function selectionInWords({ from, to, selection }) {
  const { requests } = selection;
  return `${grouped(requests)} ${requests === 1 ? "request" : "requests"} of ${bounds(selection)}, ${timeText(from)} to ${timeText(to)}`;
}

// The bounds of an octave, as "4.1–8.2 ms".
export function bounds({ from_ms: from, to_ms: to }) {
  if (from === 0) {
    return "0 ms";
  }
  const [unit, divisor] = to < 1 ? ["µs", 0.001] : to < 1000 ? ["ms", 1] : ["s", 1000];
  const short = (value) => String(Number((value / divisor).toPrecision(2)));
  return `${short(from)}–${short(to)} ${unit}`;
}

// The share of each part in an octave, in percent.
export function shares({ sum }) {
  return PARTS.map(({ key }) => (sum.duration_ms > 0 ? (100 * sum[`${key}_ms`]) / sum.duration_ms : key === "application" ? 100 : 0));
}

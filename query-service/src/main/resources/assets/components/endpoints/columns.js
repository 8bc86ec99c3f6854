// The columns of the tables of endpoints, errors and single requests, and what belongs to their rows. Without a page.

import { millisText, percentText, timeText } from "../../js/wording.js";
import { PARTS } from "../breakdown/parts.js";

const keyOf = ({ service, method, route, error_type: type }) => JSON.stringify([service, method, route, type ?? null]);

// The rows of `list`, each with its row of the earlier span: `before` is null where there was none, and undefined without a comparison.
export function withBefore(answer, list) {
  const earlier = answer.comparison && new Map(answer.comparison[list].map((row) => [keyOf(row), row]));
  return answer[list].map((row) => (earlier ? { ...row, before: earlier.get(keyOf(row)) ?? null } : row));
}

// Percent of the requests that were answered without an error.
export function success(row) {
  return row.request_count > 0 ? (100 * (row.request_count - row.error_count)) / row.request_count : null;
}

export function addressOf({ service, method, route }, search) {
  const query = new URLSearchParams(search);
  ["cell_from", "cell_to", "cell_min", "cell_max"].forEach((name) => query.delete(name));
  Object.entries({ service, method, route }).forEach(([name, value]) => query.set(name, value));
  return `?${query}`;
}

// A figure with its change. An endpoint without earlier requests had none of them, and no latency.
const figure = (key, title, column = {}) => ({ key, title, of: (row) => row[key], delta: (row) => row.before?.[key], ...column });
const latency = (key, title) => figure(key, title, { unit: "ms", digits: 2, worse: "more" });

export function endpointColumns(link, bar) {
  return [
    { key: "endpoint", title: "endpoint", text: true, of: ({ method, route }) => `${method} ${route}`, link },
    { key: "service", title: "service", text: true, of: ({ service }) => service },
    figure("requests_per_second", "requests", { unit: "/s", digits: 2 }),
    latency("p50_latency_ms", "p50"),
    latency("p95_latency_ms", "p95"),
    latency("p99_latency_ms", "p99"),
    { key: "success", title: "success", of: success, format: percentText, delta: (row) => (row.before ? success(row.before) : undefined), worse: "less" },
    figure("error_count", "errors", { worse: "more", state: ({ server_error_rate: rate }) => (rate >= 5 ? "down" : "") }),
    figure("time_share", "share", { format: percentText, bar: ({ time_share: share }) => share, help: "of the time of all requests" }),
    { key: "parts", title: "where the time went", sort: false, of: ({ parts }) => (parts ? partsInWords(parts) : null), node: bar },
  ];
}

// The largest part in words; the bar beside it has them all.
export function partsInWords(parts) {
  const largest = PARTS.reduce((most, part) => (parts[part.key] > parts[most.key] ? part : most));
  return `${largest.name} ${Math.round(100 * parts[largest.key])} %`;
}

// The segments of a bar of 100 units.
export function segments(parts) {
  let x = 0;
  return PARTS.map(({ key, style }) => {
    const segment = { style, x, width: 100 * parts[key] };
    x += segment.width;
    return segment;
  }).filter(({ width }) => width > 0);
}

export const ERROR_COLUMNS = [
  { key: "error_type", title: "error", text: true, of: ({ error_type: type }) => type ?? "no exception" },
  { key: "endpoint", title: "endpoint", text: true, of: ({ service, method, route }) => `${service} ${method} ${route}` },
  { key: "count", title: "count", of: ({ count }) => count, delta: ({ before }) => (before === null ? 0 : before?.count), worse: "more" },
  { key: "first_seen", title: "first seen", text: true, of: ({ first_seen: ts }) => ts, format: (ts) => timeText(ts) },
  { key: "last_seen", title: "last seen", text: true, of: ({ last_seen: ts }) => ts, format: (ts) => timeText(ts) },
  { key: "last_status", title: "status", of: ({ last_status: status }) => status, format: String },
];

const part = (key, name) => ({ key, title: name, of: ({ parts }) => parts?.[`${key}_ms`], format: millisText });

export function traceColumns(logs) {
  return [
    { key: "ts", title: "began", text: true, of: ({ ts }) => ts, format: (ts) => timeText(ts) },
    { key: "duration_ms", title: "duration", of: ({ duration_ms: millis }) => millis, format: millisText },
    { key: "endpoint", title: "endpoint", text: true, of: ({ service, method, route }) => `${service} ${method} ${route}` },
    { key: "status", title: "status", of: ({ status }) => status, format: String, state: ({ status }) => (status >= 500 ? "down" : status >= 400 ? "degraded" : "") },
    { key: "error_type", title: "error", text: true, of: ({ error_type: type }) => type },
    ...PARTS.map(({ key, name }) => part(key, name)),
    { key: "trace_id", title: "trace", text: true, sort: false, of: ({ trace_id: id }) => id, format: (id) => id.slice(0, 8), link: logs },
  ];
}

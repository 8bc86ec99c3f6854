// The table of endpoints, without a page.

import { NONE, grouped, isUnknown } from "../../js/wording.js";
import { PARTS } from "../breakdown/parts.js";

// As many as a mean that is twice its baseline, and that somebody feels.
const [SLOWER, FELT_MS] = [2, 10];

// What each column is called by the API, and which endpoints come first in that order; other columns have the order of the first one.
const ORDERS = {
  lost: ["lost", "that lost most time"],
  share: ["time", "that took most time"],
  rate: ["requests", "with most requests"],
  errors: ["errors", "with most errors"],
  p50: ["p50", "with the longest p50"],
  p95: ["p95", "with the longest p95"],
  p99: ["p99", "with the longest p99"],
};
const orderOf = (order) => ORDERS[order.replace(/^-/, "")] ?? ORDERS.lost;

// The address of the endpoints that come first in the order of the table, "-p95" for example.
export function addressOf(span, order) {
  const query = new URLSearchParams(span);
  query.set("sort", orderOf(order)[0]);
  query.set("limit", "100");
  return `/api/monitoring/api/endpoints?${query}`;
}

// A sum of time, which may be negative: "1.2 s", "3.4 min", "2.1 h".
export function lostText(milliseconds) {
  if (isUnknown(milliseconds)) {
    return NONE;
  }
  const size = Math.abs(milliseconds);
  const sign = milliseconds <= -0.5 ? "−" : "";
  if (size < 1_000) {
    return `${sign}${size.toFixed(0)} ms`;
  }
  if (size < 120_000) {
    return `${sign}${(size / 1_000).toFixed(1)} s`;
  }
  return size < 7_200_000 ? `${sign}${(size / 60_000).toFixed(1)} min` : `${sign}${(size / 3_600_000).toFixed(1)} h`;
}

export function isSlow({ avg_latency_ms: mean, usual_ms: usual }) {
  return !isUnknown(mean) && !isUnknown(usual) && mean >= SLOWER * usual && mean - usual >= FELT_MS;
}

// Whether another order of the table, "-p95" for example, may have other rows than `answer`, which is in the order `before`.
export function hasOthers({ total, endpoints }, before, order) {
  return total > endpoints.length && orderOf(before) !== orderOf(order);
}

// Texts for the state of the panel; `order`: that of the table.
export function gapsOf({ total, endpoints, comparison }, order = "") {
  if (total === 0) {
    return { empty: "No requests in this span." };
  }
  const missing = [
    total > endpoints.length ? `The ${grouped(endpoints.length)} ${orderOf(order)[1]}, of ${grouped(total)}.` : "",
    !comparison && endpoints.every(({ usual_ms: usual }) => isUnknown(usual)) ? "The time lost is unknown until an endpoint had requests in five minutes, in long spans in five steps of the charts." : "",
    comparison?.total === 0 ? "No requests in the earlier span, so the time lost is unknown." : "",
  ].filter(Boolean);
  return missing.length > 0 ? { partial: missing.join(" ") } : {};
}

export function nameOf({ service, method, route }) {
  return `${service} ${method} ${route}`;
}

// The endpoints of the earlier span, by name.
export function earlier({ comparison }) {
  return new Map((comparison?.endpoints ?? []).map((endpoint) => [nameOf(endpoint), endpoint]));
}


// The segments of the bar of parts from left to right, in percent, and the same in words.
export function segmentsOf({ parts, measured_requests: measured, request_count: requests, stream_count: streams }) {
  if (!parts) {
    return { segments: [], text: "not measured" };
  }
  let x = 0;
  const segments = PARTS.map(({ key, style, name }) => ({ style, name, width: 100 * (parts[key] ?? 0) }))
    .filter(({ width }) => width > 0)
    .map((segment) => {
      const placed = { ...segment, x };
      x += segment.width;
      return placed;
    });
  const text = segments.map(({ name, width }) => `${name} ${width.toFixed(1)} %`).join(", ");
  const counted = requests - streams;
  return { segments, text: measured >= counted ? text : `${text}; measured for ${((100 * measured) / counted).toFixed(1)} % of the requests` };
}

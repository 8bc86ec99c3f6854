// Where incidents and starts are on the axis of the span, and what is said about them, without a page.

import { ageInWords, percentText, timeText } from "../../js/wording.js";
import { withView } from "../../js/view/query.js";

const TONES = { failing: "down", silent: "down", slow: "degraded", refused: "degraded" };
// So narrow a bar cannot be seen; in percent of the span.
const NARROWEST = 0.6;
// Bars and marks that are nearer than this share a place.
const NEAR = 0.8;

export const MOST = 200;

export function addressOf(span) {
  const query = new URLSearchParams(span);
  query.delete("compare");
  query.set("limit", String(MOST));
  return `/api/monitoring/incidents?${query}`;
}

export function toneOf({ kind }) {
  return TONES[kind] ?? "degraded";
}

// `{ bars, lanes, marks, ticks }`, in percent of the span. Bars that overlap are in different lanes; the oldest are placed first.
export function layout({ from, to, incidents, starts }) {
  const begin = Date.parse(from);
  const length = Math.max(1, Date.parse(to) - begin);
  const percent = (ts) => Math.min(100, Math.max(0, (100 * (Date.parse(ts) - begin)) / length));
  const ends = [];
  const bars = [...incidents]
    .sort((a, b) => Date.parse(a.onset) - Date.parse(b.onset) || a.id - b.id)
    .map((incident) => {
      const right = incident.ended_at ? percent(incident.ended_at) : 100;
      const left = Math.min(percent(incident.onset), 100 - NARROWEST);
      const width = Math.max(NARROWEST, right - left);
      let lane = ends.findIndex((end) => end <= left);
      lane = lane < 0 ? ends.length : lane;
      ends[lane] = left + width + 0.2;
      return { incident, left, width, lane, isOpen: !incident.ended_at, tone: toneOf(incident) };
    });
  return { bars, lanes: ends.length, marks: marksOf(starts, percent), ticks: ticksOf(begin, length) };
}

// Starts that are near to each other are one mark: a deploy restarts several instances.
function marksOf(starts, percent) {
  const marks = [];
  for (const start of [...starts].sort((a, b) => Date.parse(a.ts) - Date.parse(b.ts))) {
    const left = percent(start.ts);
    const last = marks.at(-1);
    if (last && left - last.left < NEAR) {
      last.starts.push(start);
    } else {
      marks.push({ left, starts: [start] });
    }
  }
  return marks;
}

function ticksOf(begin, length) {
  return [0, 25, 50, 75, 100].map((left) => ({ left, ts: new Date(begin + (length * left) / 100).toISOString() }));
}

export function markText({ starts }) {
  const names = starts.slice(0, 5).map(({ service, instance, ts }) => `${service} (${instance}) at ${timeText(ts)}`);
  const more = starts.length - names.length;
  return `Started: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

export function nameOf({ service, method, route }) {
  return route ? `${service} ${method} ${route}` : service;
}

export function spanText({ onset, ended_at: ended }) {
  return ended ? `${timeText(onset)} to ${timeText(ended)} (${lengthText({ onset, ended_at: ended })})` : `since ${timeText(onset)}, goes on`;
}

export function lengthText({ onset, ended_at: ended, last_seen: seen }) {
  return ageInWords(Date.parse(ended ?? seen) - Date.parse(onset));
}

export function causeText({ cause }) {
  if (!cause) {
    return "no cause found";
  }
  const share = cause.share_percent === null ? "" : ` (${percentText(cause.share_percent)})`;
  return `${cause.kind.replaceAll("_", " ")}: ${cause.culprit}${share}`;
}

// What a bar is called, for those who do not see it.
export function barText(incident) {
  return `${nameOf(incident)} ${incident.kind}, ${spanText(incident)}, ${causeText(incident)}`;
}

// The span of an incident, as parameters; `now` ends it while it goes on.
function spanOf({ onset, ended_at: ended }, now) {
  const end = ended && Date.parse(ended) > Date.parse(onset) ? ended : new Date(Math.max(Date.parse(onset) + 10_000, now)).toISOString();
  return { from: onset, to: end };
}

const endpointOf = ({ service, method, route }) => (route ? { service, method, route } : { service });

// The address of the calls of its requests, among which is the statement that is its cause; null if that is none.
export function callsOf(incident, now) {
  if (!/statement|more_calls/.test(incident.cause?.kind ?? "")) {
    return null;
  }
  return `/api/monitoring/api/breakdown?${new URLSearchParams({ ...spanOf(incident, now), ...endpointOf(incident) })}`;
}

// The number of that statement in PostgreSQL, or null.
export function queryidOf({ cause }, { calls }) {
  return calls.rows.find(({ operation, queryid }) => operation === cause.culprit && queryid)?.queryid ?? null;
}

// `queryid`: that of the statement that is its cause, if it is known.
export function linksOf(incident, now, queryid = null) {
  const { id, service, cause } = incident;
  const page = (path, more) => withView(`/ui/monitoring/${path}`, new URLSearchParams({ ...spanOf(incident, now), ...more }));
  const evidence = (format) => `/api/monitoring/incidents/${id}/evidence?format=${format}`;
  const links = [{ text: "Requests of the span", address: page("api", endpointOf(incident)) }];
  if (queryid) {
    links.push({ text: "The statement in PostgreSQL", address: page("postgres", { statement: queryid }) });
  } else if (cause && /statement|lock|postgres|server_connections/.test(cause.kind)) {
    links.push({ text: "PostgreSQL in the span", address: `${page("postgres", { service })}#statements-title` });
  }
  if (cause && /redis|hit_rate|evictions/.test(cause.kind)) {
    links.push({ text: "Redis in the span", address: page("redis", {}) });
  }
  links.push(
    { text: "Log lines of the span", address: page("logs", { service }) },
    { text: "Evidence as a page", address: evidence("html"), isFile: true },
    { text: "Evidence as JSON", address: evidence("json"), isFile: true },
  );
  return links;
}

// What the panel says instead of, or beside, its bars.
export function gapsOf({ from, incidents, starts, next, watching_since: since, watched_until: until, unknown }, now) {
  const watch = unknown.length > 0 ? unknownText(unknown[0]) : watchText(from, since, until, now);
  if (incidents.length === 0) {
    const text = `No incidents in this span. ${watch || `Recorded since ${timeText(since)}.`}`;
    return starts.length === 0 ? { empty: text } : { partial: text };
  }
  const more = next ? `The newest ${incidents.length} are shown.` : "";
  const partial = [more, watch].filter(Boolean).join(" ");
  return partial ? { partial } : {};
}

function unknownText({ reason, remedy }) {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${remedy ? `; ${remedy}` : ""}.`;
}

const SILENT_MILLIS = 120_000;

function watchText(from, since, until, now) {
  if (!since) {
    return "Incidents are not recorded yet.";
  }
  if (now - Date.parse(until) > SILENT_MILLIS) {
    return `Nothing has been recorded after ${timeText(until)}.`;
  }
  return Date.parse(since) > Date.parse(from) ? `Recorded only since ${timeText(since)}.` : "";
}

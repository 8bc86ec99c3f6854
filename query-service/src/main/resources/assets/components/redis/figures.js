// What the panels of Redis show of the API's answers, without a page.

import { NONE, bytesText, grouped, isUnknown, millisText, percentText, shown, timeText } from "../../js/wording.js";

const MEBIBYTE = 1024 * 1024;

export function bytesOf(mebibytes) {
  return isUnknown(mebibytes) ? null : mebibytes * MEBIBYTE;
}

export function sizeText(mebibytes) {
  return bytesText(bytesOf(mebibytes));
}

// Why figures are missing, and what to do about it: one sentence for each reason.
export function gapsText(unknown) {
  const sentences = (unknown ?? []).map(({ reason, remedy }) => `${capitalized([reason, remedy].filter(Boolean).join("; "))}.`);
  return shown([...new Set(sentences)].join(" "));
}

function capitalized(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function gapsOf(unknown, ...fields) {
  return gapsText((unknown ?? []).filter((gap) => gap.fields.some((field) => fields.includes(field))));
}

// `{ from, to, series }` of some figures of the points; `columns`: `[[key, name, scale?]]`. Figures that are null throughout are left out.
export function seriesOf({ from, to, points }, columns) {
  return {
    from,
    to,
    series: columns
      .map(([key, name, scale = (value) => value]) => ({ name, points: points.map((point) => [point.ts, isUnknown(point[key]) ? null : scale(point[key])]) }))
      .filter(({ points: all }) => all.some(([, value]) => value !== null)),
  };
}

// The same with the earlier span, if there is one.
export function comparedSeries(stats, columns) {
  const earlier = stats.comparison ? seriesOf(stats.comparison, columns) : null;
  return { ...seriesOf(stats, columns), ...(earlier && earlier.series.length > 0 ? { comparison: earlier } : {}) };
}

// The row of the earlier span with the same names.
export function earlierRow(rows, row, ...names) {
  return (rows ?? []).find((other) => names.every((name) => other[name] === row[name])) ?? null;
}

export function endpointText({ service, method, route }) {
  return route === null ? `${service}, outside of requests` : `${service} ${method} ${route}`;
}

// Facts in groups: `[title, [[name, text, state?, earlier?]]]`. Only maxmemory is judged, because others use the memory of the machine, too.
export function factsOf(status, fullPercent) {
  const details = status.details ?? {};
  const earlier = status.comparison ?? {};
  const counted = (value) => (isUnknown(value) ? NONE : grouped(value));
  const limit = { maxmemory: "", system: " (the machine; no maxmemory)", unknown: "" }[status.memory_limit];
  const full = status.memory_limit === "maxmemory" && status.memory_percent >= fullPercent;
  return [
    ["Memory", [
      ["used", sizeText(status.memory_used_mb), full ? "degraded" : "", delta(status, earlier, "memory_used_mb")],
      ["limit", isUnknown(status.memory_max_mb) ? NONE : `${sizeText(status.memory_max_mb)}${limit}`],
      ["peak", sizeText(details.memory_peak_mb)],
      ["of the process", sizeText(details.memory_rss_mb)],
      ["fragmentation", isUnknown(details.memory_fragmentation_ratio) ? NONE : details.memory_fragmentation_ratio.toFixed(2)],
      ["at the limit", details.eviction_policy ?? NONE],
    ]],
    ["Lookups and keys", [
      ["hit rate", percentText(status.hit_rate), "", delta(status, earlier, "hit_rate")],
      ["lookups", counted(status.lookups), "", delta(status, earlier, "lookups")],
      ["keys", counted(status.keys_total), "", delta(status, earlier, "keys_total")],
      ["with a time to live", counted(details.keys_with_ttl)],
      ["evicted", counted(status.evicted_keys), "", delta(status, earlier, "evicted_keys")],
      ["expired", counted(details.expired_keys)],
    ]],
    ["Clients and commands", [
      ["clients", isUnknown(details.clients_max) ? counted(status.connected_clients) : `${counted(status.connected_clients)} of ${counted(details.clients_max)}`, "", delta(status, earlier, "connected_clients")],
      ["blocked", counted(status.blocked_clients), "", delta(status, earlier, "blocked_clients")],
      ["rejected since the start", counted(details.rejected_connections_total)],
      ["commands", isUnknown(status.ops_per_second) ? NONE : `${counted(status.ops_per_second)}/s`, "", delta(status, earlier, "ops_per_second")],
      ["ping", millisText(details.ping_ms)],
    ]],
    ["Server", [
      ["version", status.version ?? NONE],
      ["started", details.started_at ? timeText(details.started_at) : NONE, details.restarted_in_span ? "degraded" : ""],
      ["role", { master: "primary", slave: "replica" }[details.role] ?? details.role ?? NONE],
      ...replication(details),
      ["last save", isUnknown(details.last_save_ok) ? NONE : details.last_save_ok ? "ok" : "failed", details.last_save_ok === false ? "degraded" : ""],
    ]],
  ];
}

function delta(status, earlier, name) {
  return isUnknown(earlier[name]) || isUnknown(status[name]) ? null : [status[name], earlier[name]];
}

function replication({ role, primary_link_up: up, primary_silent_seconds: silent, replicas = [] }) {
  if (role === "slave") {
    return [
      ["link to the primary", isUnknown(up) ? NONE : up ? "up" : "down", up === false ? "degraded" : ""],
      ["heard from it", isUnknown(silent) || silent < 0 ? NONE : `${silent} s ago`],
    ];
  }
  return replicas.length === 0
    ? [["replicas", role ? "none" : NONE]]
    : replicas.map(({ address, state, behind_bytes: behind }) => [
        `replica ${address}`,
        `${state ?? NONE}, ${bytesText(behind)} behind`,
        state === "online" ? "" : "degraded",
      ]);
}

// What deserves attention, in sentences.
export function findings(status, fullPercent) {
  const details = status.details ?? {};
  const found = [];
  if (status.memory_limit === "maxmemory" && status.memory_percent >= fullPercent) {
    found.push(
      details.eviction_policy === "noeviction"
        ? `Memory is ${percentText(status.memory_percent)} full, and Redis will reject writes at maxmemory: raise it, or set an eviction policy (CONFIG SET maxmemory-policy allkeys-lru).`
        : `Memory is ${percentText(status.memory_percent)} full, and Redis evicts keys at maxmemory: raise it, or store less; the keys below show where it goes.`,
    );
  }
  if (details.primary_link_up === false) {
    found.push("The link to the primary is down, so reads are old: see the log of this replica, and masterauth.");
  }
  if (details.last_save_ok === false) {
    found.push("The last save failed, and Redis may reject writes: see its log; often the disk is full.");
  }
  if (details.restarted_in_span) {
    found.push(`Redis was restarted at ${timeText(details.started_at)}; counts begin there.`);
  }
  return found;
}

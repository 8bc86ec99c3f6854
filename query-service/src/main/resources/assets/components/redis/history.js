// Redis over the span: charts of the collector's samples, and tables of commands and of the filter's calls.

import { spanQuery } from "../../js/view/span.js";
import { ofEndpoint } from "../breakdown/choice.js";
import { startTimeChart } from "../chart/time-chart.js";
import { startPanel } from "../panel/panel.js";
import { comparedSeries, bytesOf, earlierRow, endpointText, gapsOf, gapsText } from "./figures.js";
import { make, part } from "./part.js";

// `[title, look, columns]`; a column is `[key, name, scale?]`.
const CHARTS = [
  ["Hit rate", { unit: "percent" }, [["hit_rate", "hit rate"]]],
  ["Lookups", { kind: "bars", stacked: true }, [["hits", "hits"], ["misses", "misses"]]],
  ["Memory", { unit: "bytes" }, [["memory_used_mb", "used", bytesOf], ["memory_rss_mb", "of the process", bytesOf]]],
  ["Evictions and expirations", { kind: "bars" }, [["evicted_keys", "evicted"], ["expired_keys", "expired"]]],
  ["Commands", { unit: "/s" }, [["commands_per_second", "commands"]]],
  ["Clients", {}, [["connected_clients", "connected"], ["blocked_clients", "blocked"]]],
  ["Network", { unit: "bytes" }, [["network_input_mb_per_second", "in per second", bytesOf], ["network_output_mb_per_second", "out per second", bytesOf]]],
  ["Ping", { unit: "ms" }, [["ping_ms", "ping"]]],
];

const CALLS = [
  { key: "hit_rate", title: "hit rate", unit: "%", of: (row) => row.hit_rate, digits: 1, bar: (row) => row.hit_rate, worse: "less" },
  { key: "hits", title: "hits", of: (row) => row.hits },
  { key: "misses", title: "misses", of: (row) => row.misses, worse: "more" },
  { key: "calls", title: "calls", of: (row) => row.calls, worse: "more" },
  { key: "errors", title: "errors", of: (row) => row.errors, worse: "more", state: (row) => (row.errors > 0 ? "degraded" : "") },
  { key: "total_ms", title: "time", unit: "ms", of: (row) => row.total_ms, digits: 1, worse: "more" },
  { key: "mean_ms", title: "mean", unit: "ms", of: (row) => row.mean_ms, digits: 3, worse: "more" },
];

const COMMANDS = [
  { key: "command", title: "command", text: true, of: (row) => row.command },
  { key: "share", title: "share of time", unit: "%", of: (row) => row.share_percent, digits: 1, bar: (row) => row.share_percent },
  { key: "calls", title: "calls", unit: "/s", of: (row) => row.calls_per_second, digits: 2, worse: "more" },
  { key: "mean", title: "mean", unit: "µs", of: (row) => row.mean_us, digits: 2, worse: "more" },
  { key: "time", title: "of a core", unit: "%", of: (row) => row.time_percent, digits: 3, worse: "more" },
];

export function startRedisHistory(section) {
  let earlier = null;
  // The same figure of the earlier span.
  const compared = (list, columns, names) =>
    columns.map((column) => (column.worse ? { ...column, delta: (row) => earlierFigure(earlier?.[list], row, names, column) } : column));

  const { body } = startPanel(section, {
    address: (span) => `/api/monitoring/redis/stats?${span}`,
    download: { table: "redis_history" },
    draw: async (stats) => {
      earlier = stats.comparison;
      prefixes.show(stats.prefixes, gapsOf(stats.unknown, "prefixes"), stats.calls_truncated);
      endpoints.show(stats.endpoints, gapsOf(stats.unknown, "endpoints"), stats.calls_truncated);
      commands.show(stats.commands, gapsOf(stats.unknown, "commands"));
      await Promise.all(charts.map(([figure, chart, columns]) => {
        const series = comparedSeries(stats, columns);
        figure.dataset.empty = series.series.length === 0;
        return chart.show(series);
      }));
    },
    gaps: (stats) => {
      const samples = gapsOf(stats.unknown, "points", "hits");
      return stats.points.length === 0 && stats.endpoints.length === 0 ? { empty: gapsText(stats.unknown) } : { partial: samples };
    },
  });

  const grid = make("div", "redis-charts");
  body.append(grid);
  const charts = CHARTS.map(([title, look, columns]) => {
    const figure = make("div", "redis-chart");
    const place = make("div", "");
    figure.append(make("h3", "", title), make("p", "redis-none dim", "No readings in this span."), place);
    grid.append(figure);
    return [figure, startTimeChart(place, { ...look, title }), columns];
  });

  const prefixes = part(body, "redis-prefixes", "Lookups by prefix, as the filter counts them", [
    { key: "prefix", title: "prefix", text: true, of: (row) => row.prefix },
    ...compared("prefixes", CALLS, ["target", "prefix"]),
    { key: "target", title: "Redis", text: true, of: (row) => row.target },
  ], "calls", (row) => JSON.stringify([row.target, row.prefix]));
  const endpoints = part(body, "redis-endpoints", "Lookups by endpoint, as the filter counts them", [
    { key: "endpoint", title: "endpoint", text: true, of: endpointText, link: endpointAddress },
    ...compared("endpoints", CALLS, ["service", "method", "route"]),
  ], "calls");
  const commands = part(body, "redis-commands", "Commands", compared("commands", COMMANDS, ["command"]), "share");
}

function earlierFigure(rows, row, names, column) {
  const other = earlierRow(rows, row, ...names);
  return other ? column.of(other) : null;
}

function endpointAddress({ service, method, route }) {
  return route === null ? null : `/ui/monitoring/advanced?${ofEndpoint(spanQuery(), { service, method, route })}`;
}

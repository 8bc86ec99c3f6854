// Keys by prefix and the biggest keys, as the collector's last pass found them.

import { ageInWords, bytesText, timeText } from "../../js/wording.js";
import { startTimeChart } from "../chart/time-chart.js";
import { startPanel } from "../panel/panel.js";
import { bytesOf, earlierRow, gapsOf, gapsText } from "./figures.js";
import { make, part } from "./part.js";

export function startRedisKeys(section) {
  let earlier = null;
  const before = (of) => (row) => {
    const other = earlierRow(earlier, row, "prefix");
    return other ? of(other) : null;
  };
  const { body } = startPanel(section, {
    address: (span) => {
      span.delete("service");
      return `/api/monitoring/redis/keys?${span}`;
    },
    download: { table: "redis_keys" },
    draw: async (keys) => {
      earlier = keys.comparison?.prefixes ?? null;
      pass.textContent = passText(keys);
      prefixes.show(keys.prefixes, gapsOf(keys.unknown, "prefixes"));
      biggest.show(keys.biggest_keys, gapsOf(keys.unknown, "biggest_keys"));
      await chart.show(historyOf(keys));
    },
    gaps: (keys) => (keys.at === null ? { empty: gapsText(keys.unknown) } : { partial: gapsText(keys.unknown) }),
  });

  const pass = make("p", "redis-note dim");
  const figure = make("div", "redis-chart");
  const place = make("div", "");
  figure.append(make("h3", "", "Keys by prefix over time"), place);
  body.append(pass, figure);
  const chart = startTimeChart(place, { title: "Keys by prefix", kind: "area", stacked: true });
  const keys = (row) => row.keys;
  const memory = (row) => row.memory_used_mb;
  const prefixes = part(body, "redis-key-prefixes", "Keys by prefix", [
    { key: "prefix", title: "prefix", text: true, of: (row) => row.prefix },
    { key: "keys", title: "keys", of: keys, delta: before(keys), worse: "more" },
    { key: "memory", title: "memory", of: memory, format: (mebibytes) => bytesText(bytesOf(mebibytes)), delta: before(memory), worse: "more" },
    { key: "share", title: "of the memory", unit: "%", of: (row) => row.memory_share_percent, digits: 1, bar: (row) => row.memory_share_percent },
    { key: "each", title: "per key", of: (row) => row.bytes_per_key, format: bytesText },
    { key: "ttl", title: "with a time to live", unit: "%", of: (row) => row.keys_with_ttl_percent, digits: 1 },
  ], "memory");
  const biggest = part(body, "redis-biggest", "Biggest keys", [
    { key: "key", title: "key", text: true, of: (row) => row.key },
    { key: "memory", title: "memory", of: memory, format: (mebibytes) => bytesText(bytesOf(mebibytes)) },
  ], "memory");
}

function passText({ at, age_seconds: age, scanned_percent: scanned, projected }) {
  const counts = projected ? `Numbers are projected from the ${scanned} % of all keys that were scanned` : "All keys were scanned";
  return `Last pass ${timeText(at)}, ${ageInWords(1000 * age)} ago. ${counts}; memory is projected from 5 measured keys of 100.`;
}

function historyOf({ from, to, history }) {
  const times = [...new Set(history.flatMap(({ points }) => points.map(({ ts }) => ts)))].sort();
  return {
    from,
    to,
    series: history.map(({ prefix, points }) => {
      const known = new Map(points.map((point) => [point.ts, point.keys]));
      return { name: prefix, points: times.map((ts) => [ts, known.get(ts) ?? null]) };
    }),
  };
}

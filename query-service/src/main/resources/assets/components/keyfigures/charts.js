// The charts of Redis' memory, PostgreSQL's connections and a host's resources.

import { startTimeChart } from "../chart/time-chart.js";
import { startPanel } from "../panel/panel.js";
import { addressOfFigures, askFigures } from "./figures.js";
import { gapsOf, isEmpty, pointsOf, rowOf } from "./rows.js";

const MIB = 2 ** 20;

export function startRedisMemory(section) {
  start(section, { unit: "bytes", kind: "area", factor: MIB }, [["redis.memory_used_mb", "used"]]);
}

// The sum is known even where the states of the sessions of other roles are hidden.
export function startPostgresConnections(section) {
  start(section, { unit: "", kind: "line" }, [
    ["postgres.connections_total", "all"],
    ["postgres.connections_active", "active"],
    ["postgres.connections_idle", "idle"],
  ]);
}

export function startResources(section) {
  const panel = start(
    section,
    { unit: "percent", kind: "line" },
    [
      ["system.cpu_percent", "CPU"],
      ["system.memory_percent", "memory"],
      ["system.disk_percent", "disk"],
    ],
    ({ host }) => {
      const name = host ? `of ${host}` : "";
      if (panel.host.textContent !== name) {
        panel.host.textContent = name;
      }
    },
  );
}

function start(section, { unit, kind, factor = 1 }, figures, told = () => {}) {
  let chart = null;
  const names = figures.map(([name]) => name);
  const panel = startPanel(section, {
    address: addressOfFigures,
    ask: askFigures,
    gaps: gapsOf(names),
    draw: (answer) => {
      told(answer);
      chart ??= startTimeChart(panel.body, { unit, kind });
      return chart.show({
        ...shown(answer, figures, factor),
        comparison: answer.comparison ? shown(answer.comparison, figures, factor) : undefined,
      });
    },
  });
  panel.host = document.createElement("span");
  panel.host.className = "dim panel-host";
  panel.actions.append(panel.host);
  return panel;
}

function shown(answer, figures, factor) {
  const series = figures
    .map(([name, title]) => ({ name: title, row: rowOf(answer, name) }))
    .filter(({ row }) => !isEmpty(row))
    .map(({ name, row }) => ({ name, points: pointsOf(answer, row, factor) }));
  return { from: answer.from, to: answer.to, series };
}

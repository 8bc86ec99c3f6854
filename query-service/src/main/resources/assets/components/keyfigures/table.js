// The table of key figures.

import { sparkline } from "../chart/sparkline.js";
import { startPanel } from "../panel/panel.js";
import { startTable } from "../table/data-table.js";
import { addressOfFigures, askFigures } from "./figures.js";
import { changeOf, figureText, stateText, tableGaps, titleOf } from "./rows.js";

const JUDGED = new Set(["watch", "degraded", "stale"]);

export function startKeyFigures(section) {
  let answer = null;
  const value = (key, title, help) => ({ key, title, help, sort: false, of: (row) => figureText(row[key], row.unit) });
  const panel = startPanel(section, {
    address: addressOfFigures,
    ask: askFigures,
    gaps: tableGaps,
    draw: (newest) => {
      answer = newest;
      table.show(newest.rows);
    },
  });
  const table = startTable(panel.body, {
    caption: "Key figures",
    name: "",
    key: (row) => `${row.group}.${row.name}`,
    columns: [
      { key: "figure", title: "figure", text: true, sort: false, of: titleOf },
      value("current", "now", "The newest value; of requests, that of the last 30 s"),
      value("average", "average", "Of latencies and rates: over all requests of the span. Of others: the mean of the readings"),
      value("max", "max", "The largest step of the span; of samples, the largest reading, in long spans of those that were read"),
      {
        key: "change",
        title: "change",
        help: "Now against the average; with a comparison, the average against the earlier one",
        sort: false,
        of: (row) => changeOf(answer, row),
      },
      { key: "trend", title: "trend", sort: false, of: () => "", node: (row) => spark(row) },
      { key: "threshold", title: "threshold", text: true, sort: false, of: (row) => row.rule },
      {
        key: "state",
        title: "state",
        text: true,
        sort: false,
        of: (row) => stateText(answer, row),
        state: (row) => (JUDGED.has(row.state) ? "degraded" : ""),
      },
    ],
  });
}

function spark(row) {
  const place = document.createElement("span");
  sparkline(place, row.points);
  return place;
}

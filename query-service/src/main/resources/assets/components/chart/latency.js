// The latency timeline: the chart and the same figures as a table.

import { answerTo } from "../../js/answer.js";
import { onRefresh } from "../refresh/refresh.js";
import { showState, viewState } from "../states/states.js";
import { fillTable } from "../table/table.js";
import { Chart } from "./chart.js";
import { options } from "./options.js";
import { gaps, isDue, widthInWords } from "./timeline.js";

const COLUMNS = [
  { of: (point) => point.ts.slice(0, 19).replace("T", " ") },
  { of: (point) => point.count },
  { of: (point) => point.errors },
  { of: (point) => point.p50_ms, digits: 2 },
  { of: (point) => point.p95_ms, digits: 2 },
  { of: (point) => point.p99_ms, digits: 2 },
];

export function startLatency(panel) {
  const find = (id) => panel.querySelector(`#latency-${id}`);
  const chart = new Chart(find("chart"), options);
  const period = document.getElementById("period");
  let question = 0;
  let fetchedAt = -Infinity;
  let shown = {};

  const tell = (problem = null) => showState(panel, find("note"), viewState({ ...shown, problem }));

  const refresh = async () => {
    const mine = ++question;
    const asked = period.value;
    try {
      const timeline = await answerTo(`/api/monitoring/api/latency?period=${encodeURIComponent(asked)}`);
      if (mine !== question) {
        return true;
      }
      await chart.draw(timeline);
      // The first drawing waits for the library; the user may have chosen another period in the meantime.
      if (mine !== question) {
        return true;
      }
      find("scope").textContent = `last ${asked}, by ${widthInWords(timeline.bucket_seconds)}`;
      // Newest first.
      fillTable(find("rows"), timeline.points.toReversed(), COLUMNS);
      shown = { shownAt: Date.now(), ...gaps(timeline) };
      fetchedAt = performance.now();
      tell();
      return true;
    } catch (problem) {
      if (mine !== question) {
        return true;
      }
      tell(problem.message);
      return false;
    }
  };

  onRefresh(({ asked }) =>
    asked || isDue(period.value, performance.now() - fetchedAt) ? refresh() : Promise.resolve(true),
  );
}

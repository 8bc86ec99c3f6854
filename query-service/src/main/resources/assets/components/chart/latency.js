// The latency timeline: the chart and the same figures as a table.

import { answerTo } from "../../js/answer.js";
import { onPreferenceChange } from "../../js/view/preferences.js";
import { spanInWords, spanLengthSeconds, spanQuery } from "../../js/view/span.js";
import { timeText } from "../../js/wording.js";
import { Held } from "../panel/held.js";
import { isDue } from "../panel/question.js";
import { onRefresh } from "../refresh/refresh.js";
import { showState } from "../states/states.js";
import { fillTable } from "../table/table.js";
import { Chart } from "./chart.js";
import { earlierPoint, options, tooltip } from "./options.js";
import { startSelecting } from "./select.js";
import { gaps, widthInWords } from "./timeline.js";

const COLUMNS = [
  { of: (point) => timeText(point.ts) },
  { of: (point) => point.count },
  { of: (point) => point.errors },
  { of: (point) => point.p50_ms, digits: 2 },
  { of: (point) => point.p95_ms, digits: 2 },
  { of: (point) => point.p99_ms, digits: 2 },
];
const EARLIER_COLUMNS = [{ of: ({ before }) => before?.count }, { of: ({ before }) => before?.p95_ms, digits: 2 }];

export function startLatency(panel) {
  const find = (id) => panel.querySelector(`#latency-${id}`);
  const selecting = startSelecting(find("chart"), {
    title: "Latency over time",
    latest: () => latest && { ...latest, times: latest.points.map(({ ts }) => Date.parse(ts)) },
    text: (at) => tooltip(latest.points[at], earlierPoint(latest, at)),
    resume: () => latest && latest !== chart.data && chart.draw(latest),
  });
  const chart = new Chart(find("chart"), options, selecting.made);
  let latest = null;
  let question = 0;
  let fetchedAt = -Infinity;
  const held = new Held();

  // Newest first.
  const fillTwin = () => {
    const rows = latest.points.map((point, at) => ({ ...point, before: earlierPoint(latest, at) }));
    fillTable(find("rows"), rows.toReversed(), latest.comparison ? [...COLUMNS, ...EARLIER_COLUMNS] : COLUMNS);
    panel.querySelectorAll("[data-before]").forEach((element) => {
      element.hidden = !latest.comparison;
    });
  };
  const tell = () => showState(panel, find("note"), held.state);

  const refresh = async () => {
    const mine = ++question;
    const address = `/api/monitoring/api/latency?${spanQuery()}`;
    const words = spanInWords();
    try {
      const timeline = await answerTo(address);
      if (mine !== question) {
        return true;
      }
      latest = timeline;
      find("scope").textContent = `${words}, by ${widthInWords(timeline.bucket_seconds)}`;
      fillTwin();
      held.take(timeline, address, gaps(timeline));
      fetchedAt = performance.now();
      // A chart has no size until it is visible, so the state comes first.
      tell();
      if (!selecting.dragging()) {
        await chart.draw(timeline);
      }
      return true;
    } catch (problem) {
      if (mine !== question) {
        return true;
      }
      held.fail(problem.message, address);
      tell();
      return false;
    }
  };

  onPreferenceChange(() => latest && fillTwin());
  onRefresh(({ asked }) =>
    asked || isDue(spanLengthSeconds(), performance.now() - fetchedAt) ? refresh() : Promise.resolve(true),
  );
}

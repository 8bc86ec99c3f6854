// Where the time goes: the parts of requests over time and by duration, and their calls; of all endpoints or of the chosen one.

import { answerTo } from "../../js/answer.js";
import { onPreferenceChange } from "../../js/view/preferences.js";
import { spanInWords, spanLengthSeconds, spanQuery } from "../../js/view/span.js";
import { changeView, onViewChange, viewValue } from "../../js/view/view.js";
import { deltaText, millisText, timeText } from "../../js/wording.js";
import { Chart } from "../chart/chart.js";
import { earlierPoint } from "../chart/options.js";
import { startSelecting } from "../chart/select.js";
import { widthInWords } from "../chart/timeline.js";
import { exportAddress } from "../panel/export.js";
import { Held } from "../panel/held.js";
import { isDue } from "../panel/question.js";
import { onRefresh } from "../refresh/refresh.js";
import { showState } from "../states/states.js";
import { isAscending, nextOrder, parseOrder, sorted } from "../table/order.js";
import { fillTable } from "../table/table.js";
import { BACKGROUND_COLUMNS, COLUMNS, SORTS, countInWords } from "./calls.js";
import { ALL, NO_RECTANGLE, address, choiceOf, hasRectangle, inWords, isAll, isSame, isSameEndpoint } from "./choice.js";
import { compared, octaveOptions, timeOptions, timeTooltip } from "./options.js";
import { PARTS, bounds, gaps, selectionInWords, shares } from "./parts.js";
import { CallRows } from "./rows.js";

const ORDER = "calls_sort";
const TIME_COLUMNS = [
  { of: (point) => timeText(point.ts) },
  { of: (point) => point.requests },
  { of: (point) => point.measured_requests },
  ...["duration", ...PARTS.map(({ key }) => key)].map((key) => ({ of: ({ mean }) => mean?.[`${key}_ms`], digits: 2 })),
];
const EARLIER_COLUMN = { of: ({ before }) => before?.mean?.duration_ms, digits: 2 };
const OCTAVE_COLUMNS = [
  { of: bounds },
  { of: (octave) => octave.requests },
  { of: (octave) => octave.sum.duration_ms / octave.requests, digits: 2 },
  ...PARTS.map((unused, i) => ({ of: (octave) => shares(octave)[i], digits: 1 })),
];

export function startBreakdown(panel) {
  const find = (id) => panel.querySelector(`#breakdown-${id}`);
  const selecting = startSelecting(find("time"), {
    title: "Parts of the mean time of a request, over time",
    latest: () => answer?.parts && { ...answer.timeline, times: answer.timeline.points.map(({ ts }) => Date.parse(ts)) },
    text: (at) => timeTooltip(answer.timeline.points[at], earlierPoint(compared(answer), at)),
    resume: () => answer?.parts && charts[0].data !== answer && charts[0].draw(answer),
  });
  const charts = [new Chart(find("time"), timeOptions, selecting.made), new Chart(find("octaves"), octaveOptions)];
  const rows = new CallRows(find("calls-rows"), COLUMNS);
  const background = new CallRows(find("background-rows"), BACKGROUND_COLUMNS);
  let choice = choiceOf(location.search);
  let question = 0;
  let fetchedAt = -Infinity;
  const held = new Held();
  let answer = null;

  const tell = () => showState(panel, find("note"), held.state);

  const refresh = async () => {
    const mine = ++question;
    const words = spanInWords();
    const where = address(spanQuery(), choice);
    try {
      const breakdown = await answerTo(where);
      if (mine !== question) {
        return true;
      }
      answer = breakdown;
      held.take(breakdown, where, gaps(breakdown));
      // A chart has no size until it is shown.
      find("parts").hidden = !breakdown.parts;
      tell();
      const scope = breakdown.selection ? selectionInWords(breakdown) : words;
      find("scope").textContent = `${scope}, by ${widthInWords(breakdown.timeline.bucket_seconds)}`;
      fill(breakdown);
      fetchedAt = performance.now();
      if (breakdown.parts) {
        await draw(breakdown, mine);
      }
      return true;
    } catch (problem) {
      if (mine !== question) {
        return true;
      }
      held.fail(problem.message, where);
      tell();
      return false;
    }
  };

  // The tables show the same, so they stay when a chart cannot be drawn.
  const draw = async (breakdown, mine) => {
    try {
      await Promise.all(charts.filter((chart, i) => i > 0 || !selecting.dragging()).map((chart) => chart.draw(breakdown)));
    } catch (problem) {
      if (mine === question) {
        held.lacks(`The charts cannot be drawn: ${problem.message}.`);
        tell();
      }
    }
  };

  const fill = (breakdown) => {
    const { parts, octaves, calls, background: others, unknown, comparison } = breakdown;
    panel.querySelectorAll("[data-before]").forEach((element) => {
      element.hidden = !comparison;
    });
    if (parts) {
      find("sums").replaceChildren(...PARTS.map((part) => sum(part, parts[part.key], comparison && (comparison.parts?.[part.key] ?? {}))));
      const timeline = compared(breakdown);
      const rows = timeline.points.map((point, at) => ({ ...point, before: earlierPoint(timeline, at) }));
      fillTable(find("time-rows"), rows.toReversed(), comparison ? [...TIME_COLUMNS, EARLIER_COLUMN] : TIME_COLUMNS);
      fillTable(find("octave-rows"), octaves, OCTAVE_COLUMNS);
    }
    find("calls").hidden = calls.total === 0;
    find("calls-scope").textContent = countInWords(calls);
    showCalls();
    find("background").hidden = !others || others.total === 0;
    if (others) {
      find("background-scope").textContent = countInWords(others);
      background.show(others.rows);
    }
    find("unknown").replaceChildren(...unknown.filter(({ fields }) => !fields.includes("parts")).map(reason));
  };

  const showCalls = () => {
    const order = callOrder();
    panel.querySelectorAll(".sort").forEach((button) => {
      const direction = isAscending(order, SORTS) ? "ascending" : "descending";
      button.parentElement.setAttribute("aria-sort", button.dataset.sort === order.key ? direction : "none");
    });
    rows.show(sorted(answer?.calls.rows ?? [], order, SORTS));
  };

  const follow = () => {
    const chosen = choiceOf(location.search);
    if (isSame(chosen, choice)) {
      showCalls();
      return;
    }
    const isSameService = chosen.service === choice.service;
    choice = chosen;
    // What is shown belongs to another endpoint.
    held.forget();
    answer = null;
    fetchedAt = -Infinity;
    showCalls();
    background.show([]);
    name();
    tell();
    // The refresh of the whole page follows a change of the service.
    if (isSameService) {
      refresh();
    }
  };

  const name = () => {
    find("endpoint").textContent = inWords(choice);
    find("all").hidden = isAll(choice);
    find("durations").hidden = !hasRectangle(choice);
    // The table of calls; there is none of the requests of a rectangle.
    find("download").hidden = hasRectangle(choice);
    mark(choice);
  };

  panel.querySelectorAll(".sort").forEach((button) =>
    button.addEventListener("click", () => changeView({ [ORDER]: nextOrder(callOrder(), button.dataset.sort) }, { replace: true })),
  );
  find("all").addEventListener("click", () => {
    changeView(ALL);
    find("title").focus();
  });
  find("durations").addEventListener("click", () => {
    changeView(NO_RECTANGLE);
    find("title").focus();
  });
  startChoosing((chosen) => {
    changeView({ ...NO_RECTANGLE, ...chosen });
    find("title").focus();
    panel.scrollIntoView({ block: "start" });
  });
  // A refresh can add rows to the table of endpoints.
  document.addEventListener("tidemark:endpoints", () => mark(choice));
  const toDownload = () => {
    find("download").href = exportAddress("calls", spanQuery(), { service: choice.service, method: choice.method, route: choice.route });
  };
  onViewChange(follow);
  onViewChange(toDownload);
  toDownload();
  name();
  onPreferenceChange(() => answer && fill(answer));
  onRefresh(({ asked }) =>
    asked || isDue(spanLengthSeconds(), performance.now() - fetchedAt) ? refresh() : Promise.resolve(true),
  );
}

function callOrder() {
  return parseOrder(viewValue(ORDER), SORTS, "share");
}

// A click on a row of the table of endpoints, or Enter on its link. With a modifier, the browser opens the link elsewhere.
function startChoosing(choose) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#endpoints tbody tr")?.querySelector("a.endpoint");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
      return;
    }
    event.preventDefault();
    const { service, method, route } = link.dataset;
    choose({ service, method, route });
  });
}

function mark(choice) {
  document.querySelectorAll("#endpoints a.endpoint").forEach((link) => {
    if (isSameEndpoint(choice, link.dataset)) {
      link.setAttribute("aria-current", "true");
    } else {
      link.removeAttribute("aria-current");
    }
  });
}

// One part of the mean request; `before`: that of the earlier span, if there is a comparison.
function sum({ name, style }, { mean_ms: mean, share, calls_per_request: calls }, before) {
  const group = document.createElement("div");
  const title = document.createElement("dt");
  const key = document.createElement("span");
  key.className = `part-key part-${style}`;
  title.append(key, name);
  const figures = [`${(100 * share).toFixed(1)} %`, before ? `${millisText(mean)} ${deltaText(mean, before.mean_ms)}` : millisText(mean), calls === null ? "" : `${calls.toFixed(2)} calls`];
  group.append(
    title,
    ...figures.map((text) => {
      const figure = document.createElement("dd");
      figure.textContent = text;
      return figure;
    }),
  );
  return group;
}

function reason({ fields, reason: why, remedy }) {
  const line = document.createElement("li");
  line.textContent = `${fields.join(", ")} unknown: ${remedy ? `${why}: ${remedy}` : why}`;
  return line;
}

// A panel that asks the API and shows the answer: at each refresh, and when the span, the service or the comparison changes. The
// header starts the refreshes.

import { answerTo } from "../../js/answer.js";
import { onPreferenceChange } from "../../js/view/preferences.js";
import { spanInWords, spanLengthSeconds, spanQuery } from "../../js/view/span.js";
import { onViewChange } from "../../js/view/view.js";
import { onRefresh } from "../refresh/refresh.js";
import { showState, viewState } from "../states/states.js";
import { widthInWords } from "../chart/timeline.js";
import { exportAddress } from "./export.js";
import { Question, isDue } from "./question.js";

// `address(span)`: the address of the API for the span (URLSearchParams), or null while there is nothing to ask; `draw(answer)`: shows
// the answer, and may return a promise; `gaps(answer)`: `{ empty?, partial?, wrong? }`, texts for an answer that is empty or lacks a
// part, and whether that is because something does not work;
// `ask(address)`: asks for the answer, for panels that share one; `scope(answer)`: what the answer covers, in words (default: the span);
// `download`: `{ table, filters() }`, the table of the API's downloads that has all rows, and its further parameters.
// Returns `{ body, actions, title, ask() }`: elements to fill, and a function that asks at once, for choices of the panel itself.
export function startPanel(section, { address, draw, gaps = () => ({}), ask: put = answerTo, scope: words = spanOf, download }) {
  const find = (part) => section.querySelector(`[data-part="${part}"]`);
  const [scope, actions, note, body] = ["scope", "actions", "note", "body"].map(find);
  const question = new Question(put);
  let askedAt = -Infinity;
  let asked = "";
  let answer = null;
  let shown = {};

  const tell = (problem = null) => showState(section, note, viewState({ ...shown, problem }));

  const show = async () => {
    const mine = answer;
    scope.textContent = words(mine);
    // A chart has no size until it is visible, so the state comes first.
    tell();
    try {
      await draw(mine);
    } catch (problem) {
      if (mine === answer) {
        console.error(problem);
        shown = { ...shown, partial: [shown.partial, `Not everything can be drawn: ${problem.message}.`].filter(Boolean).join(" ") };
        tell();
      }
    }
  };

  const ask = async () => {
    const where = address(spanQuery());
    if (where === null) {
      question.drop();
      answer = null;
      asked = "";
      return true;
    }
    const { answer: newest, problem, overtaken } = await question.put(where);
    if (overtaken) {
      return true;
    }
    if (problem !== undefined) {
      // Figures of another question would be taken for the answer to this one.
      if (where !== asked) {
        shown = {};
      }
      tell(problem);
      return false;
    }
    answer = newest;
    asked = where;
    askedAt = performance.now();
    shown = { shownAt: Date.now(), ...gaps(newest) };
    await show();
    return true;
  };

  if (download) {
    actions.append(downloadLink(section, download));
  }
  onRefresh((round) => (round.asked || isDue(spanLengthSeconds(), performance.now() - askedAt) ? ask() : Promise.resolve(true)));
  onPreferenceChange(() => answer && show());
  return { body, actions, title: section.querySelector("h2"), ask };
}

function downloadLink(section, { table, filters }) {
  const link = document.createElement("a");
  const follow = () => {
    link.href = exportAddress(table, spanQuery(), filters?.());
  };
  link.className = "download";
  link.textContent = "CSV";
  link.setAttribute("aria-label", `Download all rows as CSV: ${section.querySelector("h2 > span").textContent}`);
  link.setAttribute("download", "");
  onViewChange(follow);
  follow();
  return link;
}

function spanOf({ bucket_seconds: seconds }) {
  return [spanInWords(), seconds ? `by ${widthInWords(seconds)}` : ""].filter(Boolean).join(", ");
}

// A panel that asks the API and shows the answer: at each refresh, and when the span, the service or the comparison changes. The
// header starts the refreshes.

import { answerTo } from "../../js/answer.js";
import { onPreferenceChange } from "../../js/view/preferences.js";
import { spanInWords, spanLengthSeconds, spanQuery } from "../../js/view/span.js";
import { onViewChange } from "../../js/view/view.js";
import { onRefresh } from "../refresh/refresh.js";
import { showState } from "../states/states.js";
import { widthInWords } from "../chart/timeline.js";
import { exportAddress } from "./export.js";
import { Held } from "./held.js";
import { Question, isDue } from "./question.js";

// `address(span)`: the address of the API for the span (URLSearchParams), or null while there is nothing to ask; `draw(answer)`: shows
// the answer, and may return a promise; `gaps(answer)`: `{ empty?, partial?, wrong? }`, texts for an answer that is empty or lacks a
// part, and whether that is because something does not work;
// `ask(address)`: asks for the answer, for panels that share one; `scope(answer)`: what the answer covers, in words (default: the span);
// `download`: `{ table, filters() }`, the table of the API's downloads that has all rows, and its further parameters.
// Returns `{ body, actions, title, ask(), forget() }`: elements to fill; `ask` asks at once, for choices of the panel itself; `forget`
// drops an answer that belongs to an earlier choice, so that it is not shown under the name of the new one.
export function startPanel(section, { address, draw, gaps = () => ({}), ask: put = answerTo, scope: words = spanOf, download }) {
  const find = (part) => section.querySelector(`[data-part="${part}"]`);
  const [scope, actions, note, body] = ["scope", "actions", "note", "body"].map(find);
  const question = new Question(put);
  let askedAt = -Infinity;
  const held = new Held();
  let spanned = "";

  const tell = () => showState(section, note, held.state);

  const show = async () => {
    const mine = held.answer;
    // Of another span than that of the answer, the words would be wrong.
    if (spanQuery().toString() === spanned) {
      scope.textContent = words(mine);
    }
    // A chart has no size until it is visible, so the state comes first.
    tell();
    try {
      await draw(mine);
    } catch (problem) {
      if (mine === held.answer) {
        console.error(problem);
        held.lacks(`Not everything can be drawn: ${problem.message}.`);
        tell();
      }
    }
  };

  const ask = async () => {
    const span = spanQuery().toString();
    const where = address(spanQuery());
    if (where === null) {
      question.drop();
      held.forget();
      return true;
    }
    const { answer: newest, problem, overtaken } = await question.put(where);
    if (overtaken) {
      return true;
    }
    if (problem !== undefined) {
      held.fail(problem, where);
      tell();
      return false;
    }
    held.take(newest, where, gaps(newest));
    spanned = span;
    askedAt = performance.now();
    await show();
    return true;
  };

  const forget = () => {
    if (address(spanQuery()) !== held.address) {
      question.drop();
      held.forget();
      askedAt = -Infinity;
      scope.textContent = "";
      tell();
    }
  };

  if (download) {
    actions.append(downloadLink(section, download));
  }
  onRefresh((round) => (round.asked || isDue(spanLengthSeconds(), performance.now() - askedAt) ? ask() : Promise.resolve(true)));
  onPreferenceChange(() => held.answer && show());
  return { body, actions, title: section.querySelector("h2"), ask, forget };
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

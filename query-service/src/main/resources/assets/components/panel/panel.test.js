import { test } from "node:test";
import assert from "node:assert/strict";
import { exportAddress } from "./export.js";
import { Held } from "./held.js";
import { Question, isDue } from "./question.js";

function held() {
  const answers = new Map();
  const question = new Question((address) => new Promise((resolve, reject) => answers.set(address, { resolve, reject })));
  return { question, answers };
}

test("put_twice_takesTheAnswerOfTheNewestQuestion", async () => {
  const { question, answers } = held();
  const [first, second] = [question.put("a"), question.put("b")];
  answers.get("b").resolve(2);
  answers.get("a").resolve(1);

  assert.deepEqual(await first, { overtaken: true });
  assert.deepEqual(await second, { answer: 2 });
});

test("put_thatFails_saysWhy_unlessItWasOvertaken", async () => {
  const { question, answers } = held();
  const first = question.put("a");
  answers.get("a").reject(new Error("no answer"));
  assert.deepEqual(await first, { problem: "no answer" });

  const dropped = question.put("b");
  question.drop();
  answers.get("b").reject(new Error("no answer"));
  assert.deepEqual(await dropped, { overtaken: true });
});

test("isDue_dependsOnTheLengthOfTheSpan", () => {
  assert.equal(isDue(3_600, 10_000), true);
  assert.equal(isDue(3_600, 5_500), false);
  assert.equal(isDue(604_800, 50_000), false);
  assert.equal(isDue(604_800, 60_000), true);
  assert.equal(isDue(604_800, Infinity), true);
});

test("exportAddress_hasTheSpanAndTheService_withoutTheComparison", () => {
  const span = new URLSearchParams("period=1h&service=shop&compare=day");
  assert.equal(exportAddress("endpoints", span), "/api/monitoring/export?table=endpoints&format=csv&period=1h&service=shop");
  assert.equal(exportAddress("calls", new URLSearchParams("from=a&to=b"), { method: "GET", route: "" }), "/api/monitoring/export?table=calls&format=csv&from=a&to=b&method=GET");
});

test("held_afterAProblem_isStale_untilTheNextAnswer", () => {
  const held = new Held();
  held.take({}, "a", {});
  held.fail("no answer", "a");
  held.lacks("A chart cannot be drawn.");
  assert.equal(held.state.state, "stale");
  assert.match(held.state.text, /^Not refreshed since .*: no answer\.$/);

  held.take({}, "a", { partial: "No logs." });
  held.lacks("A chart cannot be drawn.");
  assert.deepEqual(held.state, { state: "partial", text: "No logs. A chart cannot be drawn." });
});

test("held_ofAnotherAddress_isNotShownAsAnAnswerToThisOne", () => {
  const held = new Held();
  held.take({}, "a", {});
  held.turnTo("a");
  assert.equal(held.state.state, "ready");
  held.turnTo("b");
  assert.deepEqual([held.answer, held.state.state], [null, "loading"]);

  held.take({}, "b", {});
  held.fail("no answer", "c");
  assert.deepEqual([held.answer, held.state.state], [null, "error"]);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { coalesced } from "./coalesce.js";
import { changeOf, figureText, gapsOf, pointsOf, reasonOf, rowOf, stateText, tableGaps } from "./rows.js";

const row = (values) => ({ group: "redis", name: "keys_total", title: "keys", unit: "", current: 3, average: 2, max: 4, state: "none", points: [], ...values });
const answer = (rows, more = {}) => ({ from: "2026-11-21T09:00:00Z", bucket_seconds: 30, rows, unknown: [], comparison: null, ...more });

test("figureText_ofAUnitOfBytes_scalesIt_andAnUnknownIsNoZero", () => {
  assert.equal(figureText(1.5, "MiB"), "1.50 MiB");
  assert.equal(figureText(2048, "MiB"), "2.00 GiB");
  assert.equal(figureText(null, "MiB"), "–");
  assert.equal(figureText(12.5, "percent"), "12.5 %");
});

test("pointsOf_aRow_haveTheTimesOfItsSteps_andGaps", () => {
  assert.deepEqual(pointsOf(answer([]), row({ points: [1, null] }), 2), [
    ["2026-11-21T09:00:00.000Z", 2],
    ["2026-11-21T09:00:30.000Z", null],
  ]);
});

test("stateText_ofAnUnknownFigure_saysWhyAndWhatToDo", () => {
  const unknown = row({ current: null, state: "unknown" });
  const why = answer([unknown], { unknown: [{ fields: ["redis.keys_total"], reason: "INFO is forbidden", remedy: "ACL SETUSER x +info" }] });
  assert.equal(stateText(why, unknown), "unknown: INFO is forbidden: ACL SETUSER x +info");
  assert.equal(reasonOf(answer([]), row({})), "");
  assert.equal(stateText(answer([]), row({ state: "watch" })), "watch");
  assert.equal(stateText(answer([]), row({})), "–");
});

test("changeOf_isAgainstTheEarlierSpan_orElseAgainstTheAverage", () => {
  assert.equal(changeOf(answer([]), row({ current: 3, average: 2 })), "+50 %");
  const compared = answer([], { comparison: answer([row({ average: 1 })]) });
  assert.equal(changeOf(compared, row({ average: 4 })), "×4.0");
  assert.equal(changeOf(answer([], { comparison: answer([]) }), row({})), "–");
});

test("gapsOf_aPanel_tellsNothingKnownFromSomethingMissing", () => {
  const some = answer([row({ points: [1] }), row({ name: "hit_rate", title: "hit rate" })]);
  assert.match(gapsOf(["redis.keys_total", "redis.hit_rate"])(some).partial, /hit rate/);
  assert.match(gapsOf(["redis.hit_rate"])(some).empty, /Nothing was read/);
  assert.deepEqual(gapsOf(["redis.keys_total"])(some), {});
  assert.equal(rowOf(some, "redis.hit_rate").title, "hit rate");
});

test("coalesced_equalQuestionsOfASecond_areOneRequest_andAFailureIsAskedAgain", async () => {
  let time = 0;
  const asked = [];
  const heard = [];
  const ask = coalesced(
    (address) => {
      asked.push(address);
      return address === "bad" ? Promise.reject(new Error("no")) : Promise.resolve(address);
    },
    (found) => heard.push(found),
    () => time,
  );
  assert.deepEqual(await Promise.all([ask("a"), ask("a")]), ["a", "a"]);
  time = 1_001;
  await ask("a");
  assert.deepEqual(asked, ["a", "a"]);
  assert.deepEqual(heard, ["a", "a"]);
  await assert.rejects(ask("bad"));
  await assert.rejects(ask("bad"));
  assert.deepEqual(asked.slice(2), ["bad", "bad"]);
});

test("tableGaps_ofFiguresThatAreAllUnknownForOneReason_sayItOnce", () => {
  const unknown = [{ fields: ["redis.keys_total", "redis.hit_rate"], reason: "PostgreSQL does not answer" }];
  const none = answer([row({ current: null, points: [null] }), row({ name: "hit_rate", current: null, points: [] })]);
  assert.deepEqual(tableGaps({ ...none, unknown }), { empty: "Not known: PostgreSQL does not answer." });
  assert.deepEqual(tableGaps({ ...none, unknown: [] }), {});
  assert.deepEqual(tableGaps({ ...none, rows: [...none.rows, row({ name: "clients", current: 3, points: [3] })], unknown }), {});
});

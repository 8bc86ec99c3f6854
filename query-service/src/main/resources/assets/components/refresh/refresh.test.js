import { test, mock } from "node:test";
import assert from "node:assert/strict";
import { Cycle, INTERVALS, parseRefresh, writeRefresh } from "./cycle.js";

test("parseRefresh_ofUnknownValues_returnsTheDefault", () => {
  assert.deepEqual(parseRefresh("30s"), { interval: "30s", paused: false });
  assert.deepEqual(parseRefresh("off"), { interval: "5s", paused: true });
  assert.deepEqual(parseRefresh(""), { interval: "5s", paused: false });
  assert.deepEqual(parseRefresh("toString"), { interval: "5s", paused: false });
});

test("writeRefresh_ofAParsedValue_returnsTheSameText", () => {
  for (const text of ["", "10s", "30s", "1m", "off"]) {
    assert.equal(writeRefresh(parseRefresh(text)), text);
  }
});

function cycleWith(task) {
  const cycle = new Cycle();
  cycle.add(task);
  return cycle;
}

async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  await new Promise((resolve) => setImmediate(resolve));
}

test("cycle_thatSucceeds_runsEveryInterval", async (context) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  const task = mock.fn(async () => true);
  const cycle = cycleWith(task);
  cycle.configure({ interval: INTERVALS["30s"] });

  await pass(29_999);
  assert.equal(task.mock.callCount(), 0);
  await pass(1);
  assert.equal(task.mock.callCount(), 1);
  await pass(30_000);
  assert.equal(task.mock.callCount(), 2);
  assert.deepEqual(task.mock.calls[0].arguments, [{ asked: false }]);
});

test("cycle_thatFails_retriesSooner", async (context) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  const task = mock.fn(async () => {
    throw new Error("unreachable");
  });
  const cycle = cycleWith(task);
  cycle.configure({ interval: INTERVALS["1m"] });

  await pass(60_000);
  await pass(5_000);
  assert.equal(task.mock.callCount(), 2);
});

test("cycle_thatIsPausedOrHidden_runsOnlyWhenAsked", async (context) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  const task = mock.fn(async () => true);
  const cycle = cycleWith(task);
  for (const still of [{ paused: true }, { paused: false, hidden: true }]) {
    cycle.configure(still);
    const before = task.mock.callCount();
    await pass(600_000);
    assert.equal(task.mock.callCount(), before);
    await cycle.run({ asked: true });
    await pass(600_000);
    assert.equal(task.mock.callCount(), before + 1);
  }
});

test("cycle_requestedDuringARound_schedulesFromTheNewerRound", async (context) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  const finish = [];
  const task = mock.fn(() => new Promise((resolve) => finish.push(resolve)));
  const cycle = cycleWith(task);
  const first = cycle.run();
  const second = cycle.run({ asked: true });
  finish[0](false);
  await first;
  await pass(600_000);
  assert.equal(task.mock.callCount(), 2);

  finish[1](true);
  await second;
  await pass(5_000);
  assert.equal(task.mock.callCount(), 3);
});

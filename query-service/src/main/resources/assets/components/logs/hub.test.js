import { test, mock, beforeEach, afterEach } from "node:test";
import assert from "node:assert/strict";
import { Hub } from "./hub.js";

const ALL = { level: "", service: "", search: "" };
const WARNINGS = { ...ALL, level: "WARN" };

let connections;
let hub;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  connections = [];
  hub = new Hub({
    open: (address, lanes, handlers) => {
      const connection = { streams: streamsOf(address), lanes, ...handlers, open: true };
      connections.push(connection);
      return () => {
        connection.open = false;
      };
    },
  });
});

afterEach(() => mock.timers.reset());

function streamsOf(address) {
  return new URL(address, "http://x").searchParams.getAll("stream").map((query) => Object.fromEntries(new URLSearchParams(query)));
}

function tab() {
  const got = [];
  return { got, send: (message) => got.push(message), lines: () => got.filter(({ kind }) => kind === "line").map(({ data }) => data) };
}

function connect() {
  mock.timers.tick(30);
  return connections.at(-1);
}

const openConnections = () => connections.filter(({ open }) => open).length;

test("hub_ofManyTabsWithOneFilter_hasOneConnectionWithOneLane", () => {
  const tabs = Array.from({ length: 10 }, tab);
  tabs.forEach((one) => hub.join(one, { ...ALL }, ""));
  const connection = connect();
  connection.event(0, "line", "a", "0:1");

  assert.deepEqual(connection.streams, [{ tail: "200" }]);
  assert.equal(connections.length, 1);
  tabs.forEach((one) => assert.deepEqual(one.lines(), ["a"]));
});

test("hub_ofTwoFilters_hasALaneForEachOnOneConnection", () => {
  const [all, warnings] = [tab(), tab()];
  hub.join(all, ALL, "");
  hub.join(warnings, WARNINGS, "");
  const connection = connect();
  connection.event(0, "line", "a", "0:1");
  connection.event(1, "line", "w", "0:2");

  assert.deepEqual(connection.streams, [{ tail: "200" }, { level: "WARN", tail: "200" }]);
  assert.deepEqual([all.lines(), warnings.lines()], [["a"], ["w"]]);
});

test("hub_thatGetsANewFilter_resumesTheOthersWhereTheyWere", () => {
  const [all, warnings] = [tab(), tab()];
  hub.join(all, ALL, "");
  connect().event(0, "line", "a", "0:1,1:4");
  hub.join(warnings, WARNINGS, "");
  const connection = connect();

  assert.deepEqual(connection.streams, [
    { tail: "200", last_event_id: "0:1,1:4" },
    { level: "WARN", tail: "200" },
  ]);
  assert.equal(openConnections(), 1);
});

test("hub_thatATabJoinsLater_givesItTheNewestLinesWithoutAnotherConnection", () => {
  const [first, second] = [tab(), tab()];
  hub.join(first, ALL, "");
  const connection = connect();
  connection.event(0, "status", '{"connected":true}', "0:0");
  for (let i = 1; i <= 250; i += 1) {
    connection.event(0, "line", `line ${i}`, `0:${i}`);
  }
  hub.join(second, ALL, "");
  mock.timers.tick(60_000);

  assert.equal(connections.filter(({ streams }) => !streams[0].last_event_id).length, 1);
  assert.deepEqual(second.got[0], { kind: "status", data: '{"connected":true}', id: "0:0" });
  assert.deepEqual(second.lines(), Array.from({ length: 200 }, (unused, i) => `line ${i + 51}`));
});

test("hub_thatATabComesBackTo_givesItJustWhatItMissed", () => {
  const [stayed, away] = [tab(), tab()];
  hub.join(stayed, ALL, "");
  hub.join(away, ALL, "");
  const connection = connect();
  connection.event(0, "status", "{}", "0:0");
  connection.event(0, "line", "a", "0:1");
  hub.leave(away);
  connection.event(0, "skipped", '{"count":3}', "0:5");
  connection.event(0, "line", "b", "0:6");
  hub.join(away, ALL, "0:1");

  assert.deepEqual(away.lines(), ["a", "b"]);
  assert.deepEqual(away.got.filter(({ kind }) => kind === "skipped").map(({ data }) => data), ['{"count":3}']);
  assert.equal(connections.length, 1);
});

test("hub_thatATabComesBackToAfterTooLong_resumesItsLinesFromTheServer", () => {
  const [stayed, away] = [tab(), tab()];
  hub.join(stayed, ALL, "");
  const connection = connect();
  connection.event(0, "status", "{}", "0:100");
  hub.join(away, ALL, "0:7");

  assert.deepEqual(connect().streams, [
    { tail: "200", last_event_id: "0:100" },
    { tail: "200", last_event_id: "0:7" },
  ]);
  assert.equal(openConnections(), 1);
});

test("hub_ofTabsThatAllLeave_hasNoConnection", () => {
  const tabs = [tab(), tab()];
  hub.join(tabs[0], ALL, "");
  hub.join(tabs[1], WARNINGS, "");
  connect();
  tabs.forEach((one) => hub.leave(one));
  mock.timers.tick(600_000);

  assert.equal(openConnections(), 0);
  assert.equal(connections.length, 1);
});

test("hub_ofALaneThatNobodyWants_dropsItAfterAWhile", () => {
  const [all, warnings] = [tab(), tab()];
  hub.join(all, ALL, "");
  hub.join(warnings, WARNINGS, "");
  connect();
  hub.leave(warnings);
  mock.timers.tick(5_000);

  assert.deepEqual(connections.at(-1).streams, [{ tail: "200" }]);
  assert.equal(openConnections(), 1);
});

test("hub_whoseConnectionEnds_saysSoAndResumesEveryLane", () => {
  const one = tab();
  hub.join(one, ALL, "");
  const connection = connect();
  connection.event(0, "ping", "{}", "0:9");
  connection.failed("the connection ended");
  assert.deepEqual(one.got.at(-1), { kind: "away", data: "the connection ended" });

  mock.timers.tick(2_000);
  assert.deepEqual(connections.at(-1).streams, [{ tail: "200", last_event_id: "0:9" }]);
});

test("hub_whoseConnectionFailsAgain_waitsLonger", () => {
  hub.join(tab(), ALL, "");
  connect().failed("away");
  mock.timers.tick(2_000);
  connections.at(-1).failed("away");
  mock.timers.tick(3_999);
  assert.equal(connections.length, 2);
  mock.timers.tick(1);
  assert.equal(connections.length, 3);
});

test("hub_whoseConnectionIsSilent_opensAnother", () => {
  hub.join(tab(), ALL, "");
  connect();
  mock.timers.tick(45_000);
  assert.equal(openConnections(), 0);
  mock.timers.tick(2_000);
  assert.equal(openConnections(), 1);
});

test("hub_ofMoreFiltersThanTheServerTakes_refusesTheLast", () => {
  const tabs = Array.from({ length: 17 }, tab);
  tabs.forEach((one, i) => hub.join(one, { ...ALL, service: `service ${i}` }, ""));

  assert.equal(connect().lanes, 16);
  assert.deepEqual(tabs[15].got, []);
  assert.equal(tabs[16].got[0].kind, "refused");
});

test("hub_ofFiltersWhoseAddressIsTooLong_refusesTheLast", () => {
  const tabs = [tab(), tab()];
  tabs.forEach((one, i) => hub.join(one, { ...ALL, search: String(i) + "é".repeat(199) }, ""));

  assert.deepEqual(connect().lanes, 1);
  assert.equal(tabs[1].got[0].kind, "refused");
});

test("hub_thatKeepsLargeLines_isBoundedByTheirSize", () => {
  const [first, second] = [tab(), tab()];
  hub.join(first, ALL, "");
  const connection = connect();
  for (let i = 1; i <= 5; i += 1) {
    connection.event(0, "line", String(i).repeat(900_000), `0:${i}`);
  }
  hub.join(second, ALL, "");

  assert.deepEqual(second.lines().map((line) => line[0]), ["4", "5"]);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { cellText, change } from "../table/columns.js";
import { ERROR_COLUMNS, addressOf, endpointColumns, partsInWords, segments, success, withBefore } from "./columns.js";

const row = (route, figures) => ({ service: "shop", method: "GET", route, request_count: 100, error_count: 5, parts: null, ...figures });
const column = (key) => endpointColumns(() => null, () => null).find((one) => one.key === key);

test("withBefore_findsTheSameEndpointInTheEarlierSpan", () => {
  const answer = { endpoints: [row("/a", { p95_latency_ms: 30 }), row("/b", {})], comparison: { endpoints: [row("/a", { p95_latency_ms: 10 })] } };
  const [first, second] = withBefore(answer, "endpoints");

  assert.equal(change(column("p95_latency_ms"), first).text, "×3.0");
  assert.equal(change(column("p95_latency_ms"), first).state, "degraded");
  assert.equal(second.before, null);
  assert.equal(change(column("p95_latency_ms"), second), null);
  assert.equal("before" in withBefore({ ...answer, comparison: null }, "endpoints")[0], false);
});

test("success_withoutRequests_isUnknown", () => {
  assert.equal(success(row("/a")), 95);
  assert.equal(success({ request_count: 0, error_count: 0 }), null);
});

test("errors_thatAreNew_sayIt_andThoseWithoutATypeAreNamed", () => {
  const [error] = withBefore({ errors: [{ ...row("/a"), error_type: null, count: 3 }], comparison: { errors: [] } }, "errors");
  assert.equal(cellText(ERROR_COLUMNS[0], error), "no exception");
  assert.equal(change(ERROR_COLUMNS[2], error).text, "new");
});

test("segments_areSideBySide_andTheLargestIsNamed", () => {
  const parts = { application: 0.25, db: 0.75, pool_wait: 0, redis: 0, http: 0 };
  assert.deepEqual(segments(parts), [{ style: "application", x: 0, width: 25 }, { style: "db", x: 25, width: 75 }]);
  assert.equal(partsInWords(parts), "database 75 %");
});

test("addressOf_anEndpoint_keepsTheSpan_andDropsTheRectangle", () => {
  assert.equal(addressOf({ service: "shop", method: "GET", route: "/a b" }, "?period=24h&cell_from=x&cell_max=2"), "?period=24h&service=shop&method=GET&route=%2Fa+b");
});

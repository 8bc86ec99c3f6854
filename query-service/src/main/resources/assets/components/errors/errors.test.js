import { test } from "node:test";
import assert from "node:assert/strict";
import { addressOf, earlierCount, nameOf, typeOf } from "./rows.js";

const error = (values) => ({ service: "shop", method: "GET", route: "/a", error_type: "java.io.IOException", count: 3, last_status: 500, ...values });

test("typeOf_anErrorWithoutAnException_isItsStatus", () => {
  assert.equal(typeOf(error({})), "java.io.IOException");
  assert.equal(typeOf(error({ error_type: null })), "status 500");
  assert.equal(typeOf(error({ error_type: null, last_status: null })), "status 4xx or 5xx");
});

test("earlierCount_isOfTheSameErrorOfTheSameEndpoint_andZeroIfThereWasNone", () => {
  const compared = { comparison: { errors: [error({ count: 2 }), error({ route: "/b", count: 9 })] } };
  assert.equal(earlierCount(compared, error({})), 2);
  assert.equal(earlierCount(compared, error({ error_type: null })), 0);
  assert.equal(earlierCount({ comparison: null }, error({})), null);
  assert.notEqual(nameOf(error({})), nameOf(error({ error_type: null })));
});

test("addressOf_keepsTheSpan_andIsBounded", () => {
  assert.equal(addressOf(new URLSearchParams("period=5m&service=shop")), "/api/monitoring/api/errors?period=5m&service=shop&limit=10");
});

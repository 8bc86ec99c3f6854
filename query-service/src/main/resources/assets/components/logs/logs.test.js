import { test } from "node:test";
import assert from "node:assert/strict";
import { csvOf } from "./csv.js";
import { filterQuery, filtersOf, isFiltered, sameFilters, storedSpan } from "./filters.js";
import { Held } from "./held.js";
import { covers } from "./position.js";

test("filtersOf_anAddress_areTrimmedAndNoLongerThanTheServerTakes", () => {
  const address = { log_level: "WARN", log_service: " shop ", log_search: "x".repeat(300) };
  assert.deepEqual(filtersOf((field) => address[field]), { level: "WARN", service: "shop", search: "x".repeat(200) });
});

test("sameFilters_ofADifferenceInAnyField_areNotTheSame", () => {
  const filters = { level: "", service: "", search: "" };
  assert.equal(sameFilters(filters, { ...filters }), true);
  for (const field of Object.keys(filters)) {
    assert.equal(sameFilters(filters, { ...filters, [field]: "x" }), false);
    assert.equal(isFiltered({ ...filters, [field]: "x" }), true);
  }
  assert.equal(isFiltered(filters), false);
});

test("filterQuery_hasNothingThatIsEmpty", () => {
  assert.equal(filterQuery({ level: "WARN", service: "", search: "a&b=" }, { since: "1h", until: undefined }), "level=WARN&search=a%26b%3D&since=1h");
});

test("covers_aPosition_onlyIfNoPartitionIsBehind", () => {
  assert.equal(covers("0:5,1:7", "0:5,1:6"), true);
  assert.equal(covers("0:5,1:7", "0:6,1:6"), false);
  assert.equal(covers("0:5", "0:5,1:0"), false);
  assert.equal(covers("0:5,1:7", "1:7"), true);
  assert.equal(covers("", "0:0"), false);
});

test("held_ofMoreThanIsKept_saysHowManyWereDroppedAndBefore", () => {
  const held = new Held();
  for (let i = 0; i < 2500; i += 1) {
    held.add({ ts: String(i), message: `line ${i}` });
  }
  assert.equal(held.count, 2500);

  const lines = held.take();
  assert.deepEqual(lines[0], { gap: { count: 2000, before: "2000" } });
  assert.deepEqual(lines.slice(1).map((line) => line.message), Array.from({ length: 500 }, (unused, i) => `line ${i + 2000}`));
  assert.deepEqual(held.take(), []);
  assert.equal(held.count, 0);
});

test("csvOf_lines_quotesEverythingAndDisarmsFormulas", () => {
  const csv = csvOf([{ ts: "2026-11-21T09:40:34Z", level: "WARN", message: '=HYPERLINK("x")', service: "shop" }]);
  assert.equal(
    csv,
    '"ts","level","service","instance","logger","thread","message","trace_id","span_id","error_type"\r\n' +
      '"2026-11-21T09:40:34Z","WARN","shop","","","","\'=HYPERLINK(""x"")","","",""\r\n',
  );
});

test("storedSpan_ofThePage_isWhatTheStoreIsAsked", () => {
  const asked = (span) => filterQuery({}, storedSpan(new URLSearchParams(span)));
  assert.equal(asked("period=15m"), "since=15m");
  assert.equal(asked("from=2026-11-21T09:00:00Z&to=2026-11-21T10:00:00Z"), "since=2026-11-21T09%3A00%3A00Z&until=2026-11-21T10%3A00%3A00Z");
  assert.equal(asked("from=2026-11-21T09:00:00Z"), "since=2026-11-21T09%3A00%3A00Z");
});

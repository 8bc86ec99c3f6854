import { test } from "node:test";
import assert from "node:assert/strict";
import { ageInWords, clockTime, grouped, shown } from "./wording.js";

test("ageInWords_ofAnyAge_usesOneUnit", () => {
  assert.deepEqual(
    [-5, 0, 119_999, 120_000, 7_199_999, 7_200_000, 172_799_999, 172_800_000].map(ageInWords),
    ["0 s", "0 s", "119 s", "2 min", "119 min", "2 h", "47 h", "2 days"],
  );
});

test("clockTime_ofATimestampInMicroseconds_endsWithMilliseconds", () => {
  assert.equal(clockTime("2026-11-21T09:40:34.123456Z"), "09:40:34.123");
});

test("grouped_ofAThousand_hasASeparator", () => {
  assert.equal(grouped(1234567), "1,234,567");
});

test("shown_charactersThatControlTheText_becomeVisible", () => {
  assert.equal(shown("a\u202eb\u0007c\u001b[1m\td\n"), "a\\u202eb\\u0007c\\u001b[1m\td\n");
  assert.equal(shown("Größe 店"), "Größe 店");
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { ageInWords, bytesText, clockTime, deltaText, grouped, millisText, percentText, ratioText, scaleText, shown, timeText, valueText } from "./wording.js";

process.env.TZ = "Europe/Berlin";

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

test("timeText_inTheZoneOfTheReader_tellsRepeatedHoursApart", () => {
  assert.equal(timeText("2026-11-21T09:40:34.5Z"), "2026-11-21 09:40:34 UTC");
  assert.equal(timeText("2026-11-21T23:40:34Z", "local"), "2026-11-22 00:40:34 +01:00");
  assert.deepEqual(
    ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map((ts) => timeText(ts, "local")),
    ["2026-10-25 02:30:00 +02:00", "2026-10-25 02:30:00 +01:00"],
  );
});

test("bytesText_ofAnySize_usesTheLargestUnit", () => {
  assert.deepEqual(
    [null, 0, 1023, 1024, 1_048_575, 1_572_864, 123 * 2 ** 30, -2048].map(bytesText),
    ["–", "0 B", "1,023 B", "1.00 KiB", "1.00 MiB", "1.50 MiB", "123 GiB", "-2.00 KiB"],
  );
});

test("ratioText_ofASmallShare_isNotZero", () => {
  assert.deepEqual([undefined, 0, 0.0001, 0.1234, 1].map(ratioText), ["–", "0.0 %", "<0.1 %", "12.3 %", "100.0 %"]);
  assert.equal(percentText(-0.01), ">-0.1 %");
});

test("millisText_ofAnyTime_hasThreeDigits", () => {
  assert.deepEqual([null, 0, 0.126, 12.34, 1234.5, 12_345].map(millisText), ["–", "0.00 ms", "0.13 ms", "12.3 ms", "1235 ms", "12.3 s"]);
});

test("deltaText_ofTwoFigures_saysHowMuchMore", () => {
  assert.deepEqual(
    [[112, 100], [97, 100], [100.2, 100], [340, 100], [2000, 100], [5, 0], [0, 0], [null, 3], [3, null]].map(([now, before]) => deltaText(now, before)),
    ["+12 %", "−3 %", "±0 %", "×3.4", "×20", "new", "±0 %", "–", "–"],
  );
});

test("valueText_ofAFigure_hasItsUnit", () => {
  assert.deepEqual(
    [[1.5, "ms"], [2048, "bytes"], [0.5, "ratio"], [7, "connections"], [1.25, "/s"], [12_345, ""], [null, "ms"], [0, "MB"]].map(([value, unit]) => valueText(value, unit)),
    ["1.50 ms", "2.00 KiB", "50.0 %", "7 connections", "1.25/s", "12,345", "–", "0 MB"],
  );
});

test("scaleText_ofARoundFigure_isShort", () => {
  assert.deepEqual(
    [[0, "ms"], [0.5, "ms"], [500, "ms"], [1500, "ms"], [2 ** 30, "bytes"], [1000, "bytes"], [0.25, "ratio"], [50, "%"], [2500, "requests"], [25_000, ""], [1.5e6, ""], [0.5, "/s"]].map(
      ([value, unit]) => scaleText(value, unit),
    ),
    ["0", "500 µs", "500 ms", "1.5 s", "1 GiB", "1,000 B", "25 %", "50 %", "2500", "25k", "1.5M", "0.5/s"],
  );
});

// Wording of times, ages, figures and the texts of others. An unknown figure is a dash, never zero.

import { preference } from "./view/preferences.js";

export const NONE = "–";

export function ageInWords(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) {
    return `${seconds} s`;
  }
  if (seconds < 7200) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} days`;
}

// "2026-11-21 09:40:34 UTC", or in the reader's zone "2026-11-21 10:40:34 +01:00": the offset tells the two hours apart that a
// change of the clocks repeats.
export function timeText(ts, zone = preference("zone")) {
  const { date, time, offset } = inZone(ts, zone);
  return `${date} ${time} ${offset}`;
}

// The time of day, "09:40:34", in the same zone.
export function clockText(ts, zone = preference("zone")) {
  return inZone(ts, zone).time;
}

// "09:40:34.123".
export function clockTime(ts, zone = preference("zone")) {
  return inZone(ts, zone).precise;
}

// "UTC" or the reader's current offset, for a heading above many times.
export function zoneText(zone = preference("zone")) {
  return inZone(Date.now(), zone).offset;
}

function inZone(ts, zone) {
  const instant = new Date(ts);
  const minutes = zone === "UTC" ? 0 : -instant.getTimezoneOffset();
  const text = new Date(instant.getTime() + minutes * 60_000).toISOString();
  return {
    date: text.slice(0, 10),
    time: text.slice(11, 19),
    precise: text.slice(11, 23),
    offset: zone === "UTC" ? "UTC" : offsetText(minutes),
  };
}

function offsetText(minutes) {
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

export function grouped(count) {
  return count.toLocaleString("en-US");
}

const BYTES = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

export function bytesText(bytes) {
  if (isUnknown(bytes)) {
    return NONE;
  }
  const size = Math.abs(bytes);
  let unit = 0;
  // 1023.96 KiB would be written as 1024 KiB.
  while (unit < BYTES.length - 1 && Number((size / 1024 ** unit).toPrecision(4)) >= 1024) {
    unit += 1;
  }
  return `${digits(bytes / 1024 ** unit, unit === 0)} ${BYTES[unit]}`;
}

// A share of one: 0.123 is "12.3 %". What is not zero is not written as zero.
export function ratioText(ratio) {
  return isUnknown(ratio) ? NONE : percentText(100 * ratio);
}

export function percentText(percent) {
  if (isUnknown(percent)) {
    return NONE;
  }
  if (percent !== 0 && Math.abs(percent) < 0.05) {
    return percent > 0 ? "<0.1 %" : ">-0.1 %";
  }
  return `${percent.toFixed(1)} %`;
}

export function millisText(milliseconds) {
  if (isUnknown(milliseconds)) {
    return NONE;
  }
  if (milliseconds >= 10_000) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0)} ms`;
}

// How much more or less than before: "+12 %", "×3.4" from twice as much on, "new" if there was nothing.
export function deltaText(now, before) {
  if (isUnknown(now) || isUnknown(before)) {
    return NONE;
  }
  if (before === 0) {
    return now === 0 ? "±0 %" : "new";
  }
  const factor = now / before;
  if (factor >= 2) {
    return `×${factor >= 10 ? Math.round(factor) : factor.toFixed(1)}`;
  }
  const percent = Math.round(100 * (factor - 1));
  return percent === 0 ? "±0 %" : `${percent > 0 ? "+" : "−"}${Math.abs(percent)} %`;
}

const UNITS = { ms: millisText, bytes: bytesText, ratio: ratioText, percent: percentText, "%": percentText };

// A figure with its unit: "ms", "bytes", "ratio" (a share of one), "percent", or any other word, which follows the number.
export function valueText(value, unit = "") {
  if (isUnknown(value)) {
    return NONE;
  }
  const known = UNITS[unit];
  if (known) {
    return known(value);
  }
  return `${digits(value, Number.isInteger(value))}${unit && !unit.startsWith("/") ? " " : ""}${unit}`;
}

// The same, short, for the scale of a chart; a word is left to its legend.
export function scaleText(value, unit = "") {
  if (value === 0) {
    return "0";
  }
  if (unit === "ms") {
    return value >= 1000 ? `${value / 1000} s` : value < 1 ? `${round(value * 1000)} µs` : `${value} ms`;
  }
  if (unit === "bytes") {
    return bytesText(value).replace(/\.0+ |(\.\d*?)0+ /, "$1 ");
  }
  if (unit === "ratio" || unit === "percent" || unit === "%") {
    return `${round(unit === "ratio" ? 100 * value : value)} %`;
  }
  const size = Math.abs(value);
  const short = size >= 1e9 ? `${round(value / 1e9)}G` : size >= 1e6 ? `${round(value / 1e6)}M` : size >= 1e4 ? `${round(value / 1e3)}k` : String(round(value));
  return unit.startsWith("/") ? short + unit : short;
}

function round(value) {
  return Number(value.toPrecision(4));
}

function digits(value, whole) {
  const size = Math.abs(value);
  const decimals = whole || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

export function isUnknown(value) {
  return value === null || value === undefined || Number.isNaN(value);
}

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

// A text of others as it is shown and exported: characters that control a terminal or the direction of writing become visible.
export function shown(text) {
  return String(text).replace(CONTROLS, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

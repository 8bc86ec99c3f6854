// Wording of times, ages and the texts of others.

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

// Shortens "2026-11-21T09:40:34.123456Z" to "09:40:34.123".
export function clockTime(timestamp) {
  return timestamp.slice(11, 23);
}

export function grouped(count) {
  return count.toLocaleString("en-US");
}

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

// A text of others as it is shown and exported: characters that control a terminal or the direction of writing become visible.
export function shown(text) {
  return String(text).replace(CONTROLS, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

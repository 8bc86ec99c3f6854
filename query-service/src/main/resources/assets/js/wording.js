// Formats times in UTC, ages and counts.

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

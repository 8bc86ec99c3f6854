// A custom span: between what is typed into two fields and what is in an address.

const LONGEST_DAYS = 92;
const DAY_MS = 86_400_000;
// The server's clock may be a little behind.
const LEEWAY_MS = 60_000;

// Returns `{ from, to }` for the address, where `to` may be empty for "until now", or `{ field, error }`. `from` and `to` are the
// values of the fields, in `zone`.
export function parseSpan({ from, to, zone, now }) {
  const begin = instantOf(from, zone);
  if (begin === null) {
    return { field: "from", error: from ? "The start is not a date and time." : "Enter the start: a date and a time." };
  }
  const end = to ? instantOf(to, zone) : now;
  if (end === null) {
    return { field: "to", error: "The end is not a date and time." };
  }
  if (begin > now + LEEWAY_MS) {
    return { field: "from", error: "The start is in the future." };
  }
  if (end > now + LEEWAY_MS) {
    return { field: "to", error: "The end is in the future. Leave it empty for a span until now." };
  }
  if (begin >= end) {
    return { field: "from", error: "The start must be before the end." };
  }
  if (end - begin > LONGEST_DAYS * DAY_MS) {
    return { field: "from", error: `A span has at most ${LONGEST_DAYS} days.` };
  }
  return { from: written(begin), to: to ? written(Math.min(end, now)) : "" };
}

// The value of a field for an instant in milliseconds: "2026-11-21T09:40:34".
export function fieldValue(instant, zone) {
  const shift = zone === "UTC" ? 0 : new Date(instant).getTimezoneOffset() * 60_000;
  return new Date(instant - shift).toISOString().slice(0, 19);
}

function instantOf(text, zone) {
  const instant = Date.parse(zone === "UTC" ? `${text}Z` : text);
  return text && !Number.isNaN(instant) ? instant : null;
}

function written(instant) {
  return new Date(Math.floor(instant / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

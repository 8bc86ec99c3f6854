// Choosing a span of a timeline, with the pointer or with the keyboard.

// The span between two instants in milliseconds, as an address has it: in order, within the chart, and not later than now; null if it is
// narrower than `step`, which is a click and not a choice.
export function spanBetween(one, other, { from, to, step, now }) {
  const begin = Math.max(Math.min(one, other), Date.parse(from));
  const end = Math.min(Math.max(one, other), Date.parse(to), now);
  return end - begin < step ? null : { from: second(begin), to: second(end) };
}

function second(milliseconds) {
  return new Date(Math.round(milliseconds / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

// The narrowest distance between two points, in milliseconds; 1 s if there is only one.
export function stepOf(times) {
  let step = Infinity;
  for (let i = 1; i < times.length; i++) {
    step = Math.min(step, times[i] - times[i - 1]);
  }
  return Number.isFinite(step) && step > 0 ? step : 1_000;
}

// Where the cursor of the keyboard is: `at`, an index of the points, and `anchor`, where a selection began, or null. `count`: of points.
const MOVES = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageUp: (at, count) => at - Math.ceil(count / 10),
  PageDown: (at, count) => at + Math.ceil(count / 10),
  Home: () => 0,
  End: (at, count) => count - 1,
};

// The cursor in the instants of its points, and in the indexes of the points that are nearest to its instants.
export function timed(cursor, times) {
  return { at: times[cursor.at], anchor: cursor.anchor === null ? null : times[cursor.anchor] };
}

export function indexed(cursor, times) {
  return cursor && { at: nearest(times, cursor.at), anchor: cursor.anchor === null ? null : nearest(times, cursor.anchor) };
}

function nearest(times, instant) {
  return times.reduce((best, time, i) => (Math.abs(time - instant) < Math.abs(times[best] - instant) ? i : best), 0);
}

// Returns the cursor after a key, or null if the key does not move it.
export function moved(cursor, { key, shiftKey = false }, count) {
  const move = MOVES[key];
  if (!move || count === 0) {
    return null;
  }
  const from = cursor?.at ?? (key === "ArrowLeft" ? count : -1);
  const at = Math.max(0, Math.min(count - 1, move(from, count)));
  return { at, anchor: shiftKey ? (cursor?.anchor ?? cursor?.at ?? at) : null };
}

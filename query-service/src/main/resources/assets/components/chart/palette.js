// The colours of the theme for a canvas, which cannot use the variables of the style sheet by itself.

const NAMES = ["text", "text-soft", "text-dim", "line", "line-strong", "raised", "panel", "ground", "ok", "degraded", "down", "stale", "accent", "part-application", "part-db", "part-pool", "part-redis", "part-http", "heat-low", ...Array.from({ length: 8 }, (unused, i) => `series-${i + 1}`)];

// `{ text, textSoft, … }`; `valueOf`: the value of a variable of the style sheet.
export function paletteOf(valueOf) {
  return Object.fromEntries(NAMES.map((name) => [name.replace(/-(.)/, (unused, letter) => letter.toUpperCase()), valueOf(`--${name}`).trim()]));
}

export function palette() {
  const styles = getComputedStyle(document.documentElement);
  return paletteOf((name) => styles.getPropertyValue(name));
}

// Blocks of a page that are kept over a refresh, so that focus, selected text and open parts stay.

// `wanted`: `{ key, shown, build() }`, in order; `before`: a map of what this function returned last. Returns a map of `{ shown, block }` by key:
// a block is built anew only if what it shows has changed. Without `shown` it is always kept.
export function kept(before, wanted) {
  return new Map(
    wanted.map(({ key, shown = null, build }) => {
      const text = JSON.stringify(shown);
      const old = before.get(key);
      return [key, old?.shown === text ? old : { shown: text, block: build() }];
    }),
  );
}

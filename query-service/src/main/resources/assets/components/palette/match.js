// Finds commands by what is typed.

// Commands whose text contains every typed word; those that begin with what is typed come first, then those with a word that does.
export function matching(commands, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (text) => {
    if (text.startsWith(words.join(" "))) {
      return 0;
    }
    return words.every((word) => text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) ? 1 : 2;
  };
  return commands
    .map((command) => ({ command, text: command.text.toLowerCase() }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map(({ command, text }) => ({ command, rank: rank(text) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ command }) => command);
}

// The index after a key, around the ends; -1 without entries, null for another key.
export function step(at, key, count) {
  if (count === 0) {
    return ["ArrowDown", "ArrowUp"].includes(key) ? -1 : null;
  }
  switch (key) {
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowUp":
      return (at + count - 1) % count;
    default:
      return null;
  }
}

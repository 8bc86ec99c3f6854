// Positions in the logs topic, as ids of events have them: the next offset of each partition, "0:4711,1:12".

function parse(position) {
  return new Map(
    position
      .split(",")
      .filter(Boolean)
      .map((part) => part.split(":").map(Number)),
  );
}

// Whether who is at `position` knows everything before `other`.
export function covers(position, other) {
  const known = parse(position);
  return [...parse(other)].every(([partition, offset]) => (known.get(partition) ?? -1) >= offset);
}

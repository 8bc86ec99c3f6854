// The path of a sparkline: from zero at the bottom to the largest value at the top, with gaps where nothing is known.

export function pathOf(points, width, height) {
  const values = points.map((point) => (Array.isArray(point) ? point[1] : point));
  const top = values.reduce((most, value) => Math.max(most, value ?? 0), 0) || 1;
  const x = (i) => round((values.length > 1 ? i / (values.length - 1) : 0.5) * width);
  // Half a line's width stays free above and below.
  const y = (value) => round(height - 1 - (Math.max(0, value) / top) * (height - 2));
  let path = "";
  values.forEach((value, i) => {
    if (value === null || value === undefined) {
      return;
    }
    const begins = i === 0 || values[i - 1] === null || values[i - 1] === undefined;
    const ends = i === values.length - 1 || values[i + 1] === null || values[i + 1] === undefined;
    path += `${begins ? "M" : "L"}${x(i)} ${y(value)}`;
    // A single point is a short stroke.
    path += begins && ends ? "h1" : "";
  });
  return path;
}

function round(value) {
  return Math.round(value * 10) / 10;
}

// Formats the cells of a row. A column is { of: row => value, digits }: numbers have that many decimals. A missing value is shown
// as a dash, never as zero.

const NONE = "–";

export function cells(row, columns) {
  return columns.map(({ of, digits }) => {
    const value = of(row);
    if (value === null || value === undefined) {
      return NONE;
    }
    return digits === undefined ? String(value) : value.toFixed(digits);
  });
}

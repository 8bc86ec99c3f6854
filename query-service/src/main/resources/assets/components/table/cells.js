// The texts of a table's cells. A column is { of: row => value, digits }: a number has that many digits, and what there is none
// of is a dash, never a zero.

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

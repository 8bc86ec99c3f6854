// The order of a table, as the address has it: the key of a column, with "-" in front of it for the reverse. Figures come largest
// first, texts from A to Z.

// `columns`: `{ key, text, sort }`; `initial`: the order without a choice, or "" for that of the answer.
export function parseOrder(order, columns, initial = "") {
  return orderOf(order, columns) ?? orderOf(initial, columns) ?? { key: "", reversed: false };
}

function orderOf(order, columns) {
  const key = order.replace(/^-/, "");
  return columns.some((column) => column.key === key && column.sort !== false) ? { key, reversed: order.startsWith("-") } : null;
}

// The order after a click on the header of `key`.
export function nextOrder(current, key) {
  return current.key === key && !current.reversed ? `-${key}` : key;
}

// Whether the smallest values come first.
export function isAscending({ key, reversed }, columns) {
  return Boolean(columns.find((column) => column.key === key)?.text) !== reversed;
}

// Missing values come last, whatever the order.
export function sorted(rows, order, columns) {
  const column = columns.find(({ key }) => key === order.key);
  if (!column) {
    return rows;
  }
  const sign = isAscending(order, columns) ? 1 : -1;
  const missing = (value) => value === null || value === undefined;
  return rows.toSorted((one, other) => {
    const [a, b] = [column.of(one), column.of(other)];
    if (missing(a) || missing(b)) {
      return Number(missing(a)) - Number(missing(b));
    }
    return sign * (typeof a === "string" ? a.localeCompare(b) : a - b);
  });
}

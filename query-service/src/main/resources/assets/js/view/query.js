// The view as the query of an address: what is chosen can be reloaded, bookmarked and sent to others.

// The query `search` with each of `values` set, or taken out if it is empty.
export function withValues(search, values) {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(values)) {
    if (value) {
      query.set(name, value);
    } else {
      query.delete(name);
    }
  }
  return query.toString();
}

// The address `path` with the view of `search`: what is chosen on one page goes along to the next.
export function withView(path, search) {
  const query = new URLSearchParams(search).toString();
  return query ? `${path}?${query}` : path;
}

// Keeps the view in the query string of the address, so that it can be reloaded, bookmarked and shared.

// Returns the query string `search` with `values` set; empty values are removed.
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

// Returns `path` with the query string `search`, so that another page opens with the same view.
export function withView(path, search) {
  const query = new URLSearchParams(search).toString();
  return query ? `${path}?${query}` : path;
}

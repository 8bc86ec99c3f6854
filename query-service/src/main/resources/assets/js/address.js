// The view is in the address: what is chosen can be reloaded, bookmarked and sent to others.

export function fromAddress(name) {
  return new URLSearchParams(location.search).get(name) ?? "";
}

export function toAddress(name, value) {
  const address = new URL(location.href);
  if (value) {
    address.searchParams.set(name, value);
  } else {
    address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
}

// The table of errors, without a page.

export function addressOf(span) {
  const query = new URLSearchParams(span);
  query.set("limit", "10");
  return `/api/monitoring/api/errors?${query}`;
}

// Responses of 400 and above that no exception caused have no type.
export function typeOf({ error_type: type, last_status: status }) {
  return type ?? (status ? `status ${status}` : "status 4xx or 5xx");
}

export function endpointOf({ service, method, route }) {
  return `${service} ${method} ${route}`;
}

export function nameOf(row) {
  return JSON.stringify([row.service, row.method, row.route, row.error_type]);
}

// How many there were in the earlier span; null without a comparison.
export function earlierCount(answer, row) {
  if (!answer?.comparison) {
    return null;
  }
  return answer.comparison.errors.find((one) => nameOf(one) === nameOf(row))?.count ?? 0;
}

// The services to choose from.

import { grouped, shown } from "../../js/wording.js";

// `{ value, text }` of each entry; `services`: the answer of the API, or null before the first one. The chosen one is always there.
export function serviceEntries(services, chosen) {
  const known = (services ?? []).map(({ service, request_count: count }) => ({ value: service, text: `${shown(service)} (${grouped(count)})` }));
  const missing = chosen && !known.some(({ value }) => value === chosen);
  return [
    { value: "", text: "all" },
    ...known,
    ...(missing ? [{ value: chosen, text: services ? `${shown(chosen)} (no requests)` : shown(chosen) }] : []),
  ];
}

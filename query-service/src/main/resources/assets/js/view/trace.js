// Where the log lines of a trace are shown: on the page of logs, in the span of this page.

import { spanQuery } from "./span.js";
import { withTrace } from "./spans.js";

export function traceAddress(id) {
  return `/ui/monitoring/logs?${withTrace(spanQuery(), id)}`;
}

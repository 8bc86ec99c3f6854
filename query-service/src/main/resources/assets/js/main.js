// The landing page: each module looks after one part of it.

import { watchOverview } from "./overview.js";
import { watchLatency } from "./latency.js";
import { watchLogs } from "./logs/panel.js";

watchOverview();
watchLatency();
watchLogs();

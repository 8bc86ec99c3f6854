// The page of endpoints.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startBreakdown } from "../../components/breakdown/panel.js";
import { startErrors } from "../../components/endpoints/errors.js";
import { startList } from "../../components/endpoints/list.js";
import { startLatencies, startRequests } from "../../components/endpoints/timelines.js";
import { startTraces } from "../../components/endpoints/traces.js";
import { startHeatmap } from "../../components/heatmap/heatmap.js";

mount("#page-header", startHeader);
mount("#endpoint-list", startList);
mount("#endpoint-latency", startLatencies);
mount("#endpoint-requests", startRequests);
mount("#endpoint-heatmap", startHeatmap);
mount("#breakdown", startBreakdown);
mount("#endpoint-errors", startErrors);
mount("#endpoint-traces", startTraces);

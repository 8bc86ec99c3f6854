// The landing page.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startCards } from "../../components/card/cards.js";
import { startLatency } from "../../components/chart/latency.js";
import { startEndpoints } from "../../components/endpoints/panel.js";
import { startErrors } from "../../components/errors/panel.js";
import { startHeatmap } from "../../components/heatmap/heatmap.js";
import { startIncidents } from "../../components/incidents/panel.js";
import { startPostgresConnections, startRedisMemory, startResources } from "../../components/keyfigures/charts.js";
import { startKeyFigures } from "../../components/keyfigures/table.js";
import { startBreakdown } from "../../components/breakdown/panel.js";
import { startLogs } from "../../components/logs/panel.js";

mount("#page-header", startHeader);
mount("#overview", startCards);
mount("#incidents", startIncidents);
mount("#latency", startLatency);
mount("#heatmap", (section) => startHeatmap(section, { onSelect: () => document.getElementById("breakdown")?.scrollIntoView({ block: "start" }) }));
mount("#endpoints", startEndpoints);
mount("#errors", startErrors);
mount("#redis-memory", startRedisMemory);
mount("#postgres-connections", startPostgresConnections);
mount("#resources", startResources);
mount("#key-figures", startKeyFigures);
mount("#breakdown", startBreakdown);
mount("#logs", startLogs);

// The landing page.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startCards } from "../../components/card/cards.js";
import { startLatency } from "../../components/chart/latency.js";
import { startBreakdown } from "../../components/breakdown/panel.js";
import { startLogs } from "../../components/logs/panel.js";

mount("#page-header", startHeader);
mount("#overview", startCards);
mount("#latency", startLatency);
mount("#breakdown", startBreakdown);
mount("#logs", startLogs);

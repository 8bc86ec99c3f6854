// The logs page.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startLogs } from "../../components/logs/panel.js";
import { startTrace } from "../../components/logs/trace.js";

mount("#page-header", startHeader);
mount("#trace", startTrace);
mount("#logs", startLogs);

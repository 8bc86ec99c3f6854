// The logs page.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startLogs } from "../../components/logs/panel.js";

mount("#page-header", startHeader);
mount("#logs", startLogs);

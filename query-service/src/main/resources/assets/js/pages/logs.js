// The logs on a page of their own.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startLogs } from "../../components/logs/panel.js";

mount("#page-header", startHeader);
mount("#logs", startLogs);

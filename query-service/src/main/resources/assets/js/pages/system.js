// The page of the hosts and JVMs.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startSystem } from "../../components/system/panels.js";

mount("#page-header", startHeader);
mount("#content", startSystem);

// The page of the monitored PostgreSQL.

import { mount } from "../mount.js";
import { startHeader } from "../../components/header/header.js";
import { startChecks } from "../../components/postgres/checks.js";
import { startIndexes, startTables } from "../../components/postgres/relations.js";
import { startLocks } from "../../components/postgres/locks.js";
import { startServer } from "../../components/postgres/server.js";
import { startSessions } from "../../components/postgres/sessions.js";
import { startStatement } from "../../components/postgres/statement.js";
import { startStatements } from "../../components/postgres/statements.js";

mount("#page-header", startHeader);
mount("#checks", startChecks);
mount("#server", startServer);
mount("#statements", startStatements);
mount("#statement", startStatement);
mount("#locks", startLocks);
mount("#sessions", startSessions);
mount("#tables", startTables);
mount("#indexes", startIndexes);

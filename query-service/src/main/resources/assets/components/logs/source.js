// Where a page gets its log lines from: the connection that all tabs share, through a shared worker. A browser without shared
// workers has a connection for each visible tab. A hidden tab has none; when it is shown again it goes on where it was.

import { openEventSource } from "./connection.js";
import { Hub } from "./hub.js";

const WORKER = new URL("./worker.js", import.meta.url);
// Pages of another version must not meet this version's worker: its messages may differ.
const WORKER_NAME = "tidemark-logs-1";
const PATIENCE_MS = 10_000;
const ALIVE_MS = 15_000;

export class LogSource {
  constructor({ line, skipped, state }) {
    this.listener = { line, skipped, state };
    this.filters = null;
    this.position = "";
    this.turn = 0;
    this.link = sharedLink((message) => this.take(message), () => this.useOwnConnection());
    document.addEventListener("visibilitychange", () => this.follow());
    addEventListener("pagehide", () => this.link.leave());
    addEventListener("pageshow", (event) => event.persisted && this.follow());
    setInterval(() => document.hidden || this.link.alive(), ALIVE_MS);
  }

  open(filters) {
    this.filters = filters;
    this.position = "";
    this.listener.state("none", "connecting");
    this.follow();
  }

  follow() {
    if (document.hidden) {
      this.link.leave();
    } else if (this.filters) {
      this.turn += 1;
      this.link.join({ filters: this.filters, position: this.position, turn: this.turn });
    }
  }

  useOwnConnection() {
    this.link = ownLink((message) => this.take(message));
    this.follow();
  }

  take({ kind, data, id, turn }) {
    if (turn !== this.turn) {
      // It was on its way when the filter changed, or the page was shown again.
      return;
    }
    this.position = id || this.position;
    if (kind === "line") {
      this.listener.line(JSON.parse(data));
    } else if (kind === "skipped") {
      this.listener.skipped(JSON.parse(data));
    } else if (kind === "status") {
      const { connected, detail } = JSON.parse(data);
      this.listener.state(connected ? "live" : "away", connected ? "live" : "away", detail);
    } else if (kind === "away") {
      this.listener.state("away", "reconnecting", data);
    } else if (kind === "refused") {
      this.listener.state("refused", "refused", data);
    } else if (kind === "gone") {
      this.follow();
    }
  }
}

// `failed` is called if there are no shared workers, or this one does not start.
function sharedLink(take, failed) {
  if (typeof SharedWorker === "undefined") {
    return ownLink(take);
  }
  const worker = new SharedWorker(WORKER, { type: "module", name: WORKER_NAME });
  let patience;
  let given = false;
  const giveUp = () => {
    if (!given) {
      given = true;
      clearTimeout(patience);
      worker.port.postMessage({ do: "leave" });
      failed();
    }
  };
  worker.addEventListener("error", giveUp);
  worker.port.onmessage = ({ data }) => {
    clearTimeout(patience);
    if (!given) {
      take(data);
    }
  };
  return {
    join: (question) => {
      worker.port.postMessage({ do: "join", ...question });
      clearTimeout(patience);
      patience = setTimeout(giveUp, PATIENCE_MS);
    },
    leave: () => {
      clearTimeout(patience);
      worker.port.postMessage({ do: "leave" });
    },
    alive: () => worker.port.postMessage({ do: "alive" }),
  };
}

function ownLink(take) {
  const hub = new Hub({ open: openEventSource });
  let turn = 0;
  const member = { send: (message) => take({ ...message, turn }) };
  return {
    join: (question) => {
      ({ turn } = question);
      hub.join(member, question.filters, question.position);
    },
    leave: () => hub.leave(member),
    alive: () => {},
  };
}

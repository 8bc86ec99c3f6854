// The stream of log lines. A browser comes back by itself and says where it was; only when it was refused does it give up,
// and then this tries again.

const TAIL = 200;
const AGAIN_MS = 5_000;

export class LogStream {
  constructor({ line, skipped, state }) {
    this.line = line;
    this.skipped = skipped;
    this.state = state;
  }

  open(filters) {
    clearTimeout(this.again);
    this.source?.close();
    this.lastId = "";
    this.connect(filters);
  }

  connect(filters) {
    const source = new EventSource(this.address(filters));
    this.source = source;
    this.state("none", "connecting");
    source.addEventListener("message", (event) => {
      this.lastId = event.lastEventId;
      this.line(JSON.parse(event.data));
    });
    source.addEventListener("skipped", (event) => {
      this.lastId = event.lastEventId;
      this.skipped(JSON.parse(event.data));
    });
    source.addEventListener("status", (event) => {
      this.lastId = event.lastEventId;
      const { connected, detail } = JSON.parse(event.data);
      this.state(connected ? "live" : "away", connected ? "live" : detail);
    });
    source.addEventListener("error", () => {
      if (source !== this.source) {
        return;
      }
      this.state("away", "reconnecting");
      if (source.readyState === EventSource.CLOSED) {
        this.again = setTimeout(() => this.connect(filters), AGAIN_MS);
      }
    });
  }

  address(filters) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filters)) {
      if (value) {
        query.set(name, value);
      }
    }
    query.set("tail", String(TAIL));
    if (this.lastId) {
      query.set("last_event_id", this.lastId);
    }
    return `/api/monitoring/logs/stream?${query}`;
  }
}

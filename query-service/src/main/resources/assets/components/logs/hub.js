// All tabs of a browser on one connection: each distinct filter is a lane of it. It is open while a visible tab wants lines, and
// opened again, each lane where it was, when the lanes change or the connection ends.

import { sameFilters } from "./filters.js";
import { Lane } from "./lane.js";

const ADDRESS = "/api/monitoring/logs/streams";
// What the server takes.
const MOST_LANES = 16;
const MOST_CHARACTERS = 4_000;
// Several tabs come at once when a browser starts.
const GATHER_MS = 30;
// Lanes that nobody wants any more cost the server little.
const TIDY_MS = 5_000;
const AGAIN_MS = 2_000;
const AGAIN_MOST_MS = 15_000;
// The server gives a sign of life at least every 30 s.
const SILENT_MS = 45_000;

export class Hub {
  // `open(address, lanes, handlers)` opens a connection and returns how to close it; it calls handlers.event(lane, kind, data,
  // id), and handlers.failed(why) once, when it ends.
  constructor({ open }) {
    this.open = open;
    this.lanes = [];
    this.failures = 0;
  }

  // `member` wants lines that pass `filters`, and knows everything up to `position` ("" if nothing).
  join(member, filters, position) {
    this.leave(member);
    const there = this.lanes.find((lane) => sameFilters(lane.filters, filters) && lane.serves(position));
    const lane = there ?? new Lane(filters, position);
    if (!there && !this.hasRoomFor(lane)) {
      member.send({ kind: "refused", data: "Too many different log filters are open in this browser. Close one of its tabs." });
      return;
    }
    lane.join(member, position);
    if (!there) {
      this.lanes.push(lane);
      this.schedule(GATHER_MS);
    }
  }

  leave(member) {
    const lane = this.lanes.find(({ members }) => members.delete(member));
    if (!lane || lane.members.size > 0) {
      return;
    }
    this.lanes = this.lanes.filter((other) => other !== lane);
    if (this.lanes.length === 0) {
      this.close();
    } else if (this.timer === undefined) {
      this.schedule(TIDY_MS);
    }
  }

  hasRoomFor(lane) {
    return this.lanes.length < MOST_LANES && address([...this.lanes, lane]).length <= MOST_CHARACTERS;
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), delay);
  }

  connect() {
    this.close();
    const lanes = [...this.lanes];
    let silence;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => handlers.failed("the log stream was silent for too long"), SILENT_MS);
    };
    const handlers = {
      event: (number, kind, data, id) => {
        listen();
        this.failures = 0;
        lanes[number].take(kind, data, id);
      },
      failed: (why) => {
        if (this.connection === connection) {
          this.close();
          this.failures += 1;
          this.lanes.forEach((lane) => lane.tell({ kind: "away", data: why }));
          this.schedule(Math.min(AGAIN_MOST_MS, AGAIN_MS * 2 ** (this.failures - 1)));
        }
      },
    };
    const connection = { end: () => clearTimeout(silence) };
    this.connection = connection;
    listen();
    const close = this.open(address(lanes), lanes.length, handlers);
    connection.end = () => {
      clearTimeout(silence);
      close();
    };
  }

  close() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { connection } = this;
    this.connection = undefined;
    connection?.end();
  }
}

function address(lanes) {
  return `${ADDRESS}?${lanes.map((lane) => `stream=${encodeURIComponent(lane.query())}`).join("&")}`;
}

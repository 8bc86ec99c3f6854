// One filter's lines on the shared connection, with the members (tabs) that want them. It keeps the newest events, so that a
// tab that joins later, or comes back, is served from here.

import { covers } from "./position.js";
import { filterQuery } from "./filters.js";

const MOST_EVENTS = 200;
const MOST_CHARACTERS = 2_000_000;
// How many lines that are there already a lane begins with.
const TAIL = 200;

export class Lane {
  // `position`: up to which its first member knows everything, "" if it knows nothing.
  constructor(filters, position) {
    this.filters = filters;
    this.position = position;
    // From here on, `recent` has everything; unknown until the server has told where the lane begins.
    this.base = position;
    this.members = new Set();
    this.recent = [];
    this.characters = 0;
    this.status = null;
  }

  // Whether a member that knows everything up to `position` misses nothing here.
  serves(position) {
    return position === "" || (this.base !== "" && covers(position, this.base));
  }

  join(member, position) {
    this.members.add(member);
    if (this.status) {
      member.send(this.status);
    }
    this.recent.filter(({ id }) => position === "" || !covers(position, id)).forEach((event) => member.send(event));
  }

  // An event of the server: kind is "line", "skipped", "status" or "ping".
  take(kind, data, id) {
    this.position = id || this.position;
    this.base ||= id;
    const event = { kind, data, id };
    if (kind === "status") {
      this.status = event;
    } else if (kind !== "ping") {
      this.keep(event);
    }
    this.tell(event);
  }

  keep(event) {
    this.recent.push(event);
    this.characters += event.data.length;
    while (this.recent.length > MOST_EVENTS || (this.characters > MOST_CHARACTERS && this.recent.length > 1)) {
      const oldest = this.recent.shift();
      this.characters -= oldest.data.length;
      this.base = oldest.id || this.base;
    }
  }

  tell(message) {
    this.members.forEach((member) => member.send(message));
  }

  query() {
    return filterQuery(this.filters, { tail: String(TAIL), last_event_id: this.position });
  }
}

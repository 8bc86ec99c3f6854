// The shared worker: one for all tabs of a browser, with the one connection that they share.

import { openEventSource } from "./connection.js";
import { Hub } from "./hub.js";

// A tab says that it is there more often than this, while it is visible. One that crashed says nothing more.
const SILENT_MS = 90_000;
const LOOK_MS = 30_000;

const hub = new Hub({ open: openEventSource });
const members = new Map();

addEventListener("connect", ({ ports: [port] }) => {
  // A page tells its newest question from an older one by the number of its turn.
  let turn = 0;
  const member = { send: (message) => port.postMessage({ ...message, turn }) };
  port.onmessage = ({ data }) => {
    if (data.do === "join") {
      members.set(member, performance.now());
      ({ turn } = data);
      member.send({ kind: "joined" });
      hub.join(member, data.filters, data.position);
    } else if (data.do === "leave") {
      members.delete(member);
      hub.leave(member);
    } else if (members.has(member)) {
      members.set(member, performance.now());
    } else {
      // It was taken for gone: the machine may have slept.
      member.send({ kind: "gone" });
    }
  };
});

setInterval(() => {
  for (const [member, seen] of members) {
    if (performance.now() - seen > SILENT_MS) {
      members.delete(member);
      hub.leave(member);
    }
  }
}, LOOK_MS);

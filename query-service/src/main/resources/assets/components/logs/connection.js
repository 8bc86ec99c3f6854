// The connection of a hub: server-sent events.

const KINDS = { "": "line", ".status": "status", ".skipped": "skipped", ".ping": "ping" };

export function openEventSource(address, lanes, { event, failed }) {
  const source = new EventSource(address);
  let ended = false;
  let opened = false;
  for (let lane = 0; lane < lanes; lane += 1) {
    for (const [ending, kind] of Object.entries(KINDS)) {
      source.addEventListener(`${lane}${ending}`, ({ data, lastEventId }) => {
        if (!ended) {
          event(lane, kind, data, lastEventId);
        }
      });
    }
  }
  source.addEventListener("open", () => {
    opened = true;
  });
  // A browser that comes back by itself would name one lane's position for all of them.
  source.addEventListener("error", async () => {
    source.close();
    const why = opened ? "the connection ended" : await reason(address);
    if (!ended) {
      failed(why);
    }
  });
  return () => {
    ended = true;
    source.close();
  };
}

// An event source does not say why it was refused.
async function reason(address) {
  const stop = new AbortController();
  try {
    const response = await fetch(address, { headers: { accept: "text/event-stream" }, signal: AbortSignal.any([stop.signal, AbortSignal.timeout(5_000)]) });
    return response.ok ? "the connection ended" : (await response.json()).detail;
  } catch {
    return "the query service does not answer";
  } finally {
    stop.abort();
  }
}

// Several panels show parts of one answer: they share the request for it.

const KEEP_MS = 1_000;

// Returns `ask` so that equal questions within a second are one request. A failure is not kept. `heard` gets each new answer.
export function coalesced(ask, heard = () => {}, now = () => performance.now()) {
  let last = { address: null, at: -Infinity, answer: null };
  return (address) => {
    if (address === last.address && now() - last.at <= KEEP_MS) {
      return last.answer;
    }
    const mine = { address, at: now(), answer: ask(address) };
    last = mine;
    mine.answer.then(
      (answer) => last === mine && heard(answer),
      () => {
        if (last === mine) {
          last = { address: null, at: -Infinity, answer: null };
        }
      },
    );
    return mine.answer;
  };
}

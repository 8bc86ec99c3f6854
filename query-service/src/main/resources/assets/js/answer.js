// Asks the JSON API.

const PATIENCE_MS = 8_000;

// The answer to a GET request. Throws an error whose message is for the reader.
export async function answerTo(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new Error("the query service does not answer");
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.detail);
  }
  return body;
}

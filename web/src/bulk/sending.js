// @ts-check
/**
 * Sends the pieces of a list to the server and hands on the answers, in order.
 *
 * @import { Piece } from "./pieces.js"
 * @typedef {{ piece: Piece, answer: Uint8Array<ArrayBuffer> }} Answered
 * @typedef {object} Handling
 * @property {AbortSignal} signal
 * @property {(seconds: number) => void} onWait the server is busy, and is asked again in so many seconds
 * @property {(problem: Problem) => Promise<boolean>} onTrouble asks whether to try again after an error that may pass
 */
import { Problem } from "../page/api.js";
import { isAbort } from "../page/problem.js";

/** Pieces at the server at once: it works on one while the other is on its way. */
const AT_ONCE = 2;
/** How often a piece is sent again to a busy server without asking the reader. */
const PATIENCE = 5;
const LONGEST_WAIT = 30;

/**
 * Sends each piece as a POST of its own, with the head before it, and yields the answers in order.
 * @param {AsyncGenerator<Piece, void>} pieces @param {Uint8Array} head @param {Record<string, string>} parameters
 * @param {Handling} handling @returns {AsyncGenerator<Answered, void>}
 */
export async function* answersTo(pieces, head, parameters, handling) {
  const url = new URL(`./lookup?${new URLSearchParams(parameters)}`, document.baseURI);
  /** @type {Promise<Answered>[]} */
  const sent = [];
  let more = true;
  const send = async () => {
    /** @type {IteratorResult<Piece, void>} */
    let next;
    try {
      next = await pieces.next();
    } catch (fault) {
      // A fault of the file is told after the pieces that were read before it.
      more = false;
      const failed = Promise.reject(fault);
      failed.catch(() => {});
      return void sent.push(failed);
    }
    const { value: piece, done } = next;
    if (done || !piece) return void (more = false);
    const answer = answerTo(url, piece, head, handling).then((bytes) => ({ piece, answer: bytes }));
    // Failures are taken when it is the piece's turn.
    answer.catch(() => {});
    sent.push(answer);
  };
  while (more && sent.length < AT_ONCE) await send();
  for (let next = sent.shift(); next; next = sent.shift()) {
    yield await next;
    if (more) await send();
  }
}

/** @param {URL} url @param {Piece} piece @param {Uint8Array} head @param {Handling} handling @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function answerTo(url, piece, head, handling) {
  for (let waited = 0; ; ) {
    try {
      return await ask(url, piece, head, handling.signal);
    } catch (thrown) {
      if (isAbort(thrown) || !(thrown instanceof Problem)) throw thrown;
      const { status } = thrown;
      if (status === 503 && waited++ < PATIENCE) {
        const seconds = Math.min(LONGEST_WAIT, /** @type {Busy} */ (thrown).after ?? 1);
        handling.onWait(seconds);
        await pause(seconds, handling.signal);
      } else if (status === 0 || status === 503) {
        if (!(await handling.onTrouble(thrown))) throw thrown;
        waited = 0;
      } else {
        throw thrown;
      }
    }
  }
}

/** @typedef {Problem & { after?: number }} Busy */

/** @param {URL} url @param {Piece} piece @param {Uint8Array} head @param {AbortSignal} signal */
async function ask(url, piece, head, signal) {
  const body = new Blob([/** @type {BlobPart} */ (head), piece.bytes]);
  let response;
  try {
    response = await fetch(url, { method: "POST", body, signal, headers: { "Content-Type": "text/csv", Accept: "text/csv" } });
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    throw new Problem("The server does not answer", "Check that coterm is still running, then try again.", 0);
  }
  if (response.ok && response.body) return whole(response.body, piece, head);
  const { detail } = await response.json().catch(() => ({}));
  const title = response.status === 503 ? "The server is busy" : "The server refused the list";
  /** @type {Busy} */
  const problem = new Problem(title, inFile(detail ?? `It replied with status ${response.status}.`, piece, head), response.status);
  problem.after = Number(response.headers.get("Retry-After")) || 1;
  throw problem;
}

/**
 * Reads a whole answer. One that is cut short ends with a line that says why, if rows are at fault.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream @param {Piece} piece @param {Uint8Array} head
 */
async function whole(stream, piece, head) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  try {
    const reader = stream.getReader();
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) if (value) chunks.push(value);
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    const text = await new Blob(chunks.slice(-2)).text();
    const [, reason] = /"coterm stopped here: (.*)"\s*$/s.exec(text) ?? [];
    if (reason) throw new Problem("The server refused the list", inFile(reason.replaceAll('""', '"'), piece, head), 400);
    throw new Problem("The server’s answer was cut short", "Check that coterm is still running, then try again.", 0);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Gives line numbers of a piece as those of the file. @param {string} detail @param {Piece} piece @param {Uint8Array} head */
export function inFile(detail, piece, head) {
  const lines = new TextDecoder().decode(head).split(/\r\n|\n|\r/).length - 1;
  const moved = detail.replace(/\bline (\d+)/, (all, line) => (Number(line) > lines ? `line ${Number(line) - lines + piece.line - 1}` : all));
  return moved === detail ? detail : `${moved[0].toUpperCase()}${moved.slice(1)}.`;
}

/** @param {number} seconds @param {AbortSignal} signal */
const pause = (seconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

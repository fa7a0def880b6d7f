// @ts-check
/** Whether a file is UTF-8, found by reading it. Nothing of it is kept. */

const READ = 4 << 20;
/** Bytes that are read at most: a second's work. The server checks every row again. */
const ENOUGH = 256 << 20;

/** @param {Blob} file */
export async function isUtf8File(file) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for (let at = 0; at < Math.min(file.size, ENOUGH); at += READ) {
      decoder.decode(await file.slice(at, at + READ).arrayBuffer(), { stream: at + READ < file.size });
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof TypeError) return false;
    throw thrown;
  }
}

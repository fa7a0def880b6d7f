// @ts-check
/** Files that the reader takes away. */
import { el } from "./element.js";

/** How long the file stays in memory: the download may begin a little later. */
const KEPT_MS = 60_000;

/** Lets the browser save a file. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

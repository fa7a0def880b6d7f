// @ts-check
/**
 * Where answers go: to the browser's own keeping until they are downloaded, or straight to a file.
 *
 * @typedef {object} Sink
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>} write
 * @property {() => Promise<void>} close
 * @property {() => Blob | null} blob everything so far; null if it is in a file
 * @typedef {{ createWritable(): Promise<{ write(data: Uint8Array<ArrayBuffer>): Promise<void>, close(): Promise<void> }>, name: string }} FileHandle
 * @typedef {(options: { suggestedName: string, types: { description: string, accept: Record<string, string[]> }[] }) => Promise<FileHandle>} Picker
 */

/** The browser's dialogue that chooses a file to write; undefined where there is none. @returns {Picker | undefined} */
export const picker = () => /** @type {any} */ (globalThis).showSaveFilePicker;

/** Keeps what is written until it is downloaded. A browser moves large parts from memory to disk by itself. @returns {Sink} */
export function kept() {
  /** @type {Blob[]} */
  const parts = [];
  return {
    write: (bytes) => void parts.push(new Blob([bytes])),
    close: async () => {},
    blob: () => new Blob(parts, { type: "text/csv;charset=utf-8" }),
  };
}

/** Writes straight to a file that the reader chooses. @param {string} suggestedName @returns {Promise<Sink & { name: string }>} */
export async function toFile(suggestedName) {
  const choose = /** @type {Picker} */ (picker());
  const handle = await choose({ suggestedName, types: [{ description: "CSV", accept: { "text/csv": [".csv"] } }] });
  const file = await handle.createWritable();
  return { name: handle.name, write: (bytes) => file.write(bytes), close: () => file.close(), blob: () => null };
}

// @ts-check
/** @import { Layer } from "../page/replies" */

/** Returns the newest layer of a family. @param {Layer[]} layers @param {string} family */
export const newest = (layers, family) => layers.filter((layer) => layer.family === family && layer.role === "primary").sort((a, b) => (b.valid_from ?? "").localeCompare(a.valid_from ?? ""))[0];

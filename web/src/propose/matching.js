// @ts-check
/**
 * Who moves: areas before and after are matched one to one so that what the matched pairs have in
 * common is greatest, and all else moves. The server uses the same definition. Pure functions.
 */

/**
 * Returns the column that is matched with each row, or -1. Uses the Hungarian method: O(r²·c), for
 * some dozens of areas.
 * @param {number[][]} gains what each row and column have in common, 0 or more @returns {number[]}
 */
export function matching(gains) {
  const rows = gains.length;
  const size = Math.max(rows, gains[0]?.length ?? 0);
  if (!size) return [];
  const cost = (/** @type {number} */ r, /** @type {number} */ c) => -(gains[r - 1]?.[c - 1] ?? 0);
  const u = new Float64Array(size + 1);
  const v = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  const way = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row;
    let column = 0;
    const least = new Float64Array(size + 1).fill(Infinity);
    const used = new Uint8Array(size + 1);
    do {
      used[column] = 1;
      const current = rowOf[column];
      let [delta, next] = [Infinity, 0];
      for (let c = 1; c <= size; c++) {
        if (used[c]) continue;
        const reduced = cost(current, c) - u[current] - v[c];
        if (reduced < least[c]) [least[c], way[c]] = [reduced, column];
        if (least[c] < delta) [delta, next] = [least[c], c];
      }
      for (let c = 0; c <= size; c++) {
        if (used[c]) [u[rowOf[c]], v[c]] = [u[rowOf[c]] + delta, v[c] - delta];
        else least[c] -= delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column) {
      const before = way[column];
      rowOf[column] = rowOf[before];
      column = before;
    }
  }
  const matched = new Array(rows).fill(-1);
  for (let c = 1; c <= size; c++) {
    const row = rowOf[c] - 1;
    if (row < rows && (gains[row]?.[c - 1] ?? 0) > 0) matched[row] = c - 1;
  }
  return matched;
}

/**
 * Returns the weight that moves, and all of it: what is in an area before or after.
 * @param {ReadonlyMap<number, number>[]} was for each area after, the weight by area before (-1: none)
 * @param {ReadonlyMap<number, number>} left the same for what is in no area after
 * @param {number} count number of areas before
 */
export function moved(was, left, count) {
  const gains = was.map((row) => Array.from({ length: count }, (_, before) => row.get(before) ?? 0));
  let total = 0;
  for (const row of was) for (const weight of row.values()) total += weight;
  for (const [before, weight] of left) if (before >= 0) total += weight;
  let stays = 0;
  matching(gains).forEach((before, after) => (stays += before < 0 ? 0 : gains[after][before]));
  return { moved: total - stays, total };
}

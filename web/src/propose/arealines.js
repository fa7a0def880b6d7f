// @ts-check
/**
 * The lines between proposed areas. The tiles have the line between each two blocks, with the code of
 * the one on its left and the one on its right. Whether a line is drawn is a state of the block on the
 * left, by the code of the block on the right, so that a stroke changes the lines of its blocks and
 * nothing else.
 *
 * @import { ExpressionSpecification, FilterSpecification, VectorSourceSpecification } from "maplibre-gl"
 * @import { Blocks } from "./blocks.js"
 */
import { neighboursOf } from "./blocks.js";

/** Returns the layer of the tiles that has the lines of a layer's areas. @param {string} layer */
export const lineLayer = (layer) => `${layer}-line`;

/** The source of the lines: the blocks' tiles again, because with `promoteId` areas of the same source have no numbers any more. */
export const LINES = "proposed-lines";

/** Returns the source of the lines, whose states are by the block on their left. @param {VectorSourceSpecification} source that of the blocks @param {string} layer @returns {VectorSourceSpecification} */
export const lineSource = (source, layer) => ({ ...source, promoteId: { [lineLayer(layer)]: "left" } });

/** Lines with a block on both sides: all but the coast. @type {FilterSpecification} */
export const BETWEEN = ["has", "right"];

/** Whether the blocks on the two sides of a line are in different areas. @type {ExpressionSpecification} */
export const DIVIDES = ["boolean", ["feature-state", /** @type {any} */ (["string", ["get", "right"]])], false];

/**
 * Follows which lines divide areas. Blocks are in order of their codes, as they are in the tiles: the
 * first of two is on the left.
 * @param {Pick<Blocks, "size" | "codes" | "first" | "neighbour">} blocks
 * @param {(left: string, state: Record<string, boolean>) => void} setState
 */
export function createAreaLines(blocks, setState) {
  const { size, codes } = blocks;
  /** The lines that divide areas: the block on the left times the number of blocks, plus that on the right. @type {Set<number>} */
  const dividing = new Set();
  return {
    /** Forgets all lines, whose states are gone from the map. */
    clear: () => dividing.clear(),
    /** Follows a change of some blocks; costs as much as their borders. @param {Int16Array} of @param {Iterable<number>} changed */
    update(of, changed) {
      for (const block of changed) {
        for (const other of neighboursOf(blocks, block)) {
          const [left, right] = block < other ? [block, other] : [other, block];
          const line = left * size + right;
          const divides = of[left] !== of[right];
          if (divides === dividing.has(line)) continue;
          if (divides) dividing.add(line);
          else dividing.delete(line);
          setState(codes[left], { [codes[right]]: divides });
        }
      }
    },
  };
}

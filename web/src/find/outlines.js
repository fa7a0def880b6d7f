// @ts-check
/**
 * The outlines of what is found, kept to draw them again in another theme.
 *
 * @import { Page } from "../page/view"
 * @import { Answer } from "../page/replies"
 * @import { Found } from "../map/found.js"
 */
import { item } from "../page/api.js";
import { foundFeatures } from "../map/found.js";

/** Width of the outline of an area that is shown alone, in pixels. */
const ALONE_PX = 4;

/** @param {Pick<Page, "map" | "families" | "theme">} page */
export function outlines({ map, families, theme }) {
  /** @type {Found[]} */
  let found = [];
  let alone = false;
  const draw = () => {
    const features = foundFeatures(found, families, theme());
    if (alone) for (const { properties } of features) Object.assign(properties ?? {}, { width: ALONE_PX });
    map.found(features);
  };
  return {
    draw,
    /** Outlines areas; one alone is filled too. @param {Found[]} next @param {boolean} [isAlone] */
    show(next, isAlone = false) {
      found = families.sorted(next);
      alone = isAlone;
      draw();
      map.emphasise(alone ? found[0]?.family ?? null : null);
      return found;
    },
  };
}

/** Requests the polygons of an answer's areas. @param {Answer} answer @returns {Promise<Found[]>} */
export async function polygonsOf({ areas }) {
  const found = await Promise.all(areas.map(async ({ family, layer, code }) => {
    const { geometry } = await item(layer, code);
    return geometry ? [{ family, geometry }] : [];
  }));
  return found.flat();
}

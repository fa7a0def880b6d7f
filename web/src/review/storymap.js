// @ts-check
/**
 * Draws a chapter's scene on the map, and goes there.
 *
 * @import { Page } from "../page/view"
 * @import { Scene } from "./replies"
 */
import * as api from "../page/api.js";
import { extent } from "../page/catalogue.js";
import { box } from "../map/found.js";
import { marksOf } from "./geometries.js";
import { overlayOf } from "./marks.js";

/** @param {Page} page @param {string} ground the layer whose ground is that of the whole story */
export function storyMap({ map, layers, theme }, ground) {
  /** Counts the scenes, so that only the newest is drawn. */
  let newest = 0;

  /** The box that a scene goes to. @param {Scene} scene @returns {Promise<number[] | null>} */
  async function boxOf({ area }) {
    if (!area) return extent(layers.filter(({ id }) => id === ground));
    const { geometry } = await api.item(area.layer, area.code);
    return geometry && box(geometry);
  }

  return {
    /** Draws a scene, and goes there unless the map is to stay. Returns its style; null if another scene has taken its turn. @param {Scene} scene @param {boolean} stay */
    async show(scene, stay) {
      if (!map.drawn) return null;
      const mine = ++newest;
      const drawnTheme = theme();
      const [style, marks, around] = await Promise.all([api.style(scene.layers, drawnTheme), marksOf(scene), stay ? null : boxOf(scene)]);
      if (mine !== newest) return null;
      map.overlay(null);
      map.show(style, scene.layers);
      map.overlay(overlayOf(marks, drawnTheme));
      if (around) map.fitBox(around, { maxZoom: 10 });
      return style;
    },
    /** Takes what the view has added off the map. */
    leave() {
      newest++;
      map.overlay(null);
    },
  };
}

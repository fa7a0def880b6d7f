// @ts-check
/**
 * The map of the view: the layers of the day, the outlines and the pin of what is found, and the names under the
 * pointer. Without WebGL its calls do nothing.
 *
 * @import { Page } from "../page/view"
 * @import { Answer, Footprint, Layer } from "../page/replies"
 * @import { AreaKey } from "./sought.js"
 */
import * as api from "../page/api.js";
import { hoverNames, withHover } from "./hover.js";
import { outlines, polygonsOf } from "./outlines.js";

/** The closest zoom to which the map moves by itself, so that the places around an area stay in sight. */
const ARRIVAL_ZOOM = 10;

/**
 * Makes the map of the view.
 * @param {Page} page
 * @param {{ layers: () => Layer[], onFail: (thrown: unknown) => void }} view `layers`: those that are switched on, on the chosen day
 */
export function findMap({ map, theme, families }, { layers, onFail }) {
  const outlined = outlines({ map, theme, families });
  let isShown = false;
  /** The answer that is drawn. @type {Answer | null} */
  let drawn = null;
  const hover = map.library ? hoverNames(map.library, { layers: () => (isShown ? layers() : []), families }) : null;

  async function drawLayers() {
    if (!map.drawn) return;
    const key = () => `${isShown} ${theme()} ${layers().map(({ id }) => id)}`;
    const asked = key();
    const ids = layers().map(({ id }) => id);
    try {
      const style = await api.style(ids, theme());
      // A switch or the date may have changed since the request.
      if (asked === key()) map.show(withHover(style, ids), ids);
    } catch (thrown) {
      if (asked === key()) onFail(thrown);
    }
  }

  return {
    drawLayers,
    enter() {
      isShown = true;
    },
    leave() {
      isShown = false;
      hover?.hide();
      map.found([]);
      map.mark(null);
    },
    restyle() {
      drawLayers();
      outlined.draw();
    },
    /** Draws an answer: its point at once, its areas when they have come. @param {Answer} answer @param {boolean} arriving whether the map moves to it */
    async answer(answer, arriving) {
      drawn = answer;
      map.mark(answer.point);
      map.emphasise(null);
      if (!map.drawn) return;
      const polygons = await polygonsOf(answer);
      if (drawn !== answer || !isShown) return;
      const [first] = outlined.show(polygons);
      if (arriving && first) map.fit([first.geometry], { maxZoom: ARRIVAL_ZOOM });
    },
    /** Draws one area alone. @param {string} family @param {Footprint | null} geometry @param {boolean} arriving */
    area(family, geometry, arriving) {
      outlined.show(geometry ? [{ family, geometry }] : [], true);
      if (arriving && geometry) map.fit([geometry]);
    },
    /** Moves the map to all of an area of the answer. @param {AreaKey & { family: string }} area */
    async whole({ layer, code, family }) {
      map.emphasise(family);
      const { geometry } = await api.item(layer, code);
      if (geometry) map.fit([geometry]);
    },
    /** Takes off what was found. */
    clear() {
      drawn = null;
      map.mark(null);
      outlined.show([]);
    },
  };
}

// @ts-check
/**
 * A second map that moves with the page's own: over it, cut off at a divider, or beside it.
 *
 * The second map shows A, and the page's own B, so that the controls of the page's map stay at its right.
 *
 * @import { Map as MapLibreMap, StyleSpecification } from "maplibre-gl"
 * @import { LonLat } from "../page/replies"
 */
import { Map as MapLibre } from "../../vendor/maplibre-gl/maplibre-gl.mjs";
import { el } from "../page/element.js";
import { FLAT } from "../map/map.js";

/**
 * Adds a map to `stage` that moves with `map`.
 * @param {HTMLElement} stage @param {MapLibreMap} map @param {string} title @param {(point: LonLat) => void} onPoint
 */
export function twin(stage, map, title, onPoint) {
  const container = el("div", { class: "compare-twin" });
  stage.append(container);
  const own = new MapLibre({
    container,
    style: { version: 8, sources: {}, layers: [] },
    center: map.getCenter(),
    zoom: map.getZoom(),
    maxBounds: map.getMaxBounds() ?? undefined,
    ...FLAT,
    locale: { "Map.Title": title },
  });
  own.touchZoomRotate.disableRotation();
  // The page's map takes the keyboard for both.
  own.getCanvas().tabIndex = -1;
  own.keyboard.disable();
  /** The style to draw once the first, empty one is there. @type {StyleSpecification | null} */
  let awaited = null;
  let isReady = false;
  own.once("style.load", () => {
    isReady = true;
    if (awaited) own.setStyle(awaited);
  });
  let following = false;
  /** Moves one map to where the other is. @param {MapLibreMap} leader @param {MapLibreMap} follower */
  const follow = (leader, follower) => () => {
    if (following) return;
    following = true;
    follower.jumpTo({ center: leader.getCenter(), zoom: leader.getZoom() });
    following = false;
  };
  const lead = follow(map, own);
  map.on("move", lead);
  own.on("move", follow(own, map));
  own.on("click", ({ lngLat }) => onPoint({ lon: lngLat.lng, lat: lngLat.lat }));
  own.on("dataloading", () => container.setAttribute("aria-busy", "true"));
  own.on("idle", () => container.removeAttribute("aria-busy"));
  return {
    /** @param {StyleSpecification} style */
    show(style) {
      awaited = style;
      if (isReady) own.setStyle(style);
    },
    remove() {
      map.off("move", lead);
      own.remove();
      container.remove();
    },
  };
}

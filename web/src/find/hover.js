// @ts-check
/**
 * Names the areas under the pointer, in a small label over the map. What it says is also to be had by selecting
 * the point, so it is not read out.
 *
 * @import { Map as MapLibreMap, MapMouseEvent } from "maplibre-gl"
 * @import { Families } from "../page/families.js"
 * @import { Layer, Style } from "../page/replies"
 */
import { el } from "../page/element.js";

/** Layers of which the label names the area: more would hide the map. */
const NAMED = 3;
const PREFIX = "hover-";

/**
 * Returns a style with an invisible fill for each layer, so that an area is found under the pointer also where only
 * its lines are drawn.
 * @param {Style} style @param {string[]} layers @returns {Style}
 */
export function withHover(style, layers) {
  const named = layers.filter((id) => id in style.sources);
  /** @type {Style["layers"]} */
  const fills = named.map((id) => ({ id: PREFIX + id, type: "fill", source: id, "source-layer": id, paint: { "fill-opacity": 0, "fill-antialias": false } }));
  return { ...style, layers: [...style.layers, ...fills] };
}

/**
 * Shows the names of the areas under the pointer.
 * @param {MapLibreMap} map @param {{ layers: () => Layer[], families: Families }} shown @returns {{ hide: () => void }}
 */
export function hoverNames(map, { layers, families }) {
  const label = el("div", { class: "under-pointer", "aria-hidden": "true", hidden: true });
  map.getContainer().append(label);
  let frame = 0;
  const hide = () => {
    cancelAnimationFrame(frame);
    label.hidden = true;
  };
  /** @param {MapMouseEvent} event */
  const show = ({ point }) => {
    const named = layers().slice(0, NAMED);
    const drawn = named.map(({ id }) => PREFIX + id).filter((id) => map.getLayer(id));
    const under = drawn.length ? map.queryRenderedFeatures(point, { layers: drawn }) : [];
    const lines = named.flatMap((layer) => {
      const area = under.find(({ layer: { id } }) => id === PREFIX + layer.id);
      return area ? [el("p", { style: families.style(layer.family) }, el("b", {}, String(area.properties.name)), el("span", {}, ` ${layer.family_title}`))] : [];
    });
    if (!lines.length) return hide();
    label.replaceChildren(...lines);
    label.hidden = false;
    const { clientWidth: wide, clientHeight: high } = map.getContainer();
    const left = point.x + 18 + label.offsetWidth > wide ? point.x - 14 - label.offsetWidth : point.x + 18;
    const top = point.y + 18 + label.offsetHeight > high ? point.y - 14 - label.offsetHeight : point.y + 18;
    label.style.translate = `${Math.max(4, left)}px ${Math.max(4, top)}px`;
  };
  map.on("mousemove", (event) => {
    cancelAnimationFrame(frame);
    // While the map is dragged nothing is read.
    if (event.originalEvent.buttons) return hide();
    frame = requestAnimationFrame(() => show(event));
  });
  map.on("mouseout", hide);
  map.on("movestart", hide);
  addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  return { hide };
}

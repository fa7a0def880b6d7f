/** Which layers there are to switch on a day. Pure. */
import { byFamily } from "./families.js";

const SWITCHED = new Set(["primary", "block"]);

/** Whether a layer is valid on a day; both ends count. Days compare as text. */
export function validOn({ valid_from, valid_to }, on) {
  return (!valid_from || valid_from <= on) && (!valid_to || on <= valid_to);
}

/**
 * The layers by what the page does with them:
 *
 * - `groups`: one per family that has layers on this day, each with its switches;
 * - `resting`: families with no layer on this day, and the layer nearest to it;
 * - `drawings`: second drawings, whatever the day: they are there to compare with;
 * - `backdrop`: what lies underneath.
 *
 * A switch's `key` is what a permalink holds. The newest valid layer of a family
 * goes by the family's name, so that a change of date swaps the layer under the
 * same switch; any other layer goes by its own id.
 */
export function onDay(collections, on) {
  const switched = collections.filter(({ role }) => SWITCHED.has(role));
  const groups = [];
  const resting = [];
  for (const name of new Set(switched.map(({ family }) => family))) {
    const layers = switched.filter(({ family }) => family === name);
    const { family, family_title: title } = layers[0];
    const valid = layers
      .filter((layer) => validOn(layer, on))
      .sort((a, b) => (b.valid_from ?? "").localeCompare(a.valid_from ?? ""));
    if (valid.length) {
      const switches = valid.map((layer, i) => ({ key: i === 0 ? family : layer.id, layer }));
      groups.push({ family, title, switches });
    } else {
      resting.push({ family, title, layer: nearest(layers, on) });
    }
  }
  const drawings = collections
    .filter(({ role }) => role === "drawing")
    .sort((a, b) => byFamily(a, b) || a.id.localeCompare(b.id))
    .map((layer) => ({ key: layer.id, layer }));
  return {
    groups: groups.sort(byFamily),
    resting: resting.sort(byFamily),
    drawings,
    backdrop: collections.filter(({ role }) => role === "backdrop"),
  };
}

/** The next layer to come, or else the last that was. */
function nearest(layers, on) {
  const sorted = [...layers].sort((a, b) => (a.valid_from ?? "").localeCompare(b.valid_from ?? ""));
  return sorted.find(({ valid_from }) => valid_from > on) ?? sorted.at(-1);
}

/** The layers that are drawn, given the keys that are switched on. */
export function drawn({ groups, drawings }, keys) {
  return [...groups.flatMap(({ switches }) => switches), ...drawings]
    .filter(({ key }) => keys.has(key))
    .map(({ layer }) => layer);
}

/** [west, south, east, north] around the layers that people look at. */
export function extent(collections) {
  const boxes = collections
    .filter(({ role }) => role === "primary")
    .flatMap((layer) => layer.extent?.spatial?.bbox ?? []);
  if (!boxes.length) return null;
  const of = (i, pick) => pick(...boxes.map((box) => box[i]));
  return [of(0, Math.min), of(1, Math.min), of(2, Math.max), of(3, Math.max)];
}

// @ts-check
/**
 * The ground of a proposal: all of the data, or some areas of layers, written as LAYER/CODE with commas
 * between them.
 *
 * @import { BlocksReply } from "./replies"
 * @import { Footprint, Item } from "../page/replies"
 */
import * as api from "../page/api.js";
import * as requests from "./requests.js";
import { listed } from "./words.js";

/** Returns the areas of a ground; none for all of the data. @param {string | null} within */
export const groundAreas = (within) => (within ?? "").split(",").filter(Boolean);

/** @param {string} area as LAYER/CODE @returns {Promise<Item>} */
const item = (area) => {
  const [layer] = area.split("/", 1);
  return api.item(layer, area.slice(layer.length + 1));
};

/** Returns the name of a ground. @param {string} within */
export async function groundName(within) {
  const names = groundAreas(within).map((area) => item(area).then(({ properties }) => properties.name, () => area));
  return names.length ? listed(await Promise.all(names), 4) : "All of the data";
}

/** Returns the outlines of a ground's areas; none for all of the data. @param {string | null} within @returns {Promise<Footprint[]>} */
export async function groundOutlines(within) {
  const items = await Promise.all(groundAreas(within).map(item));
  return items.flatMap(({ geometry }) => geometry ?? []);
}

/**
 * Requests all blocks of the districts that a ground has blocks of, because a district that the ground
 * cuts is split; undefined if the ground is all of the data.
 * @param {BlocksReply} reply @param {AbortSignal} [signal]
 */
export async function blocksOfDistricts({ within, layers, district_layer: layer }, signal) {
  const districts = layers[layer];
  if (!within?.length || !districts) return undefined;
  const met = new Set(districts.of.filter((district) => district >= 0));
  const areas = [...met].map((district) => `${layer}/${districts.areas[district].code}`);
  return areas.length ? requests.blocks({ within: areas.join(), layers: [] }, signal) : undefined;
}

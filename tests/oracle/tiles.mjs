/**
 * Checks coterm's tiles with the libraries that maps on the web read them with:
 *
 * - `@mapbox/vector-tile` reads the same features in every tile as the decoders in Rust, which
 *   wrote the listing, and the one in Python;
 * - `pmtiles` finds the same tiles in the archive, and no others.
 *
 * node tiles.mjs FOLDER, a folder that the example `oracle-tiles` has written.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { open, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { VectorTile, classifyRings } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { PMTiles, TileType } from "pmtiles";

const KINDS = [, "point", "line", "polygon"];
const folder = process.argv[2];

/** Returns the lines of the listing for a tile, as this decoder reads it. */
function read(name, tile) {
  return Object.values(new VectorTile(new PbfReader(tile)).layers).map((layer) => {
    const text = [`${layer.name} ${layer.version} ${layer.extent}`];
    for (let at = 0; at < layer.length; at++) {
      const feature = layer.feature(at);
      text.push(`${feature.id} ${KINDS[feature.type]}`);
      for (const key of Object.keys(feature.properties).sort()) {
        const value = feature.properties[key];
        text.push(`${key} ${typeof value} ${value}`);
      }
      const lines = feature.loadGeometry();
      for (const part of feature.type === 3 ? classifyRings(lines) : lines.map((line) => [line])) {
        text.push("part", ...part.map((line) => line.map(({ x, y }) => `${x},${y}`).join(" ")));
      }
    }
    const sha256 = createHash("sha256").update(text.join("\n") + "\n").digest("hex");
    return `${name} ${layer.name} ${layer.length} ${sha256}`;
  });
}

const listing = new Map();
for (const line of (await readFile(join(folder, "listing"), "utf8")).trimEnd().split("\n")) {
  const name = line.split(" ", 1)[0];
  if (!listing.has(name)) listing.set(name, []);
  listing.get(name).push(line);
}

const file = await open(join(folder, "tiles.pmtiles"));
const archive = new PMTiles({
  getKey: () => "tiles.pmtiles",
  getBytes: async (offset, length) => {
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
    return { data: buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + length) };
  },
});
assert.equal((await archive.getHeader()).tileType, TileType.Mvt);
const { vector_layers: layers } = await archive.getMetadata();
const listed = new Set([...listing.values()].flat().map((line) => line.split(" ", 2)[1]));
assert.deepEqual(new Set(layers.map(({ id }) => id)), listed);

const files = await readdir(join(folder, "tiles"));
assert.equal(files.length, listing.size);
let absent = 0;
for (const file of files) {
  const name = file.replace(".mvt", "");
  const tile = await readFile(join(folder, "tiles", file));
  assert.deepEqual(read(name, tile), listing.get(name), `${name} is read otherwise`);
  const [z, x, y] = name.split("-").map(Number);
  const kept = await archive.getZxy(z, x, y);
  assert(kept && tile.equals(Buffer.from(kept.data)), `${name} is another in the archive`);
  // Up to zoom 10 the folder has all tiles.
  const beside = `${z}-${x}-${y + 1}`;
  if (z <= 10 && y + 1 < 2 ** z && !listing.has(beside)) {
    assert.equal(await archive.getZxy(z, x, y + 1), undefined, `${beside} is in the archive`);
    absent++;
  }
}
await file.close();
assert(files.length > 200 && absent > 10);
console.log(`@mapbox/vector-tile reads the same in ${files.length} tiles; pmtiles finds them in the archive`);

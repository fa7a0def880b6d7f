/**
 * Where to write an area's name: the point of its largest polygon that is
 * furthest from any edge, found by halving squares. Tiles would cut a polygon
 * and repeat its name in every piece; one point per area does not.
 */

/** A degree of longitude is this much shorter than one of latitude at 54° N. */
const SQUEEZE = Math.cos((54 * Math.PI) / 180);

function ringArea(ring) {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += (ring[j][0] + ring[i][0]) * (ring[j][1] - ring[i][1]);
  }
  return Math.abs(twice) / 2;
}

/** Distance from (x, y) to the polygon's edges: positive inside, negative outside. */
function depth(rings, x, y) {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i];
      const [bx, by] = ring[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      const dx = bx - ax;
      const dy = by - ay;
      const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
      const t = Math.min(1, Math.max(0, along));
      nearest = Math.min(nearest, Math.hypot(ax + t * dx - x, ay + t * dy - y));
    }
  }
  return inside ? nearest : -nearest;
}

/** [lon, lat] of the label of a GeoJSON Polygon or MultiPolygon; null when it has no area. */
export function labelPoint(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const largest = polygons?.reduce(
    (best, rings) => (best && ringArea(best[0]) >= ringArea(rings[0]) ? best : rings),
    null,
  );
  if (!largest?.[0]?.length) return null;

  const rings = largest.map((ring) => ring.map(([lon, lat]) => [lon * SQUEEZE, lat]));
  const xs = rings[0].map(([x]) => x);
  const ys = rings[0].map(([, y]) => y);
  const [west, south, east, north] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const size = Math.min(east - west, north - south);
  if (!(size > 0)) return null;

  const square = (x, y, half) => {
    const d = depth(rings, x, y);
    return { x, y, half, d, most: d + half * Math.SQRT2 };
  };
  const open = [];
  for (let x = west; x < east; x += size) {
    for (let y = south; y < north; y += size) open.push(square(x + size / 2, y + size / 2, size / 2));
  }
  let best = open[0];
  // A label needs no more than a fiftieth of the area's width.
  const precision = size / 50;
  while (open.length) {
    open.sort((a, b) => a.most - b.most);
    const { x, y, half, d, most } = open.pop();
    if (d > best.d) best = { x, y, d };
    if (most - best.d <= precision) continue;
    const h = half / 2;
    open.push(square(x - h, y - h, h), square(x + h, y - h, h), square(x - h, y + h, h), square(x + h, y + h, h));
  }
  return [best.x / SQUEEZE, best.y];
}

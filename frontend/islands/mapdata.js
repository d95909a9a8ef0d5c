// Points that a map needs and boundaries do not give: where an area's name stands, and how large a bubble is.

const LARGEST = 22; // pixels, radius of the largest bubble

/**
 * One point per area, in the middle of its largest polygon, and one at the bubble that the page is about; where names
 * collide that one stays, then those of larger areas.
 */
export function labelFeatures(boundaries, payload) {
  const features = boundaries.features.flatMap((feature) => {
    const shown = payload.areas[feature.properties.code];
    const name = shown?.name;
    const ring = largestRing(feature.geometry);
    if (!name || !ring) return [];
    const { centre, size } = middle(ring);
    return [point(centre, { name, size: -size, on: ground(payload.colours[shown.class]) })];
  });
  const about = payload.bubbles.filter(([code]) => code === payload.selected);
  features.push(...about.map(([, name, lon, lat]) => point([lon, lat], { name, size: -1e9, on: "missing" })));
  return { type: "FeatureCollection", features };
}

/** The area of a bubble, not its radius, is proportional to its value. */
export function bubbleFeatures(payload) {
  const most = Math.max(1, ...payload.bubbles.map(([, , , , value]) => value));
  const features = payload.bubbles.map(([code, name, lon, lat, value, url, colour, note]) =>
    point([lon, lat], { code, name, value, url, colour, note, radius: Math.max(1.5, LARGEST * Math.sqrt(value / most)) }),
  );
  return { type: "FeatureCollection", features };
}

/** What a name stands on: a dark or a pale colour, or the hatching of missing data. */
function ground(colour) {
  if (!colour) return "missing";
  const [red, green, blue] = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 140 ? "dark" : "pale";
}

function point(coordinates, properties) {
  return { type: "Feature", geometry: { type: "Point", coordinates }, properties };
}

function largestRing(geometry) {
  if (!geometry) return null;
  const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  const rings = polygons.map(([outer]) => outer).filter(Boolean);
  return rings.reduce((best, ring) => (!best || Math.abs(area(ring)) > Math.abs(area(best)) ? ring : best), null);
}

function area(ring) {
  let twice = 0;
  for (let i = 1; i < ring.length; i += 1) twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return twice / 2;
}

/** Centre of gravity; the widest crossing at that height instead where the shape curls round it. */
function middle(ring) {
  const size = area(ring);
  let x = 0;
  let y = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const cross = ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
    x += (ring[i - 1][0] + ring[i][0]) * cross;
    y += (ring[i - 1][1] + ring[i][1]) * cross;
  }
  const centre = [x / (6 * size), y / (6 * size)];
  const crossings = ring.flatMap(([x2, y2], i) => {
    const [x1, y1] = ring[(i || ring.length) - 1];
    return y1 > centre[1] === y2 > centre[1] ? [] : [x1 + ((centre[1] - y1) / (y2 - y1)) * (x2 - x1)];
  });
  const spans = crossings.sort((a, b) => a - b).flatMap((left, i) => (i % 2 ? [] : [[left, crossings[i + 1]]]));
  const inside = spans.some(([left, right]) => left <= centre[0] && centre[0] <= right);
  if (!inside && spans.length) {
    const [left, right] = spans.reduce((best, span) => (span[1] - span[0] > best[1] - best[0] ? span : best));
    centre[0] = (left + right) / 2;
  }
  return { centre, size: Math.abs(size) };
}

// Draws a map with MapLibre: areas by class, bubbles by size, names in the reader's language. No basemap, no server of
// tiles or letters: everything comes from this installation.
import { Map as MapLibre, NavigationControl, setWorkerUrl } from "maplibre-gl";
import { Locale } from "./islands/locale.js";
import { bubbleFeatures, labelFeatures } from "./islands/mapdata.js";
import { hatch, layers } from "./islands/maplayers.js";
import { paints } from "./islands/paints.js";
import { tip } from "./islands/tip.js";

/** Draws into `host`; gives { update, dispose, image }. */
export async function mount(host, first, { worker, style, label }) {
  setWorkerUrl(new URL(worker, location.href).href);
  const [boundaries, outline] = await Promise.all([
    geojson(first.boundaries),
    first.outline ? geojson(first.outline) : null,
    sheet(style),
  ]);
  let payload = first;
  const [west, south, east, north] = payload.bounds;
  const margin = Math.max(east - west, north - south) * 0.35;
  const map = new MapLibre({
    container: host,
    style: { version: 8, sources: {}, layers: [] },
    bounds: payload.bounds,
    fitBoundsOptions: { padding: 12 },
    maxBounds: [west - margin, south - margin, east + margin, north + margin],
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    cooperativeGestures: true,
    fadeDuration: 0,
    canvasContextAttributes: { preserveDrawingBuffer: true, antialias: true },
    locale: { ...payload.words, "Map.Title": label },
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.touchZoomRotate.disableRotation();
  await new Promise((done) => map.once("load", done));
  const draw = () => paint(map, payload, boundaries, outline);
  draw();
  hover(map, host, () => payload);
  const resized = new ResizeObserver(() => map.resize());
  resized.observe(host);
  document.addEventListener("hulul:theme", draw);
  return {
    update(next) {
      payload = next;
      draw();
    },
    dispose() {
      resized.disconnect();
      document.removeEventListener("hulul:theme", draw);
      map.remove();
    },
    async image() {
      const picture = new Image();
      picture.src = map.getCanvas().toDataURL("image/png");
      return picture;
    },
  };
}

async function geojson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`boundaries: ${answer.status}`);
  return answer.json();
}

function sheet(address) {
  if (document.querySelector(`link[href="${address}"]`)) return null;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.prepend(link);
  return new Promise((done) => link.addEventListener("load", done));
}

function paint(map, payload, boundaries, outline) {
  const colours = paints();
  const data = {
    areas: boundaries,
    outline: outline ?? { type: "FeatureCollection", features: [] },
    labels: labelFeatures(boundaries, payload),
    bubbles: bubbleFeatures(payload),
  };
  for (const [name, features] of Object.entries(data)) {
    const source = map.getSource(name);
    if (!source) map.addSource(name, { type: "geojson", data: features, ...(name === "areas" && { promoteId: "code" }) });
    else if (name === "labels" || name === "bubbles") source.setData(features);
  }
  if (map.hasImage("hatch")) map.removeImage("hatch");
  map.addImage("hatch", hatch(colours), { pixelRatio: 2 });
  for (const layer of layers(payload, colours)) {
    if (map.getLayer(layer.id)) map.removeLayer(layer.id);
    map.addLayer(layer);
  }
}

/** The name and the number under the pointer; a click goes to its page. */
function hover(map, host, current) {
  const box = document.createElement("div");
  box.className = "map-tip";
  box.hidden = true;
  host.append(box);
  const under = (event) => {
    const ids = ["bubbles", "areas", "areas-missing"].filter((id) => map.getLayer(id));
    return map.queryRenderedFeatures(event.point, { layers: ids })[0];
  };
  map.on("mousemove", (event) => {
    const found = under(event);
    const said = found && described(found, current());
    box.hidden = !said;
    map.getCanvas().style.cursor = said?.url ? "pointer" : "";
    map.setFilter("areas-hover", ["==", ["get", "code"], found?.source === "areas" ? found.properties.code : ""]);
    if (!said) return;
    box.replaceChildren(said.box);
    const x = Math.min(event.point.x + 14, host.clientWidth - box.offsetWidth - 4);
    const y = Math.min(event.point.y + 14, host.clientHeight - box.offsetHeight - 4);
    box.style.transform = `translate(${Math.max(0, x)}px, ${Math.max(0, y)}px)`;
  });
  map.on("mouseout", () => {
    box.hidden = true;
  });
  map.on("click", (event) => {
    const found = under(event);
    const said = found && described(found, current());
    if (said?.url) location.assign(said.url);
  });
}

function described(feature, payload) {
  const locale = new Locale(payload.locale);
  const say = (name, label, value, url, note) => {
    const rows = [[label, value, ""]];
    const box = tip(name, note ? [...rows, [note, "", ""]] : rows, locale.symbols.direction);
    return { box, url };
  };
  if (feature.source === "bubbles") {
    const { name, value, url, note } = feature.properties;
    return say(name, payload.bubbleLabel, locale.number(value), url, note);
  }
  const area = payload.areas[feature.properties.code];
  if (!area) return null;
  const written = area.value === null ? payload.words.noData : locale.write(area.value, payload.kind);
  return say(area.name, payload.valueLabel, written, area.url, area.note);
}

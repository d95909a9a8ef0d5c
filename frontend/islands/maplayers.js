// How a map is drawn: the order of its layers and their colours. Pure: payload and colours in, layers out.

export function layers(payload, paint) {
  const coded = Object.entries(payload.areas);
  const known = coded.filter(([, area]) => area.class !== null);
  return [
    fill("areas", known.map(([code]) => code), { "fill-color": byClass(payload, known, paint) }),
    {
      id: "areas-missing",
      type: "fill",
      source: "areas",
      filter: ["!", ["in", ["get", "code"], ["literal", known.map(([code]) => code)]]],
      paint: { "fill-pattern": "hatch" },
    },
    border("areas-border", "areas", paint.paper, 0.9),
    border("outline-border", "outline", paint.ink, 1.1),
    selected("areas-selected", payload.selected, paint.ink, 2.5),
    selected("areas-hover", "", paint.ink, 1.8),
    {
      id: "bubbles",
      type: "circle",
      source: "bubbles",
      layout: { "circle-sort-key": ["case", isSelected(payload), 0, ["-", ["get", "radius"]]] },
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, ["*", 0.7, ["get", "radius"]], 10, ["*", 1.6, ["get", "radius"]]],
        "circle-color": ["case", ["!=", ["get", "colour"], ""], ["to-color", ["get", "colour"]], paint.hue(payload.bubbleHue)],
        "circle-opacity": ["case", ["!=", ["get", "colour"], ""], 0.9, 0.75],
        "circle-stroke-color": ["case", isSelected(payload), paint.ink, paint.paper],
        "circle-stroke-width": ["case", isSelected(payload), 3, 1],
      },
    },
    {
      id: "labels",
      type: "symbol",
      source: "labels",
      layout: {
        "text-field": ["get", "name"],
        "text-font": [paint.family],
        "text-size": 12.5,
        "text-max-width": 7,
        "text-padding": 3,
        "symbol-sort-key": ["get", "size"],
      },
      paint: {
        "text-color": ["match", ["get", "on"], "dark", "#ffffff", "pale", "#1c2b33", paint.ink],
        "text-halo-color": ["match", ["get", "on"], "dark", "#1c2b3399", "pale", "#ffffffd9", paint.paper],
        "text-halo-width": 1.3,
      },
    },
  ];
}

function isSelected(payload) {
  return ["==", ["get", "code"], payload.selected];
}

function fill(id, codes, paint) {
  return { id, type: "fill", source: "areas", filter: ["in", ["get", "code"], ["literal", codes]], paint };
}

function border(id, source, colour, width) {
  return { id, type: "line", source, paint: { "line-color": colour, "line-width": width }, layout: { "line-join": "round" } };
}

function selected(id, code, colour, width) {
  return { ...border(id, "areas", colour, width), filter: ["==", ["get", "code"], code] };
}

function byClass(payload, known, paint) {
  if (!known.length) return paint.nodata;
  const pairs = known.flatMap(([code, area]) => [code, payload.colours[area.class] ?? paint.nodata]);
  return ["match", ["get", "code"], ...pairs, paint.nodata];
}

/** A tile of diagonal lines: nothing is known here. */
export function hatch(paint) {
  const side = 16;
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext("2d");
  pen.fillStyle = paint.nodata;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = paint.hatch;
  pen.lineWidth = 2;
  for (const shift of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(shift, side);
    pen.lineTo(shift + side, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, side, side);
}

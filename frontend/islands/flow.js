// From where to where: ribbons as wide as the numbers they carry.
import { tip } from "./tip.js";

export function flow(payload, locale, paint, width) {
  const colour = paint.hue(payload.hue);
  const sides = [...new Set(payload.flows.map(([origin]) => `o ${origin}`))].map((name) => node(name, 0, colour));
  const ends = [...new Set(payload.flows.map(([, end]) => `d ${end}`))].map((name) => node(name, 1, colour));
  return {
    tooltip: {
      trigger: "item",
      formatter: ({ dataType, data, name, value }) =>
        dataType === "edge"
          ? tip(`${data.source.slice(2)} ${arrow(locale)} ${data.target.slice(2)}`, [[payload.unit, locale.number(data.value), ""]], locale.symbols.direction)
          : tip(name.slice(2), [[payload.unit, locale.number(value), ""]], locale.symbols.direction),
    },
    series: [
      {
        type: "sankey",
        left: 4,
        right: 4,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 9,
        draggable: false,
        layoutIterations: 24,
        emphasis: { focus: "adjacency" },
        data: [...sides, ...ends],
        links: payload.flows.map(([origin, end, value]) => ({ source: `o ${origin}`, target: `d ${end}`, value })),
        lineStyle: { color: colour, opacity: 0.28, curveness: 0.5 },
        label: {
          color: paint.ink,
          fontSize: 13,
          width: width * 0.3,
          overflow: "truncate",
          formatter: ({ name, value }) => `${name.slice(2)}  ${locale.compact(value, "number")}`,
        },
      },
    ],
  };
}

function node(name, depth, colour) {
  return { name, depth, itemStyle: { color: colour, borderWidth: 0 }, label: { position: depth ? "left" : "right" } };
}

function arrow(locale) {
  return locale.symbols.direction === "rtl" ? "←" : "→";
}

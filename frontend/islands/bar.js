// Quantities side by side, from zero, with the number written at the end of each bar.
import { tip } from "./tip.js";

export function bar(payload, locale, paint, width) {
  const narrow = width < 480;
  const names = {
    type: "category",
    data: payload.names,
    inverse: payload.horizontal,
    axisTick: { show: false },
    axisLine: { show: !payload.horizontal, lineStyle: { color: paint.lineStrong } },
    axisLabel: {
      color: paint.ink,
      fontSize: 13,
      interval: payload.horizontal ? 0 : "auto",
      width: payload.horizontal ? Math.min(170, width * 0.38) : undefined,
      overflow: "truncate",
    },
  };
  const amounts = {
    type: "value",
    splitNumber: narrow ? 3 : 4,
    axisLabel: { color: paint.muted, fontSize: 13, hideOverlap: true, formatter: (v) => locale.compact(v, payload.kind) },
    splitLine: { lineStyle: { color: paint.line } },
  };
  return {
    grid: { top: 8, bottom: 4, left: 4, right: payload.horizontal ? 58 : 10, containLabel: true },
    xAxis: payload.horizontal ? amounts : names,
    yAxis: payload.horizontal ? names : amounts,
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "none" },
      formatter: (points) =>
        tip(
          points[0].axisValue,
          points.map((p) => [p.seriesName, locale.write(p.value, payload.kind), p.color]),
          locale.symbols.direction,
        ),
    },
    series: payload.series.map((series) => ({
      name: series.name,
      type: "bar",
      stack: payload.stacked ? "all" : undefined,
      data: series.values,
      barMaxWidth: 22,
      barCategoryGap: "35%",
      cursor: payload.urls.some(Boolean) ? "pointer" : "default",
      itemStyle: { color: paint.hue(series.hue), opacity: series.repeated ? 0.5 : 1 },
      emphasis: { disabled: true },
      label: {
        show: !payload.stacked && payload.horizontal,
        position: "right",
        color: paint.ink,
        fontSize: 13,
        formatter: ({ value }) => locale.write(value, payload.kind),
      },
      labelLayout: { hideOverlap: true },
    })),
  };
}

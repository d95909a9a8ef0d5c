// Change over time: lines named at their end, uncertainty as a pale band, series breaks as numbered dashed rules.
import { tip } from "./tip.js";

const YEAR = 365.25 * 24 * 3600 * 1000;

export function line(payload, locale, paint, width) {
  const narrow = width < 480;
  const named = payload.series.length > 1;
  const drawn = payload.series.flatMap((series) => [...band(series, paint), stroke(series, paint, named)]);
  if (drawn.length) drawn[0].markLine = rules(payload, locale, paint);
  return {
    grid: { top: 26, bottom: 4, left: 4, right: named ? room(payload, width) : 14, containLabel: true },
    xAxis: {
      type: "time",
      ...years(payload, locale, paint, narrow),
      axisLine: { lineStyle: { color: paint.lineStrong } },
      axisTick: { lineStyle: { color: paint.lineStrong } },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value",
      scale: !payload.fromZero,
      splitNumber: narrow ? 3 : 4,
      axisLabel: { color: paint.muted, fontSize: 13, formatter: (value) => locale.compact(value, payload.kind) },
      splitLine: { lineStyle: { color: paint.line } },
    },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: paint.lineStrong } },
      formatter: (points) => described(points, payload, locale),
    },
    series: drawn,
  };
}

function stroke(series, paint, named) {
  const colour = paint.hue(series.hue);
  return {
    name: series.name,
    type: "line",
    data: series.points.map(([on, value]) => [on, value]),
    showSymbol: series.points.length < 3,
    symbolSize: 5,
    connectNulls: false,
    lineStyle: { color: colour, width: 2.25, type: series.dashed ? "dashed" : "solid" },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    z: 3,
    endLabel: { show: named, formatter: "{a}", color: colour, fontSize: 13, fontWeight: 600, distance: 6 },
    labelLayout: { moveOverlap: "shiftY" },
  };
}

function band(series, paint) {
  if (!series.points.some(([, , low]) => low !== null)) return [];
  const shared = { type: "line", stack: `band ${series.name}`, symbol: "none", silent: true, lineStyle: { opacity: 0 } };
  const height = ([on, , low, high]) => [on, low === null ? null : high - low];
  return [
    { ...shared, name: "low", data: series.points.map(([on, , low]) => [on, low]) },
    { ...shared, name: "high", data: series.points.map(height), areaStyle: { color: paint.hue(series.hue), opacity: 0.16 } },
  ];
}

function rules(payload, locale, paint) {
  const breaks = payload.breaks.map(({ on }, i) => ({
    xAxis: on,
    lineStyle: { color: paint.lineStrong, type: [4, 4], width: 1 },
    label: { show: true, formatter: locale.digits(String(i + 1)), color: paint.muted, fontSize: 13, distance: 4 },
  }));
  const mark = payload.marked
    ? [{ xAxis: payload.marked, lineStyle: { color: paint.ink, type: "solid", width: 1 }, label: { show: false } }]
    : [];
  return { symbol: "none", silent: true, animation: false, data: [...breaks, ...mark] };
}

function described(points, payload, locale) {
  const on = new Date(points[0].axisValue);
  const iso = new Date(on.getTime() - on.getTimezoneOffset() * 60000).toISOString();
  const rows = points
    .map((point) => [payload.series.find((series) => series.name === point.seriesName), point])
    .filter(([series]) => series)
    .map(([series, point]) => [series.name, locale.write(point.value[1], payload.kind), point.color]);
  return tip(locale.day(iso), rows, locale.symbols.direction);
}

/** Years alone over long spans; months within short ones. */
function years(payload, locale, paint, narrow) {
  const dates = payload.series.flatMap((series) => series.points.map(([on]) => Date.parse(on)));
  const long = Math.max(...dates) - Math.min(...dates) > 3 * YEAR;
  return {
    minInterval: long ? YEAR * (narrow ? 1 : 0.99) : undefined,
    axisLabel: {
      color: paint.muted,
      hideOverlap: true,
      fontSize: 13,
      formatter: (moment) => {
        const date = new Date(moment);
        const iso = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-01`;
        return long ? locale.digits(String(date.getFullYear())) : locale.month(iso);
      },
    },
  };
}

function room(payload, width) {
  const longest = Math.max(...payload.series.map((series) => series.name.length));
  return Math.min(longest * 8 + 16, width * 0.32);
}

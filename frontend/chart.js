// Draws line, bar and flow charts with ECharts. Loaded when the first chart comes near the screen.
import { BarChart, LineChart, SankeyChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { bar } from "./islands/bar.js";
import { flow } from "./islands/flow.js";
import { line } from "./islands/line.js";
import { Locale } from "./islands/locale.js";
import { paints } from "./islands/paints.js";

echarts.use([LineChart, BarChart, SankeyChart, GridComponent, TooltipComponent, MarkLineComponent, LabelLayout]);
echarts.use([CanvasRenderer]);

const OPTIONS = { line, bar, flow };

/** Draws into `host`; gives { update, dispose, image }. */
export function mount(host, first, { label }) {
  host.setAttribute("role", "img");
  host.setAttribute("aria-label", label);
  const chart = echarts.init(host, null, { renderer: "canvas" });
  let payload = first;
  const draw = () => {
    const locale = new Locale(payload.locale);
    const option = OPTIONS[payload.type](payload, locale, paints(), host.clientWidth);
    chart.setOption(common(option, payload, paints()), { notMerge: true });
  };
  const resized = new ResizeObserver(() => {
    chart.resize();
    draw();
  });
  resized.observe(host);
  document.addEventListener("hulul:theme", draw);
  chart.on("click", ({ dataIndex }) => {
    const url = payload.urls?.[dataIndex];
    if (url) location.assign(url);
  });
  draw();
  return {
    update(next) {
      payload = next;
      draw();
    },
    dispose() {
      resized.disconnect();
      document.removeEventListener("hulul:theme", draw);
      chart.dispose();
    },
    async image() {
      const picture = new Image();
      picture.src = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: paints().paper });
      return picture;
    },
  };
}

function common(option, payload, paint) {
  return {
    animation: false,
    textStyle: { fontFamily: paint.family, fontSize: 13, color: paint.ink },
    ...option,
    tooltip: {
      borderWidth: 0,
      padding: 0,
      backgroundColor: "transparent",
      extraCssText: "box-shadow: none",
      confine: true,
      transitionDuration: 0,
      ...option.tooltip,
    },
  };
}

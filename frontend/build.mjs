// Makes everything the browser loads: src/hulul/ui/static/vendor (git-ignored, carried by the wheel).
//
// Everything is made in a folder of its own and put in place at the end, so that a running server never misses a file.
// Each script is one self-contained ES module: Django renames static files by their content, and a module that imported
// another by name would lose it. What is loaded late (charts, maps) is found through addresses that the page states.
import { chmod, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import subsetFont from "subset-font";
import { followDevice } from "./dark.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const served = path.join(here, "..", "src", "hulul", "ui", "static", "vendor");
const out = await mkdtemp(path.join(here, "..", "node_modules", ".assets-"));
const find = createRequire(import.meta.url).resolve;
const browsers = ["chrome109", "firefox115", "safari16"];

await Promise.all([scripts(), mapWorker(), styles(), mapStyles(), fonts()]);
await chmod(out, 0o755);
await rm(served, { recursive: true, force: true });
await rename(out, served);

async function scripts() {
  await build({
    entryPoints: { hulul: "hulul.js", chart: "chart.js", map: "map.js" },
    absWorkingDir: here,
    outdir: out,
    bundle: true,
    minify: true,
    format: "esm",
    target: browsers,
    legalComments: "linked",
    charset: "utf8",
    logLevel: "warning",
  });
}

async function mapWorker() {
  const source = await readFile(find("maplibre-gl/dist/maplibre-gl-worker.mjs"), "utf8");
  await writeFile(path.join(out, "map-worker.js"), source.replace(/\/\/# sourceMappingURL=.*\s*$/, ""));
}

/** One sheet per direction: Bootstrap's own mirrored build, our logical properties in both. */
async function styles() {
  const own = await build({
    entryPoints: ["styles/hulul.css"],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    target: browsers,
    external: ["*.woff2"],
    write: false,
    logLevel: "warning",
  });
  const ours = followDevice(own.outputFiles[0].text);
  for (const [name, bootstrap] of [["hulul.css", "bootstrap.css"], ["hulul.rtl.css", "bootstrap.rtl.css"]]) {
    const source = await readFile(find(`bootstrap/dist/css/${bootstrap}`), "utf8");
    const { code } = await transform(followDevice(source), { loader: "css", minify: true, target: browsers });
    await writeFile(path.join(out, name), code.replace(/\/\*# sourceMappingURL=.*?\*\//, "") + ours);
  }
}

async function mapStyles() {
  const source = await readFile(find("maplibre-gl/dist/maplibre-gl.css"), "utf8");
  const { code } = await transform(source, { loader: "css", minify: true, target: browsers });
  await writeFile(path.join(out, "map.css"), code);
}

/** Variable fonts cut down to the letters of our languages and the two weights in use (400 and 600). */
async function fonts() {
  const wght = { variationAxes: { wght: { min: 400, max: 600 } }, targetFormat: "woff2" };
  const sources = [
    ["noto-sans-arabic", "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2",
      [[0x20, 0x20], [0x600, 0x6ff], [0x200c, 0x200f]]],
    ["noto-sans-latin", "@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2",
      [[0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2010, 0x2044], [0x20ac, 0x20ac],
        [0x2122, 0x2122], [0x2191, 0x2193], [0x2212, 0x2215]]],
    ["noto-sans-latin-ext", "@fontsource-variable/noto-sans/files/noto-sans-latin-ext-wght-normal.woff2",
      [[0x100, 0x24f], [0x1e00, 0x1eff]]],
  ];
  await Promise.all(sources.map(async ([name, file, ranges]) => {
    const font = await readFile(find(file));
    await writeFile(path.join(out, `${name}.woff2`), await subsetFont(font, letters(ranges), wght));
  }));
}

function letters(ranges) {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
    .map((code) => String.fromCodePoint(code)).join("");
}

// The colours and the typeface of the page, as a drawing needs them.

export function paints() {
  const style = getComputedStyle(document.body);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    paper: value("--paper"),
    surface: value("--surface"),
    ink: value("--ink"),
    muted: value("--muted"),
    line: value("--line"),
    lineStrong: value("--line-strong"),
    nodata: value("--nodata"),
    hatch: value("--hatch"),
    accent: value("--accent"),
    family: style.fontFamily,
    hue: (name) => value(`--${name}`),
  };
}

/** A canvas does not wait for fonts, so we do. */
export function fontsReady() {
  const sample = document.documentElement.dir === "rtl" ? "آ٠" : "A0";
  return Promise.all(["400", "600"].map((weight) => document.fonts.load(`${weight} 13px ${family()}`, sample)));
}

function family() {
  return getComputedStyle(document.body).fontFamily;
}

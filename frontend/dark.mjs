// Bootstrap's dark theme waits for an attribute. Readers who have chosen nothing get what their device asks for, without
// script: every dark rule of a sheet is repeated inside a media query for pages that carry no choice.

const RULE = /([^{}]*\[data-bs-theme=dark\][^{}]*)\{([^{}]*)\}/g;
const UNCHOSEN = ":root:not([data-bs-theme])";

export function followDevice(css) {
  const dark = [...css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(RULE)].map(([, selectors, body]) => {
    const unchosen = selectors.split(",").map((s) => s.trim().replace("[data-bs-theme=dark]", UNCHOSEN)).join(",");
    return `${unchosen}{${body}}`;
  });
  return `${css}\n@media screen and (prefers-color-scheme: dark){${dark.join("")}}`;
}

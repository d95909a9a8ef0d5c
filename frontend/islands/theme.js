// The theme button without a new page: the cookie is set here, the page and its drawings change at once.

const YEAR = 365 * 24 * 3600;

export function themeSwitch(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target.closest(".theme-switch");
    if (!form) return;
    event.preventDefault();
    const next = isDark() ? "light" : "dark";
    root.documentElement.dataset.bsTheme = next;
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `theme=${next};path=/;max-age=${YEAR};samesite=lax${secure}`;
    root.dispatchEvent(new CustomEvent("hulul:theme"));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (!root.documentElement.dataset.bsTheme) root.dispatchEvent(new CustomEvent("hulul:theme"));
  });
}

export function isDark() {
  const chosen = document.documentElement.dataset.bsTheme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

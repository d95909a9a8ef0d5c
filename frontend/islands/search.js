// "/" goes to the search box; arrows move through the suggestions, Enter follows one, Escape puts them away.

export function search(root) {
  const box = root.getElementById("search");
  const list = root.getElementById("suggestions");
  if (!box || !list) return;
  let chosen = -1;
  const options = () => [...list.querySelectorAll("a[role=option]")];
  const show = (visible) => {
    list.hidden = !visible;
    box.setAttribute("aria-expanded", String(visible));
    if (!visible) choose(-1);
  };
  const choose = (index) => {
    chosen = index;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const active = options()[index];
    active?.scrollIntoView({ block: "nearest" });
    if (active) box.setAttribute("aria-activedescendant", active.id);
    else box.removeAttribute("aria-activedescendant");
  };
  root.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    if (box.checkVisibility?.() === false) root.querySelector(".tool-search")?.click();
    box.focus();
    box.select();
  });
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") show(false);
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose((chosen + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    }
    if (event.key === "Enter" && options()[chosen]) {
      event.preventDefault();
      options()[chosen].click();
    }
  });
  box.addEventListener("htmx:configRequest", (event) => {
    if (!box.value.trim()) {
      event.preventDefault();
      show(false);
    }
  });
  list.addEventListener("htmx:afterSwap", () => {
    show(list.childElementCount > 0 && box.value.trim() !== "");
    choose(-1);
  });
  root.addEventListener("focusin", (event) => !box.form.contains(event.target) && show(false));
  root.addEventListener("click", (event) => !box.form.contains(event.target) && show(false));
}

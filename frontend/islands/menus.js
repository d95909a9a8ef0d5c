// Menus are <details>: they open without script; with it, they close on Escape, on a click elsewhere, and one at a time.

export function menus(root) {
  root.addEventListener("click", (event) => closeAll(root, event.target.closest("details.menu")));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.("details.menu[open]");
    closeAll(root, null);
    open?.querySelector("summary").focus();
  });
}

function closeAll(root, except) {
  for (const menu of root.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

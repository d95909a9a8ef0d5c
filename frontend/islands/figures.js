// A figure's menu: show the table, save the image with its title and source, copy the link.
import { picture } from "./picture.js";
import { announce, word } from "./words.js";

export function figures(root) {
  root.addEventListener("click", (event) => {
    const item = event.target.closest("[data-figure]");
    const figure = item?.closest("figure");
    if (!figure) return;
    if (item.dataset.figure === "table") toggleTable(figure, item);
    if (item.dataset.figure === "image") saveImage(figure);
    if (item.dataset.figure === "link") copyLink(event, item);
    item.closest("details").open = false;
  });
}

function toggleTable(figure, button) {
  const table = figure.querySelector(".figure-table");
  const open = table.classList.toggle("is-open");
  button.setAttribute("aria-expanded", String(open));
  if (open) table.querySelector("[tabindex]")?.focus();
}

async function saveImage(figure) {
  const island = figure.querySelector("ui-island");
  await island.draw();
  if (!island.drawing) return;
  const canvas = await picture(figure, await island.drawing.image());
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = `${figure.id}.png`;
  link.click();
}

async function copyLink(event, link) {
  if (!navigator.clipboard) return;
  event.preventDefault();
  history.replaceState(null, "", link.href);
  await navigator.clipboard.writeText(link.href);
  announce(word("copied"));
}

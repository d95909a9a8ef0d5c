// What happens when a fragment cannot be had: the error takes its place, in words; a lost line is said, nothing else moves.
import { announce, word } from "./words.js";

export function requests(root) {
  root.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status >= 400) event.detail.serverResponse = fragmentOf(event.detail.serverResponse);
  });
  root.addEventListener("htmx:sendError", () => announce(word("lost")));
  root.addEventListener("htmx:timeout", () => announce(word("lost")));
}

/** An error may come as a whole page (the server's last resort): only what it says is put in place. */
function fragmentOf(html) {
  if (!/^\s*<!doctype/i.test(html)) return html;
  const said = new DOMParser().parseFromString(html, "text/html").querySelector(".error-page");
  return `<div class="error-fragment" role="alert">${said?.querySelector(".lead-sentence")?.outerHTML ?? word("lost")}</div>`;
}

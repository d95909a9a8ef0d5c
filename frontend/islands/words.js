// The few sentences that scripts say, in the reader's language, from the page.

export function word(name) {
  return document.getElementById("words")?.dataset[name] ?? "";
}

/** Said to screen readers and shown for a moment. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
  document.querySelector(".toast-line")?.remove();
  const line = document.createElement("p");
  line.className = "toast-line";
  line.setAttribute("aria-hidden", "true");
  line.textContent = text;
  document.body.append(line);
  setTimeout(() => line.remove(), 4000);
}

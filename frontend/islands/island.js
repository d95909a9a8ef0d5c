// <ui-island>: loads the module that draws it when it comes near the screen, hands it the JSON it carries, and lets go
// of it when it leaves the page. When a page fragment is exchanged for a newer one (the round slider playing), the new
// island takes the drawing of the old one over and only its data change.

import { fontsReady } from "./paints.js";

const live = new Map(); // figure's id -> island that holds a drawing
const FAREWELL = 1500; // milliseconds a drawing is kept for a successor

export function defineIsland() {
  customElements.define("ui-island", Island);
  window.addEventListener("beforeprint", () => document.querySelectorAll("ui-island").forEach((i) => i.draw()));
}

class Island extends HTMLElement {
  connectedCallback() {
    this.key = `${this.closest("figure")?.id ?? ""} ${this.dataset.module}`;
    const previous = live.get(this.key);
    if (previous?.drawing && previous !== this) {
      this.takeOver(previous);
      return;
    }
    this.watcher = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && this.draw(), {
      rootMargin: "300px",
    });
    this.watcher.observe(this);
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
    setTimeout(() => !this.isConnected && this.drawing && this.release(), FAREWELL);
  }

  payload() {
    return JSON.parse(this.querySelector("script").textContent);
  }

  async draw() {
    this.watcher?.disconnect();
    if (this.started) return;
    this.started = true;
    try {
      const [{ mount }] = await Promise.all([import(this.dataset.module), fontsReady()]);
      if (!this.isConnected) return;
      this.canvas = document.createElement("div");
      this.canvas.className = "island-canvas";
      this.append(this.canvas);
      const drawing = await mount(this.canvas, this.payload(), this.dataset);
      if (!this.isConnected) return drawing.dispose(); // the reader has moved on while it was being made
      this.drawing = drawing;
      live.set(this.key, this);
    } catch (error) {
      if (this.isConnected) this.lost(error);
    }
  }

  takeOver(previous) {
    this.started = true;
    this.canvas = previous.canvas;
    this.drawing = previous.drawing;
    previous.drawing = null;
    live.set(this.key, this);
    this.append(this.canvas);
    this.drawing.update(this.payload());
  }

  release() {
    this.drawing.dispose();
    this.drawing = null;
    if (live.get(this.key) === this) live.delete(this.key);
  }

  /** A drawing that cannot be made opens the table, which says the same. */
  lost(error) {
    console.warn("Hulul: this figure cannot be drawn here.", error.message);
    this.canvas?.remove();
    const figure = this.closest("figure");
    figure?.querySelector(".figure-table")?.classList.add("is-open");
    figure?.querySelector(".figure-body")?.remove();
  }
}

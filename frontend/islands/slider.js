// <ui-slider>: a range with play over the options of its select. Each stop is an address of its own; the page's target
// is fetched from it and exchanged.

const PAUSE = 900; // milliseconds between two stops while playing
const SETTLE = 120; // milliseconds a dragged range must rest before it asks

export function defineSlider(htmx) {
  Slider.htmx = htmx;
  customElements.define("ui-slider", Slider);
}

class Slider extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    this.range = this.querySelector("input[type=range]");
    this.play = this.querySelector("[data-slider=play]");
    this.say();
    this.range.addEventListener("input", () => this.go(Number(this.range.value), SETTLE));
    this.select.addEventListener("change", () => this.go(this.select.selectedIndex, 0));
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(this.select.selectedIndex, 0);
    });
    this.addEventListener("click", (event) => {
      const act = event.target.closest("[data-slider]")?.dataset.slider;
      if (act === "previous") this.go(this.select.selectedIndex - 1, 0);
      if (act === "next") this.go(this.select.selectedIndex + 1, 0);
      if (act === "play") this.playing ? this.stop() : this.start();
    });
  }

  disconnectedCallback() {
    this.stop();
    clearTimeout(this.waiting);
  }

  start() {
    this.playing = true;
    this.play.setAttribute("aria-pressed", "true");
    if (this.select.selectedIndex >= this.select.length - 1) this.select.selectedIndex = -1;
    this.step();
  }

  stop() {
    this.playing = false;
    this.play?.setAttribute("aria-pressed", "false");
    clearTimeout(this.timer);
  }

  async step() {
    if (!this.playing) return;
    if (this.select.selectedIndex >= this.select.length - 1) return this.stop();
    const started = performance.now();
    await this.show(this.select.selectedIndex + 1);
    this.timer = setTimeout(() => this.step(), Math.max(0, PAUSE - (performance.now() - started)));
  }

  go(index, delay) {
    this.stop();
    clearTimeout(this.waiting);
    const bounded = Math.min(Math.max(index, 0), this.select.length - 1);
    this.mark(bounded);
    this.waiting = setTimeout(() => this.show(bounded), delay);
  }

  mark(index) {
    this.select.selectedIndex = index;
    this.range.value = index;
    this.say();
  }

  say() {
    this.range.setAttribute("aria-valuetext", this.select.selectedOptions[0]?.textContent ?? "");
  }

  /** Exchange the target for what the address of that stop holds; the address bar follows. */
  async show(index) {
    this.mark(index);
    const address = new URL(location.href);
    address.searchParams.set(this.dataset.parameter, this.select.value);
    address.hash = "";
    const target = this.dataset.target;
    await Slider.htmx.ajax("GET", address.pathname + address.search, {
      source: this,
      target,
      select: target,
      swap: "outerHTML",
    });
    history.replaceState(history.state, "", address);
  }
}

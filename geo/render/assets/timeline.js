"use strict";

// Events over time: a histogram whose brush sets the filter's dates, and a button that moves the
// brush from the first day to the last.
atlas.Timeline = class {
  static STEPS = [1, 2, 7, 14, 28, 61, 91, 182, 365, 730, 1826];
  static MOST_BINS = 120;
  static FRAME_MS = 300;
  static BROADEST = 24;

  constructor(events, { onBrush }) {
    this.events = events;
    this.onBrush = onBrush;
    this.first = events.epoch;
    this.last = events.lastDay();
    const days = this.last - this.first + 1;
    this.step = atlas.Timeline.STEPS.find((step) => days / step <= atlas.Timeline.MOST_BINS) ?? Math.ceil(days / 120);
    this.bins = Math.ceil(days / this.step);
    this.all = new Uint32Array(this.bins);
    this.passing = new Uint32Array(this.bins);
    this.from = null;
    this.to = null;
    const { el, say } = atlas;
    this.button = el("button", { type: "button", class: "play", click: () => this.toggle() });
    this.canvas = el("canvas", {
      tabindex: "0", role: "slider", "aria-label": say("timeline"), "aria-valuemin": 0, "aria-valuemax": this.bins,
      keydown: (event) => this.onKey(event),
    });
    this.label = el("output", { class: "now" });
    const end = (day) => el("span", { text: atlas.dayText(day, { short: true }) });
    this.node = el("section", { class: "timeline", "aria-label": say("timeline") },
      this.button, el("div", { class: "chart" }, this.canvas,
        el("div", { class: "span" }, end(this.first), this.label, end(this.last))));
    this.nameButton();
    this.brushing();
    new ResizeObserver(() => this.paint()).observe(this.canvas);
  }

  // Count the events of each bin, all of them and those that pass whatever their date.
  refresh(filter) {
    const { events } = this;
    this.from = filter.from;
    this.to = filter.to;
    const test = atlas.filterTest(events, { ...filter, from: null, to: null });
    this.all.fill(0);
    this.passing.fill(0);
    for (let i = 0; i < events.count; i += 1) {
      if (!events.day[i]) continue;
      const bin = Math.floor((events.day[i] - 1) / this.step);
      this.all[bin] += 1;
      if (test(i)) this.passing[bin] += 1;
    }
    this.paint();
  }

  paint() {
    const { canvas } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    const ratio = Math.min(3, devicePixelRatio || 1);
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    const style = getComputedStyle(this.node);
    const [accent, line] = ["--accent", "--line"].map((name) => style.getPropertyValue(name));
    const most = Math.max(1, ...this.all);
    const wide = width / this.bins;
    const bar = (bin, count, color) => {
      const high = count ? Math.max(2, (count / most) * (height - 4)) : 0;
      const broad = Math.min(atlas.Timeline.BROADEST, Math.max(1, wide - (wide > 4 ? 1 : 0)));
      ctx.fillStyle = color;
      ctx.fillRect((bin + 0.5) * wide - broad / 2, height - high, broad, high);
    };
    for (let bin = 0; bin < this.bins; bin += 1) {
      bar(bin, this.all[bin], line);
      ctx.globalAlpha = this.inBrush(bin) ? 1 : 0.35;
      bar(bin, this.passing[bin], accent);
      ctx.globalAlpha = 1;
    }
    const brushed = this.from !== null || this.to !== null;
    if (brushed) this.paintBrush(ctx, width, height, style.getPropertyValue("--ink"));
    this.label.textContent = brushed ? this.spanText() : "";
    this.canvas.setAttribute("aria-valuenow", this.edges()[0]);
    this.canvas.setAttribute("aria-valuetext", this.spanText());
  }

  paintBrush(ctx, width, height, ink) {
    const [left, right] = this.edges().map((bin) => (bin / this.bins) * width);
    ctx.strokeStyle = ink;
    ctx.lineWidth = 1.5;
    ctx.strokeRect(left + 0.75, 0.75, Math.max(2, right - left - 1.5), height - 1.5);
  }

  // The brush as the first bin and the one after the last.
  edges() {
    const bin = (day) => Math.floor((day - this.first) / this.step);
    const from = this.from === null ? 0 : Math.max(0, bin(this.from));
    const to = this.to === null ? this.bins : Math.min(this.bins, bin(this.to) + 1);
    return [from, to];
  }

  inBrush(bin) {
    const [from, to] = this.edges();
    return bin >= from && bin < to;
  }

  spanText() {
    const text = (day) => atlas.dayText(day, { short: true });
    return atlas.say("date_range", { from: text(this.from ?? this.first), to: text(this.to ?? this.last) });
  }

  // Set the brush in bins; the whole width is no brush.
  brush(fromBin, toBin) {
    const [low, high] = [Math.max(0, Math.min(fromBin, toBin)), Math.min(this.bins, Math.max(fromBin, toBin))];
    if (low === 0 && high === this.bins) this.onBrush(null, null);
    else this.onBrush(this.first + low * this.step, Math.min(this.last, this.first + high * this.step - 1));
  }

  binAt(event) {
    const box = this.canvas.getBoundingClientRect();
    return Math.max(0, Math.min(this.bins - 1, Math.floor(((event.clientX - box.left) / box.width) * this.bins)));
  }

  // Dragging draws a new brush, inside the brush it moves it; a click on the chart clears it.
  brushing() {
    let start = null;
    this.canvas.addEventListener("pointerdown", (event) => {
      this.stop();
      const bin = this.binAt(event);
      const brushed = this.from !== null || this.to !== null;
      start = { bin, moved: false, edges: brushed && this.inBrush(bin) ? this.edges() : null };
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!start) return;
      const bin = this.binAt(event);
      if (bin === start.bin && !start.moved) return;
      start.moved = true;
      if (start.edges) this.shift(start.edges, bin - start.bin);
      else this.brush(Math.min(start.bin, bin), Math.max(start.bin, bin) + 1);
    });
    this.canvas.addEventListener("pointerup", () => {
      if (start && !start.moved) this.onBrush(null, null);
      start = null;
    });
  }

  shift([from, to], by) {
    const within = Math.max(-from, Math.min(this.bins - to, by));
    this.brush(from + within, to + within);
  }

  onKey(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) {
      event.preventDefault();
      const brushed = this.from !== null || this.to !== null;
      const [from, to] = brushed ? this.edges() : [0, 1];
      if (event.shiftKey && brushed) this.brush(from, Math.max(from + 1, to + by));
      else this.shift([from, to], brushed ? by : 0);
    }
    if (event.key === "Escape") this.onBrush(null, null);
  }

  toggle() {
    if (this.timer) { this.stop(); return; }
    const [from, to] = this.edges();
    const width = to - from === this.bins ? Math.max(1, Math.round(this.bins / 30)) : to - from;
    if (to - from === this.bins || to === this.bins) this.brush(0, width);
    this.timer = setInterval(() => this.advance(), atlas.Timeline.FRAME_MS);
    this.nameButton();
  }

  // Move the brush on by one bin; at the end, stop.
  advance() {
    const [from, to] = this.edges();
    if (to >= this.bins) this.stop();
    else this.brush(from + 1, to + 1);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.nameButton();
  }

  nameButton() {
    const name = atlas.say(this.timer ? "pause" : "play");
    this.button.textContent = this.timer ? "❚❚" : "►";
    this.button.setAttribute("aria-label", name);
    this.button.title = name;
  }
};

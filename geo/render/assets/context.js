"use strict";

// Places that articles name and where nothing is said to have happened: shown when asked for.
atlas.Context = class {
  static RADIUS = 4;
  static REACH = 12;
  static MOST_LISTED = 100;

  constructor(data) {
    this.data = data;
    this.shown = false;
    this.spots = data.name.map((_, i) => atlas.Context.position(data.lat[i], data.lon[i]));
    this.hits = [];
  }

  // In units of the world's width (EPSG:3857).
  static position(lat, lon) {
    const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  }

  // The switch, and below it the places in words.
  control(onSwitch) {
    const { el, say } = atlas;
    const box = el("input", { type: "checkbox", change: () => { this.shown = box.checked; this.list.hidden = !this.shown; onSwitch(); } });
    box.checked = this.shown;
    this.list = el("ul", { hidden: !this.shown }, ...this.rows());
    return el("div", { class: "section context" },
      el("label", {}, box, this.sign(), el("span", { text: say("context", { n: this.data.count }) })), this.list);
  }

  rows() {
    const { el } = atlas;
    return this.data.name.slice(0, atlas.Context.MOST_LISTED).map((_, i) => el("li", { text: this.describe(i) }));
  }

  describe(i) {
    return atlas.say("context_place", { place: this.data.name[i], n: this.data.articles[i] });
  }

  sign() {
    const svg = atlas.glyphs.svgElement("svg", {
      width: 20, height: 20, viewBox: "-12 -12 24 24", "aria-hidden": "true", class: "glyph",
    });
    svg.append(atlas.glyphs.svgElement("circle", { r: 5, fill: "none", stroke: "currentColor", "stroke-width": "2" }));
    return svg;
  }

  paint(view) {
    this.hits = this.shown ? view.shifts.flatMap((shift) => this.inSight(view, shift)) : [];
    const { ctx } = view;
    ctx.lineWidth = 1.75;
    for (const { x, y } of this.hits) {
      ctx.beginPath();
      ctx.arc(x, y, atlas.Context.RADIUS, 0, 2 * Math.PI);
      ctx.fillStyle = atlas.paint().halo;
      ctx.strokeStyle = atlas.paint().provinceName;
      ctx.fill();
      ctx.stroke();
    }
  }

  inSight(view, shift) {
    const placed = this.spots.map(([x, y], i) => ({
      i, x: (x + shift) * view.scale - view.left, y: y * view.scale - view.top,
    }));
    return placed.filter(({ x, y }) => x > 0 && y > 0 && x < view.width && y < view.height);
  }

  // What stands under the pointer, in words; "" for nothing.
  tip({ x, y }) {
    const under = this.hits.find((hit) => Math.hypot(hit.x - x, hit.y - y) < atlas.Context.REACH);
    return under ? this.describe(under.i) : "";
  }
};

"use strict";

// Names of countries and provinces, placed so that none touches another or an event's sign.
atlas.Labels = class {
  static FONT = '"Segoe UI", system-ui, -apple-system, "Noto Sans", "Liberation Sans", sans-serif';

  constructor(basemap) {
    this.basemap = basemap;
    this.widths = new Map();
  }

  // Write the names; `taken` are boxes [left, top, right, bottom] to keep clear, `wanted` are
  // provinces whose names come first, `spots` are names of places with their positions, which
  // come before all. Tiles bring the names of the `land`. Returns the names written.
  paint(view, taken, wanted, spots = [], { land = true } = {}) {
    const boxes = [...taken];
    const written = [];
    const named = spots.map((spot) => this.spot(view, spot));
    for (const label of [...named, ...this.candidates(view, wanted).filter(({ first }) => land || first)]) {
      const box = this.fit(view, label, boxes);
      if (!box) continue;
      boxes.push(box);
      this.write(view.ctx, label, box);
      written.push(label);
    }
    if (land && view.zoom >= 5) this.nameLargeParts(view, boxes, written);
    this.placed = boxes.slice(taken.length);
    return written.map(({ text }) => text);
  }

  candidates(view, wanted) {
    const { basemap } = this;
    const labels = [];
    for (const shift of view.shifts) {
      basemap.countryShapes.forEach((shape, i) => {
        const text = basemap.countryName(i).toLocaleUpperCase(atlas.language);
        this.add(labels, view, shift, shape, { text, at: basemap.countries.at[i], country: true, first: false });
      });
      if (view.zoom < 5) continue;
      basemap.provinceShapes.forEach((shape, i) => {
        const { name, at } = basemap.provinces;
        this.add(labels, view, shift, shape, { text: name[i], at: at[i], first: wanted.has(i) });
      });
    }
    return labels.sort((a, b) => b.rank - a.rank);
  }

  spot({ ctx }, { text, x, y }) {
    const font = this.font({ first: true });
    return { text, x, y, font, width: this.measure(ctx, text, font, false), first: true };
  }

  add(labels, view, shift, shape, label) {
    if (!label.text || !label.at || !atlas.Basemap.inSight(shape.box, view, shift)) return;
    const x = (label.at[0] / this.basemap.grid + shift) * view.scale - view.left;
    const y = (label.at[1] / this.basemap.grid) * view.scale - view.top;
    if (x < 0 || y < 0 || x > view.width || y > view.height) return;
    // Scattered islands are as wide as they lie apart, up to four times the widest of them.
    const [core, { box }] = [this.basemap.core(shape), shape];
    const wide = Math.min(box[2] - box[0], 4 * (core[2] - core[0])) * view.scale;
    const high = Math.min(box[3] - box[1], 4 * (core[3] - core[1])) * view.scale;
    const font = this.font(label);
    const width = this.measure(view.ctx, label.text, font, label.country);
    const room = label.country ? wide * 1.25 : wide * 1.1;
    if (!label.first && (width > room || high < 12)) return;
    const rank = (label.first ? 1e9 : 0) + (label.country && view.zoom < 6.5 ? 1e6 : 0) + wide * high / 1e3;
    labels.push({ ...label, x, y, width, font, rank });
  }

  // Close in, a country's own label is often out of sight: write its name once in the middle of
  // what can be seen of it.
  nameLargeParts(view, boxes, written) {
    for (const [country, points] of this.sampleCountries(view)) {
      const text = this.basemap.countryName(country).toLocaleUpperCase(atlas.language);
      if (points.length < 3 || written.some((label) => label.text === text && this.seen(view, label))) continue;
      const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
      const [cx, cy] = [mean(0), mean(1)];
      const away = ([x, y]) => Math.hypot(x - cx, y - cy);
      const font = this.font({ country: true });
      const width = this.measure(view.ctx, text, font, true);
      for (const [x, y] of points.sort((a, b) => away(a) - away(b))) {
        const label = { text, x, y, width, font, country: true };
        const box = [x - width / 2 - 8, y - 26, x + width / 2 + 8, y + 26];
        if (!boxes.every((other) => atlas.Labels.apart(box, other))) continue;
        boxes.push(box);
        this.write(view.ctx, label, box);
        written.push(label);
        break;
      }
    }
  }

  seen({ sight: [left, top, right, bottom] }, { x, y }) {
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  // Points of a grid over what can be seen, by the country they lie in.
  sampleCountries(view) {
    const found = new Map();
    const { countryShapes } = this.basemap;
    const [left, top, right, bottom] = view.sight;
    for (let column = 1; column < 12; column += 1) {
      for (let row = 1; row < 10; row += 1) {
        const x = left + ((right - left) * column) / 12, y = top + ((bottom - top) * row) / 10;
        const east = (((x + view.left) / view.scale) % 1 + 1) % 1, south = (y + view.top) / view.scale;
        const country = countryShapes.findIndex((shape) => this.basemap.holds(shape, east, south));
        if (country < 0 || !this.basemap.countries.name[country]) continue;
        if (found.has(country)) found.get(country).push([x, y]); else found.set(country, [[x, y]]);
      }
    }
    return found;
  }

  font({ country, first }) {
    return `${country || first ? 600 : 400} ${country ? 12 : first ? 14 : 12}px ${atlas.Labels.FONT}`;
  }

  measure(ctx, text, font, spaced) {
    const key = font + text;
    if (!this.widths.has(key)) {
      ctx.font = font;
      ctx.letterSpacing = spaced ? "1.2px" : "0px";
      this.widths.set(key, ctx.measureText(text).width);
    }
    return this.widths.get(key);
  }

  // The first free box: on the point, then below it, then above.
  fit(view, label, boxes) {
    const half = label.width / 2 + 4;
    const offsets = label.first ? [0, 26, -26, 40, -40] : [0, 14, -14];
    for (const offset of offsets) {
      const y = label.y + offset;
      const box = [label.x - half, y - 9, label.x + half, y + 9];
      if (!atlas.Labels.crosses(box, view.sight) && boxes.every((other) => atlas.Labels.apart(box, other))) return box;
    }
    return null;
  }

  // Whether a box is cut by the edge of what is seen; beyond the edge it may stand, for a drag.
  static crosses([left, top, right, bottom], [west, north, east, south]) {
    const outside = right <= west || left >= east || bottom <= north || top >= south;
    return !outside && (left < west || right > east || top < north || bottom > south);
  }

  static apart(a, b) {
    return a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
  }

  write(ctx, label, box) {
    const paint = atlas.paint();
    ctx.font = label.font;
    ctx.letterSpacing = label.country ? "1.2px" : "0px";
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3;
    ctx.strokeStyle = paint.halo;
    ctx.fillStyle = label.first ? paint.ink : label.country ? paint.countryName : paint.provinceName;
    const y = (box[1] + box[3]) / 2;
    ctx.strokeText(label.text, label.x, y);
    ctx.fillText(label.text, label.x, y);
    ctx.letterSpacing = "0px";
  }
};

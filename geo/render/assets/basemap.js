"use strict";

// Land and borders. Undoes geo/render/basemap.py: arcs between units, laid end to end.
atlas.PAINT = {
  light: {
    water: "#DCE6EC", land: "#F6F4EF", country: "#9A9A94", province: "#C9C6BE",
    countryName: "#55534B", provinceName: "#6A675E", halo: "#F6F4EF", ink: "#1F2328",
  },
  dark: {
    water: "#16191D", land: "#23262B", country: "#4A4F57", province: "#363A41",
    countryName: "#B4BAC2", provinceName: "#9AA1AA", halo: "#23262B", ink: "#F1F2F3",
  },
};

atlas.paint = () => (atlas.printing || !atlas.dark() ? atlas.PAINT.light : atlas.PAINT.dark);

atlas.Basemap = class {
  static async read(id) {
    const packed = atlas.readJson(id);
    const { arcs, points, ...columns } = packed.arcs;
    const [{ dx, dy }, short, places] = await Promise.all([
      atlas.decode.columns({ dx: columns.dx, dy: columns.dy }, points),
      atlas.decode.columns({
        length: columns.length, left: columns.left, right: columns.right, x: columns.x, y: columns.y,
      }, arcs),
      atlas.decode.json(packed.places),
    ]);
    return new atlas.Basemap(packed.grid, { ...short, dx, dy }, places);
  }

  constructor(grid, arcs, places) {
    this.grid = grid;
    this.provinces = places.provinces;
    this.countries = places.countries;
    this.provinceCount = this.provinces.id.length;
    this.byId = new Map(this.provinces.id.map((id, i) => [id, i]));
    this.byCode = new Map(this.provinces.iso.map((code, i) => [code, i]));
    this.layArcs(arcs);
    this.gather();
  }

  layArcs({ length, left, right, x, y, dx, dy }) {
    const count = length.length;
    this.x = new Float64Array(dx.length);
    this.y = new Float64Array(dx.length);
    this.starts = new Uint32Array(count + 1);
    this.left = Int32Array.from(left, (unit) => unit - 1);
    this.right = Int32Array.from(right, (unit) => unit - 1);
    this.boxes = [];
    let at = 0;
    for (let arc = 0; arc < count; arc += 1) {
      let px = x[arc], py = y[arc];
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const end = at + length[arc]; at < end; at += 1) {
        px += dx[at]; py += dy[at];
        this.x[at] = px / this.grid; this.y[at] = py / this.grid;
        atlas.Basemap.widen(box, this.x[at], this.y[at]);
      }
      this.starts[arc + 1] = at;
      this.boxes.push(box);
    }
  }

  static widen(box, x, y) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }

  // The country of a unit; units past the provinces are countries drawn as one.
  countryOf(unit) {
    if (unit < 0) return -1;
    return unit < this.provinceCount ? this.provinces.country[unit] : unit - this.provinceCount;
  }

  // Sort the arcs by what they are, and give each province and country its arcs.
  gather() {
    this.coasts = [];
    this.borders = [];
    this.inner = [];
    const provinceArcs = Array.from({ length: this.provinceCount }, () => []);
    const countryArcs = this.countries.code.map(() => []);
    for (let arc = 0; arc < this.left.length; arc += 1) {
      const sides = [this.left[arc], this.right[arc]];
      const [one, other] = sides.map((unit) => this.countryOf(unit));
      if (other < 0) this.coasts.push(arc);
      else (one === other ? this.inner : this.borders).push(arc);
      for (const unit of sides) {
        if (unit >= 0 && unit < this.provinceCount) provinceArcs[unit].push(arc);
      }
      if (one !== other) for (const c of [one, other]) if (c >= 0) countryArcs[c].push(arc);
    }
    this.provinceShapes = provinceArcs.map((arcs) => this.shape(arcs));
    this.countryShapes = countryArcs.map((arcs) => this.shape(arcs));
  }

  shape(arcs) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const arc of arcs) {
      atlas.Basemap.widen(box, this.boxes[arc][0], this.boxes[arc][1]);
      atlas.Basemap.widen(box, this.boxes[arc][2], this.boxes[arc][3]);
    }
    return { arcs, box, rings: null };
  }

  // The shape's arcs in the order and direction in which they close to rings.
  rings(shape) {
    if (shape.rings) return shape.rings;
    const key = (at) => Math.round(this.x[at] * this.grid) * 2 ** 21 + Math.round(this.y[at] * this.grid);
    const ends = new Map();
    const add = (k, arc) => (ends.has(k) ? ends.get(k).push(arc) : ends.set(k, [arc]));
    for (const arc of shape.arcs) {
      add(key(this.starts[arc]), arc);
      add(key(this.starts[arc + 1] - 1), arc);
    }
    const used = new Set();
    shape.rings = [];
    for (const first of shape.arcs) {
      if (used.has(first)) continue;
      const ring = [];
      let arc = first, from = key(this.starts[first]);
      while (arc !== undefined) {
        used.add(arc);
        const begin = key(this.starts[arc]), end = key(this.starts[arc + 1] - 1);
        const reversed = begin !== from;
        ring.push([arc, reversed]);
        from = reversed ? begin : end;
        arc = ends.get(from).find((next) => !used.has(next));
      }
      shape.rings.push(ring);
    }
    return shape.rings;
  }

  // The box of a shape's widest part: islands far away do not make a country large.
  core(shape) {
    if (!shape.core) {
      const boxes = this.rings(shape).map((ring) => this.shape(ring.map(([arc]) => arc)).box);
      shape.core = boxes.reduce((most, box) => (box[2] - box[0] > most[2] - most[0] ? box : most), boxes[0]);
    }
    return shape.core ?? shape.box;
  }

  countryName(country) {
    return atlas.countryName(this.countries.code[country], this.countries.name[country]);
  }

  // Whether a shape is smaller than some pixels across.
  static tiny({ box }, view, pixels) {
    return Math.max(box[2] - box[0], box[3] - box[1]) * view.scale < pixels;
  }

  static inSight(box, view, shift) {
    const left = (box[0] + shift) * view.scale - view.left;
    const right = (box[2] + shift) * view.scale - view.left;
    return right >= 0 && left <= view.width
      && box[3] * view.scale >= view.top && box[1] * view.scale <= view.top + view.height;
  }

  // Add one arc to the path; points nearer than a pixel (or view.coarse) to the one before are passed over.
  traceArc(path, view, shift, arc, reversed, joined) {
    const begin = this.starts[arc], end = this.starts[arc + 1];
    const left = view.left - shift * view.scale;
    let lastX = NaN, lastY = NaN;
    for (let k = begin; k < end; k += 1) {
      const at = reversed ? end - 1 - (k - begin) : k;
      const px = this.x[at] * view.scale - left, py = this.y[at] * view.scale - view.top;
      if (k > begin && k < end - 1 && Math.abs(px - lastX) + Math.abs(py - lastY) < (view.coarse ?? 1)) continue;
      if (k === begin && !joined) path.moveTo(px, py); else path.lineTo(px, py);
      lastX = px; lastY = py;
    }
  }

  traceShape(path, view, shift, shape) {
    for (const ring of this.rings(shape)) {
      ring.forEach(([arc, reversed], at) => this.traceArc(path, view, shift, arc, reversed, at > 0));
      path.closePath();
    }
  }

  eachInSight(view, shapes, draw) {
    for (const shift of view.shifts) {
      for (let i = 0; i < shapes.length; i += 1) {
        if (atlas.Basemap.inSight(shapes[i].box, view, shift)) draw(shapes[i], shift, i);
      }
    }
  }

  // Paint by way of a canvas of its own, which is kept for as long as view and version stay.
  paintOnce(view, name, paint, version = 0) {
    const { width, height } = view.ctx.canvas;
    const key = [view.left, view.top, view.scale, width, height, atlas.dark(), atlas.printing, version].join();
    this.kept ??= new Map();
    if (this.kept.get(name)?.key !== key) {
      const { canvas } = this.kept.get(name) ?? { canvas: document.createElement("canvas") };
      canvas.width = width;
      canvas.height = height;
      const ctx = canvas.getContext("2d");
      ctx.setTransform(view.ctx.getTransform());
      paint({ ...view, ctx });
      this.kept.set(name, { key, canvas });
    }
    view.ctx.save();
    view.ctx.resetTransform();
    view.ctx.drawImage(this.kept.get(name).canvas, 0, 0);
    view.ctx.restore();
  }

  paintLand(view) {
    const { ctx } = view;
    const paint = atlas.paint();
    ctx.fillStyle = paint.water;
    ctx.fillRect(0, 0, view.width, view.height);
    ctx.fillStyle = paint.land;
    ctx.strokeStyle = paint.land;
    // A country at a time: one path of the whole world takes a browser a third of a second. The
    // thin stroke closes the seam between neighbours, which would show the water.
    ctx.lineWidth = 0.5;
    this.eachInSight(view, this.countryShapes, (shape, shift) => {
      ctx.beginPath();
      this.traceShape(ctx, view, shift, shape);
      ctx.fill("evenodd");
      ctx.stroke();
    });
  }

  fillProvince(view, province, style) {
    this.fillShape(view, this.provinceShapes[province], style);
  }

  fillShape(view, shape, style) {
    for (const shift of view.shifts) {
      if (!atlas.Basemap.inSight(shape.box, view, shift)) continue;
      view.ctx.beginPath();
      this.traceShape(view.ctx, view, shift, shape);
      view.ctx.fillStyle = style;
      view.ctx.fill("evenodd");
    }
  }

  outline(view, shape, color, width, dash = []) {
    for (const shift of view.shifts) {
      if (!atlas.Basemap.inSight(shape.box, view, shift)) continue;
      view.ctx.beginPath();
      this.traceShape(view.ctx, view, shift, shape);
      view.ctx.setLineDash(dash);
      view.ctx.lineWidth = width;
      view.ctx.strokeStyle = color;
      view.ctx.stroke();
      view.ctx.setLineDash([]);
    }
  }

  strokeArcs(view, arcs, color, width, dash = []) {
    const { ctx } = view;
    ctx.beginPath();
    for (const shift of view.shifts) {
      for (const arc of arcs) {
        if (!atlas.Basemap.inSight(this.boxes[arc], view, shift)) continue;
        this.traceArc(ctx, view, shift, arc, false, false);
      }
    }
    ctx.setLineDash(dash);
    ctx.lineWidth = width;
    ctx.strokeStyle = color;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  paintLines(view) {
    const paint = atlas.paint();
    view.ctx.lineJoin = "round";
    if (view.zoom >= 3.5) this.strokeArcs(view, this.inner, paint.province, view.zoom < 6 ? 0.5 : 0.9);
    this.strokeArcs(view, this.coasts, paint.country, view.zoom < 4 ? 0.5 : 0.75);
    const [agreed, disputed] = this.splitBorders();
    this.strokeArcs(view, agreed, paint.country, view.zoom < 4 ? 0.75 : 1.1);
    this.strokeArcs(view, disputed, paint.country, 1, [4, 3]);
  }

  // Borders of disputed provinces are dashed.
  splitBorders() {
    if (!this.split) {
      const { disputed } = this.provinces;
      const open = (arc) => disputed[this.left[arc]] || disputed[this.right[arc]];
      this.split = [this.borders.filter((arc) => !open(arc)), this.borders.filter(open)];
    }
    return this.split;
  }

  // Whether a position lies in a shape: a line to the east crosses its arcs an odd number of times.
  holds(shape, x, y) {
    if (x < shape.box[0] || x > shape.box[2] || y < shape.box[1] || y > shape.box[3]) return false;
    let inside = false;
    for (const arc of shape.arcs) {
      if (y < this.boxes[arc][1] || y > this.boxes[arc][3]) continue;
      for (let k = this.starts[arc] + 1; k < this.starts[arc + 1]; k += 1) {
        const above = this.y[k - 1] > y;
        if (above === this.y[k] > y) continue;
        const t = (y - this.y[k - 1]) / (this.y[k] - this.y[k - 1]);
        if (x < this.x[k - 1] + t * (this.x[k] - this.x[k - 1])) inside = !inside;
      }
    }
    return inside;
  }

  provinceAt(x, y) {
    return this.provinceShapes.findIndex((shape) => this.holds(shape, x, y));
  }

  countryAt(x, y) {
    return this.countryShapes.findIndex((shape) => this.holds(shape, x, y));
  }
};

"use strict";

// Events on the plate: signs, areas for places that are not known exactly, and clusters.
atlas.Marks = class {
  static CELL = 44;
  static MANY_AREAS = 6;
  static TINY = 10;
  static MANY_NAMES = 12;

  constructor(events, basemap, districts = null) {
    this.events = events;
    this.basemap = basemap;
    this.districts = districts;
    this.selected = -1;
    this.veiled = false;
    this.hits = [];
    this.provinceOf = this.findProvinces();
    this.moveToLabels();
    events.measure();
  }

  // The basemap's province of each event, by the id of the join, else by its code; -1 for none.
  findProvinces() {
    const { events, basemap } = this;
    const none = new Int32Array(events.count).fill(-1);
    if (!basemap) return none;
    const byId = events.names.province.map((id) => basemap.byId.get(id) ?? -1);
    const byCode = events.names.provinceCode.map((code) =>
      (code ? basemap.byCode.get(code) ?? -1 : -1));
    return none.map((_, i) => {
      const joined = byId[events.province[i]];
      return joined >= 0 ? joined : byCode[events.provinceCode[i]];
    });
  }

  // An event known by its province alone stands at the province's label, not at its capital.
  moveToLabels() {
    const { events, basemap } = this;
    for (let i = 0; i < events.count; i += 1) {
      if (this.districts?.has(i)) [events.x[i], events.y[i]] = this.districts.label(i);
      if (events.precisionOf(i) !== "province" || this.provinceOf[i] < 0) continue;
      const at = basemap.provinces.at[this.provinceOf[i]];
      events.x[i] = at[0] / basemap.grid;
      events.y[i] = at[1] / basemap.grid;
      events.placed[i] = 1;
    }
  }

  // Whether an event has a sign of its own: those known by country alone have none.
  drawn(i) {
    return this.events.passing[i] && this.events.placed[i] && this.events.precision[i] !== 5;
  }

  // Put what is in sight into screen cells, and cells that overlap into one cluster.
  layout(view) {
    const cells = new Map();
    for (const shift of view.shifts) this.fillCells(view, shift, cells);
    this.hits = atlas.Marks.merge([...cells.values()].map((cell) => this.settle(cell)));
    return this.hits;
  }

  fillCells(view, shift, cells) {
    const { events } = this;
    const { boxes } = events;
    const left = view.left - shift * view.scale;
    const west = left / view.scale, east = (left + view.width) / view.scale;
    const north = view.top / view.scale, south = (view.top + view.height) / view.scale;
    for (let b = 0; b * 4 < boxes.length; b += 1) {
      if (boxes[b * 4] > east || boxes[b * 4 + 2] < west) continue;
      if (boxes[b * 4 + 1] > south || boxes[b * 4 + 3] < north) continue;
      const end = Math.min(events.count, (b + 1) * atlas.Events.BLOCK);
      for (let i = b * atlas.Events.BLOCK; i < end; i += 1) {
        if (!this.drawn(i) || (this.veiled && i !== this.selected) || events.shapes?.speaks(i, view)) continue;
        const px = events.x[i] * view.scale - left, py = events.y[i] * view.scale - view.top;
        if (px < -30 || py < -30 || px > view.width + 30 || py > view.height + 30) continue;
        this.toCell(cells, view, shift, i, px, py);
      }
    }
  }

  // Cells are counted from the world's corner, so that clusters stay put while the map is moved.
  toCell(cells, view, shift, i, px, py) {
    const column = Math.floor((px + view.left) / atlas.Marks.CELL);
    const key = column * 2097152 + Math.floor((py + view.top) / atlas.Marks.CELL);
    let cell = cells.get(key);
    if (!cell) {
      cell = { count: 0, x: 0, y: 0, types: new Uint32Array(this.events.names.type.length), first: i, rows: [] };
      cells.set(key, cell);
    }
    cell.count += 1; cell.x += px; cell.y += py;
    cell.types[this.events.type[i]] += 1;
    if (cell.rows.length < 500) cell.rows.push(i);
  }

  settle(cell) {
    const { count } = cell;
    const settled = { ...cell, x: cell.x / count, y: cell.y / count };
    return { ...settled, r: this.reach(settled) };
  }

  reach({ count, first }) {
    if (count === 1) return atlas.glyphs.radius(this.events.deathsOf(first)) + 2;
    return atlas.Marks.discRadius(count) + 2;
  }

  static discRadius(count) {
    return Math.min(30, 11 + 2.2 * Math.log2(count));
  }

  // Join cells whose signs would overlap, the larger taking in the smaller.
  static merge(cells) {
    const grid = new Map();
    const place = (cell) => `${Math.floor(cell.x / 64)} ${Math.floor(cell.y / 64)}`;
    const settled = [];
    for (const cell of cells.sort((a, b) => b.count - a.count || a.first - b.first)) {
      const [cx, cy] = [Math.floor(cell.x / 64), Math.floor(cell.y / 64)];
      let host = null;
      for (let dx = -1; dx <= 1 && !host; dx += 1) {
        for (let dy = -1; dy <= 1 && !host; dy += 1) {
          host = (grid.get(`${cx + dx} ${cy + dy}`) || []).find((other) =>
            Math.hypot(other.x - cell.x, other.y - cell.y) < other.r + cell.r - 4) || null;
        }
      }
      if (host) atlas.Marks.absorb(host, cell);
      else {
        settled.push(cell);
        const key = place(cell);
        if (grid.has(key)) grid.get(key).push(cell); else grid.set(key, [cell]);
      }
    }
    return settled;
  }

  static absorb(host, cell) {
    host.count += cell.count;
    cell.types.forEach((number, type) => { host.types[type] += number; });
    host.rows = host.rows.concat(cell.rows).slice(0, 500);
    host.r = atlas.Marks.discRadius(host.count) + 2;
  }

  // Provinces that stand for events, each with the type that most of them have.
  areas() {
    const { events } = this;
    const counts = new Map();
    for (let i = 0; i < events.count; i += 1) {
      const province = this.provinceOf[i];
      if (province < 0 || !this.drawn(i) || !this.wholeProvince(i)) continue;
      if (!counts.has(province)) counts.set(province, new Uint32Array(events.names.type.length));
      counts.get(province)[events.type[i]] += 1;
    }
    return new Map([...counts].map(([province, types]) => [province, types.indexOf(Math.max(...types))]));
  }

  wholeProvince(i) {
    const precision = this.events.precisionOf(i);
    if (precision === "district") return !this.events.radius[i] && !this.districts?.has(i);
    return precision === "province";
  }

  refresh() {
    this.version = (this.version ?? 0) + 1;
    this.districts?.refresh();
    this.provinceAreas = this.basemap ? this.areas() : new Map();
    this.countryAreas = new Set();
    const { events } = this;
    for (let i = 0; i < events.count; i += 1) {
      if (events.passing[i] && events.precision[i] === 5) this.countryAreas.add(events.name("countryCode", i));
    }
  }

  // A few areas are hatched one by one. Many are filled plainly on a canvas of their own, and one
  // pass over it leaves of the fills what the hatching lets through; what is too small to be seen
  // as an area waits for a closer view.
  paintAreas(view) {
    if (this.crowded()) {
      this.basemap.paintOnce(view, "areas", (own) => this.paintCrowd(own), this.version);
      return;
    }
    for (const [province, type] of this.provinceAreas) {
      const { color } = atlas.glyphs.styleOf(this.events.names.type[type]);
      this.basemap.fillProvince(view, province, atlas.glyphs.hatch(view.ctx, color));
    }
  }

  paintCrowd(view) {
    const { ctx } = view;
    const coarse = { ...view, coarse: 2 };
    for (const [province, type] of this.provinceAreas) {
      const shape = this.basemap.provinceShapes[province];
      if (atlas.Basemap.tiny(shape, view, atlas.Marks.TINY)) continue;
      this.basemap.fillShape(coarse, shape, atlas.glyphs.styleOf(this.events.names.type[type]).color);
    }
    ctx.globalCompositeOperation = "destination-in";
    ctx.fillStyle = atlas.glyphs.hatch(ctx, "#000000", true);
    ctx.fillRect(0, 0, view.width, view.height);
  }

  crowded() {
    return this.provinceAreas.size > atlas.Marks.MANY_AREAS;
  }

  // The edges of provinces that stand for events, and of countries; the chosen one always.
  paintOutlines(view, { areas }) {
    if (!this.basemap) return;
    for (const [province, type] of this.provinceAreas) {
      const { edge, color } = atlas.glyphs.styleOf(this.events.names.type[type]);
      const chosen = this.selected >= 0 && this.provinceOf[this.selected] === province;
      const shape = this.basemap.provinceShapes[province];
      if (!chosen && !areas) continue;
      if (!chosen && this.crowded() && atlas.Basemap.tiny(shape, view, 24)) continue;
      this.basemap.outline(view, shape, atlas.dark() && !atlas.printing ? color : edge, chosen ? 2 : this.crowded() ? 0.75 : 1.25);
    }
    for (const country of areas ? this.countriesAlone() : []) {
      this.basemap.outline(view, this.basemap.countryShapes[country], atlas.paint().countryName, 1.5, [6, 3]);
    }
  }

  // Countries that stand for events of which no more is known.
  countriesAlone() {
    const { code } = this.basemap.countries;
    return code.map((_, i) => i).filter((i) => code[i] && this.countryAreas.has(code[i]));
  }

  paintCountries(view) {
    view.ctx.globalAlpha = 0.1;
    for (const country of this.countriesAlone()) {
      this.basemap.fillShape(view, this.basemap.countryShapes[country], atlas.paint().countryName);
    }
    view.ctx.globalAlpha = 1;
  }

  paintCircles(view) {
    for (const hit of this.hits) if (hit.count === 1) this.paintCircle(view, hit);
  }

  paintSigns(view) {
    for (const hit of this.hits) {
      if (hit.count === 1) this.paintSign(view, hit); else this.paintCluster(view, hit);
    }
  }

  // The circle of a place that is known to be near a point; hatched where it is a district.
  paintCircle(view, { first, x, y }) {
    const { events } = this;
    const precision = events.precisionOf(first);
    if (precision !== "near" && precision !== "district") return;
    const r = atlas.Marks.pixels(view, events.radius[first] / 10, events.y[first]);
    const style = atlas.glyphs.styleOf(events.name("type", first));
    if (precision === "district" && (!events.radius[first] || this.districts?.has(first))) return;
    const { ctx } = view;
    ctx.beginPath();
    ctx.arc(x, y, Math.max(r, atlas.glyphs.radius(events.deathsOf(first)) + 5), 0, 2 * Math.PI);
    if (precision === "district") {
      ctx.fillStyle = atlas.glyphs.hatch(ctx, style.color, events.count > 50);
      ctx.fill();
    }
    ctx.setLineDash(precision === "near" ? [5, 4] : []);
    ctx.lineWidth = events.count > 50 ? 1 : 1.5;
    ctx.strokeStyle = atlas.dark() && !atlas.printing ? style.color : style.edge;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  // Kilometres on the ground as pixels, at a northing in units of the world's width.
  static pixels(view, km, y) {
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - 2 * y)));
    return (km / (40075.017 * Math.cos(latitude))) * view.scale;
  }

  paintSign(view, { first, x, y }) {
    const { events } = this;
    const deaths = events.deathsOf(first);
    if (first === this.selected) this.paintHalo(view, x, y, atlas.glyphs.radius(deaths) + 7);
    const scale = events.count === 1 ? 1.35 : 1;
    const hollow = events.hollow(first);
    atlas.glyphs.draw(view.ctx, { type: events.name("type", first), deaths, hollow, x, y, scale });
  }

  paintHalo({ ctx }, x, y, r) {
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.lineWidth = 2.5;
    ctx.strokeStyle = atlas.paint().ink;
    ctx.stroke();
  }

  // A plain disc with the count and a thin ring of the types' shares.
  paintCluster({ ctx }, { x, y, count, types, rows }) {
    const paint = atlas.paint();
    const r = atlas.Marks.discRadius(count);
    if (rows.includes(this.selected)) this.paintHalo({ ctx }, x, y, r + 6);
    ctx.beginPath();
    ctx.arc(x, y, r + 1.5, 0, 2 * Math.PI);
    ctx.fillStyle = paint.halo;
    ctx.fill();
    let from = -Math.PI / 2;
    types.forEach((number, type) => {
      if (!number) return;
      const to = from + (number / count) * 2 * Math.PI;
      ctx.beginPath();
      ctx.arc(x, y, r - 1, from, to);
      ctx.lineWidth = 3.5;
      ctx.strokeStyle = atlas.glyphs.styleOf(this.events.names.type[type]).color;
      ctx.stroke();
      from = to;
    });
    ctx.fillStyle = paint.ink;
    ctx.font = `600 12px ${atlas.Labels.FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(atlas.Marks.short(count), x, y + 0.5);
  }

  static short(count) {
    if (count < 1000) return String(count);
    const [unit, sign] = count < 999500 ? [1e3, "k"] : [1e6, "M"];
    return atlas.number(Number((count / unit).toFixed(count < 9950 || sign === "M" ? 1 : 0))) + sign;
  }

  // The box round the rows of a cluster, in units of the world's width.
  boxOf({ rows }) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const i of rows) atlas.Basemap.widen(box, this.events.x[i], this.events.y[i]);
    return box;
  }

  // The names of places with a sign of their own, where they are few enough to be read.
  spots() {
    const single = this.hits.filter(({ count, first }) =>
      count === 1 && this.events.precisionOf(first) !== "province");
    if (this.hits.length > atlas.Marks.MANY_NAMES) return [];
    return single.map(({ x, y, first }) => ({ x, y, text: this.events.name("location", first) }))
      .filter(({ text }) => text);
  }

  obstacles() {
    return this.hits.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
  }

  // What is under a point of the plate: the nearest sign that it touches.
  hit(point) {
    let best = null, least = Infinity;
    for (const hit of this.hits) {
      const distance = Math.hypot(hit.x - point.x, hit.y - point.y);
      if (distance <= hit.r + 4 && distance < least) { best = hit; least = distance; }
    }
    return best;
  }
};

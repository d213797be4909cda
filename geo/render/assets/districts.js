"use strict";

// Districts as shapes: where an event is known by its district alone, and its shape is given.
atlas.Districts = class {
  constructor(events, shapes) {
    this.events = events;
    this.shapes = shapes;
    const byId = events.names.district.map((id) => shapes.byId.get(id) ?? -1);
    this.of = new Int32Array(events.count).map((_, i) =>
      (events.precisionOf(i) === "district" ? byId[events.district[i]] : -1));
  }

  has(i) {
    return this.of[i] >= 0;
  }

  // Where the label of an event's district stands, in units of the world's width.
  label(i) {
    return this.shapes.provinces.at[this.of[i]].map((v) => v / this.shapes.grid);
  }

  // Each district with the type that most of its events have, of those that pass the filters.
  refresh() {
    const { events } = this;
    const counts = new Map();
    this.of.forEach((district, i) => {
      if (district < 0 || !events.passing[i]) return;
      if (!counts.has(district)) counts.set(district, new Uint32Array(events.names.type.length));
      counts.get(district)[events.type[i]] += 1;
    });
    this.areas = new Map([...counts].map(([district, types]) => [district, types.indexOf(Math.max(...types))]));
  }

  paint(view) {
    for (const [district, type] of this.areas) {
      const { color, edge } = atlas.glyphs.styleOf(this.events.names.type[type]);
      this.shapes.fillProvince(view, district, atlas.glyphs.hatch(view.ctx, color, this.areas.size > 6));
      const line = atlas.dark() && !atlas.printing ? color : edge;
      this.shapes.outline(view, this.shapes.provinceShapes[district], line, 1.25);
    }
  }
};

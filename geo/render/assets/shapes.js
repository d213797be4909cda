"use strict";

// Lines and polygons of a table's rows. Undoes geo/render/shapes.py.
atlas.Shapes = class {
  static LEAST = 16;
  static MANY = 50;

  static async read({ grid, runs, points, ...packed }) {
    const { length, row, closed, dx, dy } = packed;
    const [short, long] = await Promise.all([
      atlas.decode.columns({ length, row, closed }, runs), atlas.decode.columns({ dx, dy }, points),
    ]);
    return new atlas.Shapes(grid, short, long);
  }

  // The runs of each row, in units of the world's width, and the box round them.
  constructor(grid, { length, row, closed }, { dx, dy }) {
    this.byRow = new Map();
    let x = 0, y = 0, at = 0;
    for (let run = 0; run < length.length; run += 1) {
      if (!this.byRow.has(row[run])) this.byRow.set(row[run], { runs: [], box: [Infinity, Infinity, -Infinity, -Infinity] });
      const shape = this.byRow.get(row[run]);
      const line = [];
      for (const end = at + length[run]; at < end; at += 1) {
        x += dx[at]; y += dy[at];
        line.push([x / grid, y / grid]);
        atlas.Basemap.widen(shape.box, x / grid, y / grid);
      }
      shape.runs.push({ line, closed: closed[run] === 1 });
    }
    this.drawn = [];
  }

  // Whether a row's shape is large enough to be seen, so that it needs no sign.
  speaks(row, view) {
    const shape = this.byRow.get(row);
    return shape !== undefined && !atlas.Basemap.tiny(shape, view, atlas.Shapes.LEAST);
  }

  paint(view, events, selected) {
    this.drawn = [];
    for (const [row, shape] of this.byRow) {
      if (!events.passing[row]) continue;
      for (const shift of view.shifts) {
        if (atlas.Basemap.inSight(shape.box, view, shift)) this.paintShape(view, shift, row, shape, events, selected);
      }
    }
  }

  paintShape({ ctx, scale, left, top }, shift, row, { runs }, events, selected) {
    const [area, line] = [new Path2D(), new Path2D()];
    for (const run of runs) {
      const path = run.closed ? area : line;
      run.line.forEach(([x, y], at) => path[at ? "lineTo" : "moveTo"]((x + shift) * scale - left, y * scale - top));
      if (run.closed) path.closePath();
    }
    const { color, edge } = atlas.glyphs.styleOf(events.name("type", row));
    const chosen = row === selected;
    ctx.fillStyle = atlas.glyphs.hatch(ctx, color, this.byRow.size > atlas.Shapes.MANY);
    ctx.fill(area, "evenodd");
    ctx.lineJoin = "round";
    ctx.strokeStyle = chosen ? atlas.paint().ink : atlas.dark() && !atlas.printing ? color : edge;
    ctx.lineWidth = chosen ? 2.5 : 1.25;
    ctx.stroke(area);
    ctx.lineWidth = chosen ? 4 : 2.5;
    ctx.stroke(line);
    this.drawn.push({ row, area, line });
  }

  // The row whose shape is under a point of the plate, the last painted first; -1 for none.
  at({ ctx }, { x, y }) {
    ctx.save();
    ctx.resetTransform();
    ctx.lineWidth = 12;
    const under = this.drawn.findLast(({ area, line }) =>
      ctx.isPointInPath(area, x, y, "evenodd") || ctx.isPointInStroke(line, x, y));
    ctx.restore();
    return under ? under.row : -1;
  }
};

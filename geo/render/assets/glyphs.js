"use strict";

// The sign of each event type: a colour of Okabe and Ito's palette and a shape of its own, so
// that colour is never the only sign. A hollow centre says that no number of deaths is stated.
atlas.glyphs = (() => {
  const STYLES = {
    "Battles": { color: "#D55E00", edge: "#7A3600", shape: "diamond" },
    "Explosions/Remote violence": { color: "#E69F00", edge: "#7D5600", shape: "star" },
    "Violence against civilians": { color: "#CC79A7", edge: "#7C3F61", shape: "triangle" },
    "Riots": { color: "#009E73", edge: "#00543D", shape: "square" },
    "Protests": { color: "#56B4E9", edge: "#1B628D", shape: "circle" },
    "Strategic developments": { color: "#0072B2", edge: "#003B5C", shape: "ring" },
  };
  const OTHER = { color: "#7D7D7D", edge: "#404040", shape: "hexagon" };
  const SMALLEST = 8;
  const LARGEST = 26;
  const paths = new Map();

  const styleOf = (type) => (Object.hasOwn(STYLES, type) ? STYLES[type] : OTHER);

  // Area grows with deaths; an event without a stated number has the smallest size.
  const radius = (deaths) => Math.min(LARGEST, SMALLEST + 1.6 * Math.sqrt(deaths || 0));

  const corner = (r, turn) => {
    const angle = (turn - 0.25) * 2 * Math.PI;
    return `${(r * Math.cos(angle)).toFixed(2)} ${(r * Math.sin(angle)).toFixed(2)}`;
  };
  const polygon = (radii, turn = 0) =>
    `M${radii.map((r, i) => corner(r, turn + i / radii.length)).join("L")}Z`;
  const disc = (r) => `M${r} 0A${r} ${r} 0 1 0 ${-r} 0A${r} ${r} 0 1 0 ${r} 0Z`;

  const OUTLINES = {
    diamond: (r) => polygon([1.2 * r, r, 1.2 * r, r]),
    star: (r) => polygon([1.35, 0.6, 1.35, 0.6, 1.35, 0.6, 1.35, 0.6, 1.35, 0.6].map((k) => k * r)),
    triangle: (r) => polygon([1.25 * r, 1.25 * r, 1.25 * r]),
    square: (r) => polygon([1.25 * r, 1.25 * r, 1.25 * r, 1.25 * r], 0.125),
    circle: (r) => disc(r),
    ring: (r) => disc(r) + disc(0.62 * r),
    hexagon: (r) => polygon(Array(6).fill(1.1 * r)),
  };

  // The sign as an SVG path about the origin; even-odd filling leaves the hole.
  function outline(shape, r, hollow) {
    const whole = OUTLINES[shape](r);
    if (shape === "ring") return hollow ? whole : whole + disc(0.3 * r);
    return hollow ? whole + disc(0.42 * r) : whole;
  }

  function draw(ctx, { type, deaths, hollow, x, y, scale = 1 }) {
    const style = styleOf(type);
    const r = radius(deaths) * scale;
    const key = `${style.shape} ${r.toFixed(1)} ${hollow}`;
    if (!paths.has(key)) paths.set(key, new Path2D(outline(style.shape, r, hollow)));
    ctx.save();
    ctx.translate(x, y);
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = atlas.paint().halo;
    ctx.stroke(paths.get(key));
    ctx.fillStyle = style.color;
    ctx.fill(paths.get(key), "evenodd");
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = style.edge;
    ctx.stroke(paths.get(key));
    ctx.restore();
  }

  function svgElement(tag, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  }

  // The sign for lists and the legend.
  function icon(type, { hollow = false, size = 20 } = {}) {
    const style = styleOf(type);
    const svg = svgElement("svg", {
      width: size, height: size, viewBox: "-12 -12 24 24", "aria-hidden": "true", class: "glyph",
    });
    const path = svgElement("path", {
      d: outline(style.shape, 7.5, hollow), fill: style.color, stroke: style.edge,
      "stroke-width": "1.4", "stroke-linejoin": "round", "fill-rule": "evenodd",
    });
    // A dark edge would be lost on a dark panel.
    path.style.stroke = `light-dark(${style.edge}, ${style.color})`;
    svg.append(path);
    return svg;
  }

  // Slanted lines in the type's colour, for places known only as an area; sparse and without a
  // wash of colour where there are many such areas.
  const patterns = new Map();
  function hatch(ctx, color, sparse = false) {
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const key = `${color} ${ratio} ${sparse}`;
    if (patterns.has(key)) return patterns.get(key);
    const step = Math.round((sparse ? 14 : 9) * ratio);
    const tile = document.createElement("canvas");
    tile.width = step; tile.height = step;
    const pen = tile.getContext("2d");
    pen.fillStyle = color;
    pen.globalAlpha = sparse ? 0.06 : 0.2;
    pen.fillRect(0, 0, step, step);
    pen.globalAlpha = sparse ? 0.45 : 0.75;
    pen.strokeStyle = color;
    pen.lineWidth = (sparse ? 1 : 1.5) * ratio;
    pen.beginPath();
    for (const shift of [-step, 0, step]) {
      pen.moveTo(shift - 2, step + 2);
      pen.lineTo(shift + step + 2, -2);
    }
    pen.stroke();
    const pattern = ctx.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / ratio));
    patterns.set(key, pattern);
    return pattern;
  }

  return { draw, hatch, icon, radius, styleOf, svgElement, TYPES: Object.keys(STYLES) };
})();

"use strict";

// What the signs mean, in words: those that stand on this map, and no others.
atlas.legend = (events) => {
  const present = (column, test) => events.names[column].filter((name, code) =>
    name && test(code));
  const used = new Set(events.type);
  const types = present("type", (code) => used.has(code));
  const precisions = new Set(events.precision);
  const rows = types.map((type) => row(atlas.glyphs.icon(type), atlas.term(type)));

  function row(sign, text) {
    return atlas.el("li", {}, sign, atlas.el("span", { text }));
  }

  function frame(...shapes) {
    const svg = atlas.glyphs.svgElement("svg", {
      width: 20, height: 20, viewBox: "-12 -12 24 24", "aria-hidden": "true", class: "glyph",
    });
    for (const [tag, attributes] of shapes) svg.append(atlas.glyphs.svgElement(tag, attributes));
    return svg;
  }

  const line = { fill: "none", stroke: "currentColor", "stroke-width": "1.4" };
  const hatching = [-14, -9, -4, 1, 6].map((x) =>
    ["path", { ...line, "stroke-width": "1.1", d: `M${Math.max(-9, x)} ${Math.min(9, x + 14 + 4)}L${Math.min(9, x + 18)} ${Math.max(-9, x)}`, opacity: ".65" }]);
  const dot = ["circle", { r: 3.5, fill: "currentColor" }];
  const SIGNS = {
    town: () => frame(["circle", { r: 6, fill: "currentColor" }]),
    near: () => frame(["circle", { ...line, r: 10, "stroke-dasharray": "3.5 2.5" }], dot),
    district: () => frame(...hatching, ["circle", { ...line, r: 10 }], dot),
    province: () => frame(...hatching, ["rect", { ...line, x: -9.5, y: -9.5, width: 19, height: 19 }]),
    country: () => frame(
      ["rect", { x: -9, y: -9, width: 18, height: 18, fill: "currentColor", opacity: ".15" }],
      ["rect", { ...line, x: -9, y: -9, width: 18, height: 18, "stroke-dasharray": "4 2.5" }]),
  };
  for (const [name, sign] of Object.entries(SIGNS)) {
    if (precisions.has(atlas.PRECISIONS.indexOf(name))) rows.push(row(sign(), atlas.say(`legend.${name}`)));
  }
  const unknown = events.deaths.some((value) => value === 0);
  const deadly = events.deaths.some((value) => value > 1);
  const ring = ["path", { d: "M7 0A7 7 0 1 0 -7 0A7 7 0 1 0 7 0ZM3 0A3 3 0 1 0 -3 0A3 3 0 1 0 3 0Z", fill: "currentColor", "fill-rule": "evenodd" }];
  if (unknown && events.kind === "events") rows.push(row(frame(ring), atlas.say("legend.hollow")));
  if (deadly) {
    rows.push(row(frame(["circle", { cx: -6, r: 3, fill: "currentColor" }], ["circle", { cx: 4, r: 7, fill: "currentColor" }]), atlas.say("legend.size")));
  }
  if (events.count > 1) {
    rows.push(row(frame(["circle", { ...line, r: 9, "stroke-width": "2.5" }]), atlas.say("legend.cluster")));
  }
  return atlas.el("details", { class: "section legend", open: events.count === 1 },
    atlas.el("summary", { text: atlas.say("legend.title") }),
    atlas.el("ul", { class: "signs" }, ...rows));
};

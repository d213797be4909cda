"use strict";

// A small map: the land, and the places considered with their numbers.
review.chart = (() => {
  const { el } = review;
  const LEAST_SPAN = 1.5, MOST_SPAN = 150, ROOM = 1.5, UNLIKELY = 0.05;
  let held = { places: [], chosen: null, choose: null, lat: 0, lon: 0, span: 4, turn: 0 };

  const node = () => document.getElementById("chart");

  // The size of the map in pixels.
  function size() {
    const box = node().getBoundingClientRect();
    return { wide: Math.max(1, box.width), high: Math.max(1, box.height) };
  }

  // The view that holds some places: its middle, and how many degrees of latitude it is high.
  function fit(places) {
    if (!places.length) return { lat: 10, lon: 10, span: 120 };
    const lats = places.map((place) => place.lat), lons = places.map((place) => place.lon);
    const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
    const lat = (south + north) / 2;
    const { wide, high } = size();
    const across = (east - west) * Math.cos((lat * Math.PI) / 180) * (high / wide);
    const span = Math.max(north - south, across, LEAST_SPAN * 2) * ROOM;
    return { lat, lon: (west + east) / 2, span: Math.min(span, MOST_SPAN) };
  }

  function show(places, chosen, choose) {
    const likely = (place) => place.score === null || place.score >= UNLIKELY;
    const seen = places.filter((place) => place.kind !== "country" && likely(place));
    const near = [...(seen.length ? seen : places), chosen].filter(Boolean);
    held = { ...held, places, chosen, choose, ...fit(near) };
    return draw();
  }

  function zoom(by) {
    const middle = held.chosen && by < 1 ? { lat: held.chosen.lat, lon: held.chosen.lon } : {};
    held = { ...held, ...middle, span: Math.min(MOST_SPAN, Math.max(LEAST_SPAN, held.span * by)) };
    return draw();
  }

  async function draw() {
    const turn = ++held.turn, { wide, high } = size();
    const { lat, lon, span } = held;
    const squeeze = Math.max(0.1, Math.cos((lat * Math.PI) / 180)), unit = high / span;
    const across = wide / unit / squeeze;
    const at = (x, y) => [wide / 2 + (x - lon) * squeeze * unit, high / 2 - (y - lat) * unit];
    const box = {
      west: Math.max(-540, lon - across / 2), east: Math.min(540, lon + across / 2),
      south: Math.max(-90, lat - span / 2), north: Math.min(90, lat + span / 2),
    };
    const land = await review.ask("land", box).catch(() => ({ countries: [], provinces: [], names: [] }));
    if (turn !== held.turn) return;
    const path = (rings) => rings.map((ring) => `M${ring.map(([x, y]) => at(x, y).map((v) => v.toFixed(1)).join(" ")).join("L")}Z`).join("");
    const svg = el("svg", { viewBox: `0 0 ${wide} ${high}`, preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" },
      el("path", { class: "land", d: path(land.countries) }),
      el("path", { class: "province", d: path(land.provinces) }),
      el("path", { class: "country", d: path(land.countries) }),
      ...words(land.names, at, { wide, high }), ...circle(at, unit), ...signs(at));
    node().replaceChildren(svg, el("div", { class: "zoom" },
      el("button", { type: "button", text: "+", "aria-label": "Closer", click: () => zoom(0.5) }),
      el("button", { type: "button", text: "−", "aria-label": "Farther", click: () => zoom(2) })),
    el("p", { class: "credit", text: "Boundaries: Natural Earth, for reference" }));
  }

  // Names of the land, the larger first, none over another, over a sign or over the edge.
  function words(names, at, { wide, high }) {
    const taken = [...held.places, held.chosen].filter(Boolean).map((place) => {
      const [x, y] = at(place.lon, place.lat);
      return [x - 17, y - 17, x + 17, y + 17];
    });
    return names.flatMap((name) => {
      const [x, y] = at(name.lon, name.lat), half = name.name.length * (name.kind === "country" ? 5 : 4);
      const box = [x - half, y - 16, x + half, y + 5];
      if (box[0] < 60 || box[1] < 0 || box[2] > wide || box[3] > high - 24 || taken.some((other) => over(box, other))) return [];
      taken.push(box);
      return [el("text", { class: `name ${name.kind}`, x: x.toFixed(1), y: y.toFixed(1), text: name.name })];
    });
  }

  const over = (one, two) => one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3];

  // How exactly the chosen place is known, drawn to scale.
  function circle(at, unit) {
    const place = held.chosen;
    if (!place || !place.radius_km) return [];
    const [x, y] = at(place.lon, place.lat);
    return [el("circle", { class: "reach", cx: x, cy: y, r: Math.max(2, (place.radius_km / 111.3) * unit) })];
  }

  function signs(at) {
    const marked = held.places.map((place, index) => ({ place, label: index < 9 ? String(index + 1) : "" }));
    if (held.chosen && !held.places.some((place) => place.id === held.chosen.id)) marked.push({ place: held.chosen, label: "" });
    const isChosen = ({ place }) => held.chosen !== null && place.id === held.chosen.id;
    marked.sort((one, two) => isChosen(one) - isChosen(two));
    return marked.map((mark) => {
      const chosen = isChosen(mark), [x, y] = at(mark.place.lon, mark.place.lat);
      const choose = chosen || !mark.label ? null : () => held.choose(Number(mark.label) - 1);
      return el("g", { class: chosen ? "sign chosen" : "sign", transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, click: choose },
        el("circle", { r: 15 }), el("text", { y: 5, text: mark.label || "●" }));
    });
  }

  return { show, redraw: () => draw() };
})();

"use strict";

// The events that pass, as a file: CSV, GeoJSON, or the map as a picture.
atlas.downloads = (() => {
  async function rows(events) {
    return Promise.all(Array.from(events.newestFirst(), (i) => events.row(i)));
  }

  // Text that a spreadsheet would take for a formula gets an apostrophe before it.
  function cell(value) {
    if (value === null || value === undefined) return "";
    if (typeof value !== "string" && !Array.isArray(value)) return String(value);
    let text = Array.isArray(value) ? value.join(";") : value;
    if (/^[\s\u0000]*[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  async function csv(events) {
    const names = events.cards.packed.names;
    const lines = (await rows(events)).map((values) => names.map((name) => cell(values[name])).join(","));
    return `\ufeff${[names.map(cell).join(","), ...lines].join("\r\n")}\r\n`;
  }

  async function geojson(events) {
    const names = events.cards.packed.names;
    const features = (await rows(events)).map((row) => ({
      type: "Feature",
      geometry: row.latitude === null ? null : { type: "Point", coordinates: [row.longitude, row.latitude] },
      properties: Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
    }));
    return JSON.stringify({ type: "FeatureCollection", features });
  }

  const HEAD = 44, FOOT = 28, KEY = 24;
  const FONT = () => `400 12px ${atlas.Labels.FONT}`;

  // What the colours of provinces mean: swatches and words in as many lines as a width asks for.
  function keyLines(choropleth, width) {
    const ctx = document.createElement("canvas").getContext("2d");
    ctx.font = FONT();
    const lines = [[]];
    let x = 12;
    for (const [color, text] of [[null, atlas.say(`measure.${choropleth.measure}`)], ...choropleth.classes()]) {
      const wide = ctx.measureText(text).width + (color ? 26 : 0);
      if (x + wide > width - 12) { lines.push([]); x = 12; }
      lines.at(-1).push({ color, text, x });
      x += wide + 14;
    }
    return lines;
  }

  function paintKey(ctx, lines, top) {
    ctx.font = FONT();
    ctx.strokeStyle = atlas.paint().country;
    lines.forEach((line, at) => line.forEach(({ color, text, x }) => {
      const y = top + (at + 0.5) * KEY + 4;
      if (color) {
        ctx.fillStyle = color;
        ctx.fillRect(x, y - 7, 20, 13);
        ctx.strokeRect(x, y - 7, 20, 13);
      }
      ctx.fillStyle = atlas.paint().ink;
      ctx.fillText(text, color ? x + 26 : x, y);
    }));
  }

  // The part of the plate that is seen, with the title over it and the attribution under it.
  function picture(page) {
    const { view, _container: plate, _ratio: ratio } = page.plate;
    const [left, top, right, bottom] = view.sight;
    const [width, height] = [right - left, bottom - top];
    const key = page.choropleth?.measure ? keyLines(page.choropleth, width) : [];
    const whole = HEAD + height + FOOT + KEY * key.length;
    const canvas = document.createElement("canvas");
    canvas.width = width * ratio;
    canvas.height = whole * ratio;
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.fillStyle = atlas.paint().land;
    ctx.fillRect(0, 0, width, whole);
    ctx.drawImage(plate, left * ratio, top * ratio, width * ratio, height * ratio, 0, HEAD, width, height);
    ctx.fillStyle = atlas.paint().ink;
    ctx.textBaseline = "middle";
    ctx.font = `600 16px ${atlas.Labels.FONT}`;
    ctx.fillText(page.panel.title.textContent, 12, 22);
    ctx.font = FONT();
    ctx.fillText([page.panel.summary.textContent, page.data.attribution].filter(Boolean).join(" · "), 12, whole - FOOT / 2);
    paintKey(ctx, key, HEAD + height);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  }

  function save(blob, name) {
    const url = URL.createObjectURL(blob);
    const link = atlas.el("a", { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  function buttons(page) {
    const { el, say } = atlas;
    const kinds = {
      CSV: async () => save(new Blob([await csv(page.events)], { type: "text/csv" }), "events.csv"),
      GeoJSON: async () => save(new Blob([await geojson(page.events)], { type: "application/geo+json" }), "events.geojson"),
      PNG: async () => save(await picture(page), "map.png"),
    };
    return el("div", { class: "section downloads" }, el("span", { text: say("download") }),
      ...Object.entries(kinds).map(([name, click]) => el("button", { type: "button", text: name, click })));
  }

  return { buttons, cell, csv, geojson, picture };
})();

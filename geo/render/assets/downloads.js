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

  // The part of the plate that is seen, with the title over it and the attribution under it.
  function picture(page) {
    const { view, _container: plate, _ratio: ratio } = page.plate;
    const [left, top, right, bottom] = view.sight;
    const [width, height] = [right - left, bottom - top];
    const canvas = document.createElement("canvas");
    canvas.width = width * ratio;
    canvas.height = (height + 72) * ratio;
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.fillStyle = atlas.paint().land;
    ctx.fillRect(0, 0, width, height + 72);
    ctx.drawImage(plate, left * ratio, top * ratio, width * ratio, height * ratio, 0, 44, width, height);
    ctx.fillStyle = atlas.paint().ink;
    ctx.textBaseline = "middle";
    ctx.font = `600 16px ${atlas.Labels.FONT}`;
    ctx.fillText(page.panel.title.textContent, 12, 22);
    ctx.font = `400 12px ${atlas.Labels.FONT}`;
    ctx.fillText([page.panel.summary.textContent, page.data.attribution].filter(Boolean).join(" · "), 12, height + 58);
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

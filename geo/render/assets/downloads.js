"use strict";

// The events that pass, as a file: CSV, GeoJSON, or the map as a picture.
atlas.downloads = (() => {
  const COLUMNS = [
    "event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "assoc_actor_1", "actor2",
    "assoc_actor_2", "country", "admin1", "admin2", "location", "latitude", "longitude", "source", "fatalities",
    "x_fat_reported", "x_precision", "x_radius_km", "x_place_score", "x_place_text", "x_date_text", "x_status",
    "x_sentence", "x_titles", "x_urls",
  ];

  async function row(events, i) {
    const card = await events.card(i);
    const day = events.dayOf(i), deaths = events.deathsOf(i);
    const placed = events.given[i];
    return {
      event_id_cnty: card.id ?? "", event_date: day === null ? "" : atlas.isoDay(day),
      event_type: events.name("type", i), sub_event_type: events.name("subType", i),
      actor1: events.name("actor1", i), assoc_actor_1: card.with1 ?? "",
      actor2: events.name("actor2", i), assoc_actor_2: card.with2 ?? "",
      country: events.name("country", i), admin1: events.name("admin1", i), admin2: events.name("admin2", i),
      location: events.name("location", i),
      latitude: placed ? events.lat[i] / 1e5 : null, longitude: placed ? events.lon[i] / 1e5 : null,
      source: events.name("source", i), fatalities: deaths ?? 0, x_fat_reported: deaths !== null,
      x_precision: events.precisionOf(i), x_radius_km: events.radius[i] / 10, x_place_score: events.scoreOf(i),
      x_place_text: card.placeText ?? "", x_date_text: card.dateText ?? "", x_status: events.name("status", i),
      x_sentence: (card.pieces ?? []).map(([text]) => text).join(""),
      x_titles: card.titles ?? [], x_urls: card.urls ?? [],
    };
  }

  async function rows(events) {
    return Promise.all(Array.from(events.newestFirst(), (i) => row(events, i)));
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
    const lines = (await rows(events)).map((values) => COLUMNS.map((name) => cell(values[name])).join(","));
    return `\ufeff${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
  }

  async function geojson(events) {
    const features = (await rows(events)).map(({ latitude, longitude, ...properties }) => ({
      type: "Feature",
      geometry: latitude === null ? null : { type: "Point", coordinates: [longitude, latitude] },
      properties: { ...properties, latitude, longitude },
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

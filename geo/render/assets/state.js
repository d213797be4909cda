"use strict";

// View and filters in the address's fragment, so that a link or a bookmark brings them back.
// What stands there is checked like any text from outside.
atlas.state = (() => {
  const LISTS = { t: "types", s: "subTypes", o: "sources", p: "precisions" };
  const COLUMNS = { types: "type", subTypes: "subType", sources: "source" };

  function write(page) {
    const { map, filter } = page;
    const { lat, lng } = map.getCenter();
    const parts = new URLSearchParams();
    parts.set("v", [map.getZoom().toFixed(2), lat.toFixed(4), lng.toFixed(4)].join("/"));
    for (const [key, part] of Object.entries(LISTS)) {
      if (filter[part]) parts.set(key, filter[part].join("|"));
    }
    if (filter.from !== null) parts.set("from", atlas.isoDay(filter.from));
    if (filter.to !== null) parts.set("to", atlas.isoDay(filter.to));
    if (filter.minDeaths) parts.set("d", String(filter.minDeaths));
    if (filter.minScore) parts.set("c", String(filter.minScore));
    if (filter.actor) parts.set("a", filter.actor);
    if (filter.text) parts.set("q", filter.text);
    if (page.context?.shown) parts.set("n", "1");
    if (page.choropleth?.measure) parts.set("m", page.choropleth.measure);
    if (page.choropleth?.measure && page.choropleth.signs) parts.set("e", "1");
    try {
      history.replaceState(null, "", `#${parts}`);
    } catch {
      // A page inside a frame without an address keeps its state to itself.
    }
  }

  function number(text, low, high) {
    const value = Number(text);
    return text && Number.isFinite(value) ? Math.max(low, Math.min(high, value)) : 0;
  }

  function read(events, fragment) {
    const parts = new URLSearchParams(fragment.slice(1));
    const filter = atlas.noFilter();
    for (const [key, part] of Object.entries(LISTS)) {
      if (!parts.has(key)) continue;
      const known = COLUMNS[part] ? events.names[COLUMNS[part]] : atlas.PRECISIONS;
      filter[part] = parts.get(key).split("|").filter((name) => known.includes(name));
    }
    filter.from = atlas.parseDay(parts.get("from"));
    filter.to = atlas.parseDay(parts.get("to"));
    filter.minDeaths = number(parts.get("d"), 0, 1e9);
    filter.minScore = number(parts.get("c"), 0, 1);
    const actor = parts.get("a") ?? "";
    if (["actor1", "actor2"].some((column) => events.names[column].includes(actor))) filter.actor = actor;
    filter.text = (parts.get("q") ?? "").slice(0, 200);
    const flag = (key) => parts.get(key) === "1";
    return { filter, view: view(parts.get("v")), measure: parts.get("m") ?? "", signs: flag("e"), context: flag("n") };
  }

  function view(text) {
    const values = (text ?? "").split("/").map(Number);
    if (values.length !== 3 || !values.every(Number.isFinite)) return null;
    const [zoom, lat, lng] = values;
    return { zoom, center: [Math.max(-85, Math.min(85, lat)), lng] };
  }

  return { read, write };
})();

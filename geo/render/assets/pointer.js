"use strict";

// Mouse and keyboard on the map: what is under the pointer, and what a click opens.
atlas.Pointer = class {
  constructor(page) {
    this.page = page;
    const { map } = page;
    this.tip = atlas.el("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    map.getContainer().append(this.tip);
    if (!page.events) return;
    map.on("click", (event) => this.onClick(event));
    map.on("mousemove", (event) => this.onHover(event));
    map.on("mouseout movestart zoomstart", () => { this.tip.hidden = true; });
    document.addEventListener("keydown", (event) => this.onKey(event));
  }

  under(event) {
    return this.page.marks.hit(this.page.plate.point(event.originalEvent));
  }

  onClick(event) {
    const hit = this.under(event);
    if (hit && hit.count === 1) this.page.choose(hit.first, {});
    else if (hit) this.openCluster(hit);
    else this.chooseArea(event.latlng);
  }

  // Go nearer until the cluster parts; where it never will, list its events.
  openCluster(hit) {
    const { map, marks, events } = this.page;
    const [west, north, east, south] = marks.boxOf(hit);
    const apart = Math.max(east - west, south - north) * 256 * 2 ** map.getMaxZoom();
    if (apart < 2 * atlas.Marks.CELL || map.getZoom() >= map.getMaxZoom()) {
      this.page.setFilter({ ...this.page.filter, rows: hit.rows });
      if (hit.rows.length === 1 && events.passing[hit.first]) this.page.choose(hit.first, {});
      return;
    }
    const bounds = L.latLngBounds(atlas.toLatLng(west, south), atlas.toLatLng(east, north));
    const zoom = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds.pad(0.2))));
    map.setView(bounds.getCenter(), zoom, { animate: !atlas.calm(), duration: 0.15 });
  }

  // A click inside a hatched province shows the events that it stands for.
  chooseArea(at) {
    const { page } = this;
    const province = this.provinceUnder(at);
    if (!page.marks.provinceAreas.has(province)) return;
    const rows = Array.from(page.list.rows).filter((i) =>
      page.marks.provinceOf[i] === province && page.marks.wholeProvince(i));
    if (rows.length === 1) page.choose(rows[0], {});
    else page.setFilter({ ...page.filter, rows });
  }

  provinceUnder({ lat, lng }) {
    if (!this.page.basemap) return -1;
    const sine = Math.sin((lat * Math.PI) / 180);
    const x = (((lng / 360 + 0.5) % 1) + 1) % 1;
    return this.page.basemap.provinceAt(x, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
  }

  onHover(event) {
    const { map, choropleth, context, plate } = this.page;
    const hit = this.under(event);
    map.getContainer().classList.toggle("over-sign", Boolean(hit));
    let text = hit ? this.describe(hit) : "";
    if (!hit && choropleth?.measure) {
      const province = this.provinceUnder(event.latlng);
      text = province < 0 ? "" : choropleth.tip(province);
    }
    if (!hit && context) text = context.tip(plate.point(event.originalEvent)) || text;
    this.tip.hidden = !text;
    if (!text) return;
    this.tip.textContent = text;
    const { x, y } = event.containerPoint;
    const size = map.getSize();
    this.tip.style.left = `${Math.max(4, Math.min(x + 14, size.x - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${Math.max(4, y - 34)}px`;
  }

  describe(hit) {
    if (hit.count > 1) return atlas.say("events", { n: hit.count });
    const { events } = this.page;
    const what = events.whatOf(hit.first);
    const day = events.dayOf(hit.first);
    return [what ? atlas.term(what) : atlas.say("untyped"), events.name("location", hit.first),
      day === null ? "" : atlas.dayText(day, { short: true })].filter(Boolean).join(" · ");
  }

  // Escape closes the card; with the card open, left and right go through the list.
  onKey(event) {
    const { page } = this;
    if (page.opened < 0 || page.events.count === 1) return;
    if (event.key === "Escape") page.close();
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !page.cardBox.contains(document.activeElement)) return;
    const next = page.list.neighbour(page.opened, step);
    if (next < 0) return;
    event.preventDefault();
    page.choose(next, { fly: true });
  }
};

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

  // The sign or the shape under the pointer, as a hit; null for none.
  under(event) {
    const { marks, events, plate } = this.page;
    const point = plate.point(event.originalEvent);
    const row = events.shapes ? events.shapes.at(plate.view, point) : -1;
    return marks.hit(point) ?? (row < 0 ? null : { count: 1, first: row, rows: [row] });
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

  // A click inside an area shows the events that it stands for.
  chooseArea(at) {
    const { page } = this;
    const rows = this.areaUnder(at)?.rows ?? [];
    if (rows.length === 1) page.choose(rows[0], {});
    else if (rows.length) page.setFilter({ ...page.filter, rows: Array.from(rows) });
  }

  // The province or country at a position that stands for events, and their rows; else null.
  areaUnder(at) {
    const { marks, basemap, choropleth } = this.page;
    if (!basemap) return null;
    const district = choropleth?.measure ? null : this.districtUnder(at);
    if (district) return district;
    const place = this.provinceUnder(at), colored = place >= 0 && Boolean(choropleth?.measure);
    if (colored || marks.provinceAreas.has(place)) {
      const stands = (i) => (colored ? marks.drawn(i) : marks.wholeProvince(i));
      return this.area(`${colored} ${place}`, basemap.provinces.name[place],
        (i) => marks.provinceOf[i] === place && stands(i));
    }
    const country = marks.countryAreas.size ? basemap.countryAt(...this.spot(at)) : -1;
    const code = basemap.countries.code[country];
    if (!code || !marks.countryAreas.has(code)) return null;
    return this.area(code, basemap.countryName(country),
      (i) => marks.events.precision[i] === 5 && marks.events.name("countryCode", i) === code);
  }

  districtUnder(at) {
    const { districts } = this.page.marks;
    const place = districts ? districts.shapes.provinceAt(...this.spot(at)) : -1;
    if (place < 0 || !districts.areas.has(place)) return null;
    return this.area(`district ${place}`, districts.shapes.provinces.name[place], (i) => districts.of[i] === place);
  }

  // Sought once for as long as the pointer stays in the area and the filter as it is.
  area(place, name, test) {
    const { marks, list } = this.page;
    const key = `${marks.version} ${place} ${name}`;
    if (this.found?.key !== key) this.found = { key, name, rows: list.rows.filter(test) };
    return this.found;
  }

  // A position in units of the world's width.
  spot({ lat, lng }) {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [(((lng / 360 + 0.5) % 1) + 1) % 1, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  }

  provinceUnder(at) {
    return this.page.basemap ? this.page.basemap.provinceAt(...this.spot(at)) : -1;
  }

  onHover(event) {
    const { map, choropleth, context, plate } = this.page;
    const hit = this.under(event);
    map.getContainer().classList.toggle("over-sign", Boolean(hit));
    let text = hit ? this.describe(hit) : this.describeArea(event.latlng, choropleth);
    if (!hit && context) text = context.tip(plate.point(event.originalEvent)) || text;
    this.tip.hidden = !text;
    if (!text) return;
    this.tip.textContent = text;
    const { x, y } = event.containerPoint;
    const size = map.getSize();
    this.tip.style.left = `${Math.max(4, Math.min(x + 14, size.x - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${Math.max(4, y - 34)}px`;
  }

  // A sign in one line: what, where and how exactly that is known, when.
  describe(hit) {
    const { events } = this.page;
    if (hit.count > 1) return atlas.say(events.kind, { n: hit.count });
    const day = events.dayOf(hit.first), precision = events.precisionOf(hit.first);
    const place = events.name("location", hit.first) || events.name("admin1", hit.first);
    const exactly = precision ? atlas.say(`precision.${precision}`) : "";
    return [events.title(hit.first), place === events.title(hit.first) ? "" : place, exactly,
      day === null ? "" : atlas.dayText(day, { short: true })].filter(Boolean).join(" · ");
  }

  describeArea(at, choropleth) {
    if (choropleth?.measure) {
      const province = this.provinceUnder(at);
      return province < 0 ? "" : choropleth.tip(province);
    }
    const area = this.areaUnder(at);
    return area?.rows.length ? atlas.say("area_events", { place: area.name, n: area.rows.length }) : "";
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

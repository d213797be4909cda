"use strict";

// Opens the page: reads its layers, draws them, and keeps map, list and card in step.
atlas.Page = class {
  constructor(map, data) {
    this.map = map;
    this.data = data;
    this.filter = atlas.noFilter();
    this.opened = -1;
  }

  async open() {
    const of = (role) => atlas.layers.find((layer) => layer.role === role);
    const provinces = of("provinces"), events = of("events");
    [this.basemap, this.events] = await Promise.all([
      provinces ? atlas.Basemap.read(provinces.id) : null,
      events ? atlas.Events.read(events.id) : null,
    ]);
    this.withLegend = Boolean(of("legend"));
    if (this.events) this.prepareEvents();
    this.furnish();
    this.plate = new atlas.Plate((view) => this.paint(view)).addTo(this.map);
    this.repaint = atlas.oncePerFrame(() => this.plate.repaint());
    this.listen();
    if (this.events) await this.showEvents();
  }

  prepareEvents() {
    document.body.classList.add("with-panel", "sheet-half");
    document.body.classList.toggle("one-event", this.events.count === 1);
    this.marks = new atlas.Marks(this.events, this.basemap);
    this.marks.refresh();
    this.panel = new atlas.Panel(this.data, this.map);
    this.list = new atlas.List(this.events, { onOpen: (i) => this.choose(i, { fly: true }) });
    this.map.invalidateSize({ animate: false });
    this.map.fitBounds(this.startBounds(), { animate: false, maxZoom: 9 });
  }

  // Scale, attribution and zoom buttons: what a map must not be without.
  furnish() {
    const { map } = this;
    if (map.attributionControl) {
      map.attributionControl.setPrefix(false);
      const names = ["Leaflet", this.data.attribution].filter(Boolean).join(" · ");
      map.attributionControl.addAttribution(atlas.el("span", { text: names }).innerHTML);
    }
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    if (map.zoomControl) {
      const container = map.zoomControl.getContainer();
      ["zoom_in", "zoom_out"].forEach((key, at) => {
        container.children[at].setAttribute("aria-label", atlas.say(key));
        container.children[at].title = atlas.say(key);
      });
    }
  }

  listen() {
    const { map } = this;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.repaint);
    addEventListener("resize", () => map.invalidateSize({ animate: false }));
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    if (!this.events) return;
    map.on("click", (event) => this.onClick(event));
    map.on("mousemove", (event) => this.onHover(event));
    map.on("mouseout", () => this.hideTip());
    map.on("movestart zoomstart", () => this.hideTip());
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.tip = atlas.el("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    map.getContainer().append(this.tip);
  }

  print(on) {
    atlas.printing = on;
    this.map.invalidateSize({ animate: false });
    this.plate.repaint();
  }

  async showEvents() {
    const { events, panel } = this;
    panel.summary.textContent = this.summary();
    const only = events.count === 1;
    this.cardBox = atlas.el("div", { class: "card-box", hidden: true });
    panel.body.append(this.cardBox);
    if (!only) panel.body.append(this.list.node);
    this.list.refresh();
    if (events.count === 0) panel.body.append(atlas.el("p", { class: "empty", text: atlas.say("no_events") }));
    panel.foot.append(...[
      this.withLegend && events.count ? atlas.legend(events) : null,
      panel.notes(events.count === 0), panel.credits(),
    ].filter(Boolean));
    if (only) await this.choose(0, {});
  }

  // "1 event in 1 article, 3 March 2026, Ecuador"
  summary() {
    const { events } = this;
    const parts = [atlas.say("events", { n: events.count })
      + (events.articles ? ` ${atlas.say("in_articles", { n: events.articles })}` : "")];
    const last = events.day.reduce((most, day) => Math.max(most, day), 0);
    if (last) {
      const [from, to] = [events.epoch, events.epoch + last - 1];
      parts.push(from === to ? atlas.dayText(from) : atlas.say("date_range", { from: atlas.dayText(from), to: atlas.dayText(to) }));
    }
    const countries = events.names.country.filter(Boolean);
    if (countries.length > 3) parts.push(atlas.say("countries", { n: countries.length }));
    else parts.push(...countries);
    return parts.join(", ");
  }

  // The view to begin with: all events; for one, its area with the neighbours round it.
  startBounds() {
    const { events, marks, basemap } = this;
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < events.count; i += 1) {
      if (events.placed[i]) atlas.Basemap.widen(box, events.x[i], events.y[i]);
      else if (basemap && events.precision[i] === 5) this.widenByCountry(box, i);
    }
    for (const province of marks.provinceAreas.keys()) {
      const shape = basemap.provinceShapes[province].box;
      atlas.Basemap.widen(box, shape[0], shape[1]);
      atlas.Basemap.widen(box, shape[2], shape[3]);
    }
    if (events.count === 1 && events.precision[0] === 5 && basemap) this.widenByCountry(box, 0);
    if (!Number.isFinite(box[0])) return [[-55, -160], [70, 170]];
    const margin = Math.max((box[2] - box[0]) * (events.count === 1 ? 0.45 : 0.08), 0.0022);
    const corner = (x, y) => [Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI, (x - 0.5) * 360];
    return [corner(box[0] - margin, box[3] + margin), corner(box[2] + margin, box[1] - margin)];
  }

  widenByCountry(box, i) {
    const at = this.basemap.countries.code.indexOf(this.events.name("countryCode", i));
    if (at < 0) return;
    const shape = this.basemap.countryShapes[at].box;
    atlas.Basemap.widen(box, shape[0], shape[1]);
    atlas.Basemap.widen(box, shape[2], shape[3]);
  }

  paint(view) {
    const { basemap, marks } = this;
    if (marks) marks.layout(view);
    if (basemap) basemap.paintLand(view);
    else view.ctx.clearRect(0, 0, view.width, view.height);
    if (marks && basemap) marks.paintAreas(view);
    if (basemap) basemap.paintLines(view);
    if (marks) marks.paintOutlines(view);
    if (basemap) {
      this.labels = this.labels || new atlas.Labels(basemap);
      const wanted = new Set(marks ? marks.provinceAreas.keys() : []);
      this.written = this.labels.paint(view, marks ? marks.obstacles() : [], wanted);
    }
    if (marks) marks.paintSigns(view);
  }

  setFilter(filter) {
    this.filter = { ...atlas.noFilter(), ...filter };
    atlas.applyFilter(this.events, this.filter);
    this.marks.refresh();
    this.list.refresh();
    if (this.opened >= 0 && !this.events.passing[this.opened]) this.close();
    this.repaint();
    return this.events.shown;
  }

  onClick(event) {
    const hit = this.marks.hit(this.plate.point(event.originalEvent));
    if (hit && hit.count === 1) this.choose(hit.first, {});
    else if (hit) this.openCluster(hit, event.latlng);
    else this.chooseArea(event.latlng);
  }

  // A click inside a hatched province opens the one event that it stands for.
  chooseArea(at) {
    const province = this.provinceUnder(at);
    if (!this.marks.provinceAreas.has(province)) return;
    const rows = this.list.rows.filter((i) => this.marks.provinceOf[i] === province && this.marks.wholeProvince(i));
    if (rows.length === 1) this.choose(rows[0], {});
  }

  provinceUnder({ lat, lng }) {
    if (!this.basemap) return -1;
    const sine = Math.sin((lat * Math.PI) / 180);
    const x = (((lng / 360 + 0.5) % 1) + 1) % 1;
    return this.basemap.provinceAt(x, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
  }

  openCluster(hit, at) {
    const { map } = this;
    map.setView(at, Math.min(map.getMaxZoom(), map.getZoom() + 2), { animate: !atlas.calm() });
  }

  onHover(event) {
    const hit = this.marks.hit(this.plate.point(event.originalEvent));
    this.map.getContainer().classList.toggle("over-sign", Boolean(hit));
    const text = hit ? this.tipText(hit) : "";
    if (!text) { this.hideTip(); return; }
    this.tip.textContent = text;
    this.tip.hidden = false;
    const { x, y } = event.containerPoint;
    const size = this.map.getSize();
    this.tip.style.left = `${Math.max(4, Math.min(x + 14, size.x - this.tip.offsetWidth - 4))}px`;
    this.tip.style.top = `${Math.max(4, y - 34)}px`;
  }

  tipText(hit) {
    if (hit.count > 1) return atlas.say("events", { n: hit.count });
    const { events } = this;
    const what = events.whatOf(hit.first);
    const day = events.dayOf(hit.first);
    return [what ? atlas.term(what) : atlas.say("untyped"), events.name("location", hit.first),
      day === null ? "" : atlas.dayText(day, { short: true })].filter(Boolean).join(" · ");
  }

  hideTip() {
    if (this.tip) this.tip.hidden = true;
  }

  onKey(event) {
    if (this.opened < 0 || this.events.count === 1) return;
    if (event.key === "Escape") this.close();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !this.cardBox.contains(document.activeElement)) return;
    const next = this.list.neighbour(this.opened, step);
    if (next >= 0) this.choose(next, { fly: true });
  }

  // Open an event's card and point it out on the map.
  async choose(i, { fly = false }) {
    const { events } = this;
    this.opened = i;
    this.marks.selected = events.count === 1 ? -1 : i;
    this.repaint();
    const kindOf = (row) => (this.basemap ? this.basemap.provinces.kind[this.marks.provinceOf[row]] : "");
    const card = await atlas.card.draw(events, i, kindOf);
    if (this.opened !== i) return;
    const back = events.count === 1 ? null : atlas.el("button", {
      type: "button", class: "plain back", text: atlas.say("back"), click: () => this.close(),
    });
    this.cardBox.replaceChildren(...[back, card].filter(Boolean));
    this.cardBox.hidden = false;
    this.list.node.hidden = events.count > 1;
    if (fly && events.placed[i]) this.goTo(i);
    if (back) back.focus({ preventScroll: true });
  }

  goTo(i) {
    const { map, events } = this;
    const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * events.y[i]))) * 180 / Math.PI;
    const zoom = Math.max(map.getZoom(), events.precisionOf(i) === "province" ? 6 : 8);
    map.setView([lat, (events.x[i] - 0.5) * 360], zoom, { animate: !atlas.calm(), duration: 0.15 });
  }

  close() {
    const was = this.opened;
    this.opened = -1;
    this.marks.selected = -1;
    this.cardBox.hidden = true;
    this.cardBox.replaceChildren();
    this.list.node.hidden = false;
    this.list.focus(was);
    this.repaint();
  }
};

atlas.start = (map) => {
  const data = atlas.readJson("page-data");
  atlas.words = data.words;
  atlas.language = data.language;
  const page = new atlas.Page(map, data);
  atlas.page = page;
  const layer = atlas.layers.find(({ role }) => role === "events");
  const day = (text) => (text === undefined || text === null ? null : atlas.parseDay(text));
  window.geoconflict = {
    count: layer ? atlas.readJson(layer.id).count : 0,
    ready: page.open(),
    visible: () => (page.events ? page.events.shown : 0),
    filter: ({ types = null, from = null, to = null, minFatalities = 0 } = {}) =>
      page.setFilter({ types, from: day(from), to: day(to), minDeaths: minFatalities }),
  };
};

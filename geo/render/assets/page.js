"use strict";

// Opens the page: reads its layers, draws them, and keeps map, list, card and controls in step.
atlas.Page = class {
  constructor(map, data) {
    this.map = map;
    this.data = data;
    this.filter = atlas.noFilter();
    this.opened = -1;
  }

  async open() {
    const of = (role) => atlas.layers.find((layer) => layer.role === role);
    const [provinces, events, districts] = ["provinces", "events", "districts"].map(of);
    const shapes = (layer) => (layer ? atlas.Basemap.read(layer.id) : null);
    [this.basemap, this.events, this.districts] = await Promise.all([
      shapes(provinces), events ? atlas.Events.read(events.id) : null, shapes(districts),
    ]);
    this.withLegend = Boolean(of("legend"));
    this.withTimeline = Boolean(of("timeline"));
    this.context = of("context") ? new atlas.Context(atlas.readJson(of("context").id)) : null;
    if (this.events && atlas.state.read(this.events, location.hash).filter.text) await this.events.cards.fold();
    if (this.events) this.prepareEvents();
    if (of("tiles")) atlas.addTiles(this.map, atlas.readJson(of("tiles").id));
    this.tiled = Boolean(of("tiles"));
    this.furnish();
    this.plate = new atlas.Plate((view) => this.paint(view)).addTo(this.map);
    this.repaint = atlas.oncePerFrame(() => this.plate.repaint());
    this.keep = atlas.oncePerFrame(() => atlas.state.write(this));
    this.pointer = new atlas.Pointer(this);
    atlas.scheme.addEventListener("change", this.repaint);
    addEventListener("resize", () => { this.map.invalidateSize({ animate: false }); this.zoomOutTo(); });
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    matchMedia("print").addEventListener("change", ({ matches }) => this.print(matches));
    if (!this.events) return;
    await this.fillPanel();
    if (this.events.count > 1) this.map.on("moveend", this.keep);
    addEventListener("hashchange", () => this.readAddress());
  }

  prepareEvents() {
    const { events } = this;
    document.body.classList.add("with-panel", "sheet-half");
    document.body.classList.toggle("one-event", events.count === 1);
    const districts = this.districts && new atlas.Districts(events, this.districts);
    this.marks = new atlas.Marks(events, this.basemap, districts);
    this.marks.refresh();
    const classes = atlas.layers.find(({ role }) => role === "choropleth");
    if (this.basemap && classes && events.count > 1) {
      const given = atlas.readJson(classes.id);
      const parts = { events, basemap: this.basemap, provinceOf: this.marks.provinceOf };
      if (Object.keys(given.bounds).length) this.choropleth = new atlas.Choropleth(given, parts);
    }
    const last = events.lastDay();
    this.timed = this.withTimeline && last !== null && last > events.epoch;
    document.body.classList.toggle("with-timeline", this.timed);
    this.map.invalidateSize({ animate: false });
    this.zoomOutTo();
    const state = atlas.state.read(events, location.hash);
    this.filter = state.filter;
    atlas.applyFilter(events, this.filter);
    this.marks.refresh();
    if (this.choropleth?.measures().includes(state.measure)) this.choropleth.choose(state.measure);
    if (this.choropleth) this.choropleth.signs = state.signs;
    if (this.context) this.context.shown = state.context;
    if (state.view) this.map.setView(state.view.center, state.view.zoom, { animate: false });
    else this.map.fitBounds(atlas.startBounds(this), { animate: false, maxZoom: 9 });
  }

  // A narrow map may be zoomed out until the world fits.
  zoomOutTo() {
    const whole = Math.log2(this.map.getSize().x / 256);
    this.map.setMinZoom(Math.max(0, Math.min(1.5, Math.floor(whole * 4) / 4)));
  }

  // Take view and filter from an address that changed under the page.
  readAddress() {
    const state = atlas.state.read(this.events, location.hash);
    if (state.view) this.map.setView(state.view.center, state.view.zoom, { animate: false });
    this.setFilter(state.filter);
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
    this.nameButtons();
  }

  nameButtons() {
    if (!this.map.zoomControl) return;
    const container = this.map.zoomControl.getContainer();
    ["zoom_in", "zoom_out"].forEach((key, at) => {
      container.children[at].setAttribute("aria-label", atlas.say(key));
      container.children[at].title = atlas.say(key);
    });
  }

  // Paper shows the same part of the map at its own size, and the legend unfolded.
  print(on) {
    if (Boolean(atlas.printing) === on) return;
    const bounds = this.map.getBounds();
    const view = [this.map.getCenter(), this.map.getZoom()];
    if (on) this.before = view;
    atlas.printing = on;
    document.body.classList.toggle("printing", on);
    for (const part of document.querySelectorAll(".legend, .notes, .credits")) {
      if (on && !part.open) part.dataset.folded = "";
      part.open = on || !("folded" in part.dataset);
      if (!on) delete part.dataset.folded;
    }
    this.map.invalidateSize({ animate: false });
    if (on) this.map.fitBounds(bounds, { animate: false }); else this.map.setView(...this.before, { animate: false });
    this.choropleth?.fillKey();
    this.plate.repaint();
  }

  // Build the panel in the present language; called again when the language changes.
  async fillPanel() {
    const { events } = this;
    const only = events.count === 1;
    this.panel?.remove();
    this.panel = new atlas.Panel(this.data, this.map);
    this.placeSkips();
    const { panel } = this;
    panel.summary.textContent = atlas.summary(events);
    this.list = new atlas.List(events, {
      onOpen: (i) => this.choose(i, { fly: true }), onClear: () => this.setFilter(atlas.noFilter()),
    });
    this.cardBox = atlas.el("div", { class: "card-box", hidden: true });
    if (events.count > 1) this.fillTools();
    panel.body.append(this.cardBox);
    if (events.count > 1) panel.body.append(this.list.node);
    this.list.refresh();
    if (events.count === 0) panel.body.append(atlas.el("p", { class: "empty", text: atlas.say("no_events") }));
    panel.foot.append(...[
      this.withLegend && events.count ? atlas.legend(events) : null,
      this.context?.control(() => { this.repaint(); this.keep(); }), panel.notes(events.count === 0),
      events.count ? atlas.downloads.buttons(this) : null, panel.credits(),
      panel.languages((language) => this.speak(language)),
    ].filter(Boolean));
    if (only) await this.choose(0, {});
    else if (this.opened >= 0) await this.choose(this.opened, {});
  }

  // The first stops of the keyboard: past the map to the list, and back.
  placeSkips() {
    const to = (find) => (event) => { event.preventDefault(); find().focus(); };
    const list = () => this.panel.node.querySelector("[data-row], .card") ?? this.panel.node;
    this.skips?.remove();
    this.skips = atlas.el("nav", { class: "skips", "aria-label": atlas.say("skip_list") },
      atlas.el("a", { href: "#panel", text: atlas.say("skip_list"), click: to(list) }),
      atlas.el("a", { href: `#${this.map.getContainer().id}`, text: atlas.say("skip_map"), click: to(() => this.map.getContainer()) }));
    document.body.prepend(this.skips);
  }

  fillTools() {
    const { events, panel } = this;
    this.filters = new atlas.Filters(events, { filter: this.filter, onChange: (filter) => this.setFilter(filter) });
    panel.tools.append(this.filters.node);
    if (this.choropleth) {
      panel.tools.append(this.choropleth.control((measure) => {
        this.choropleth.choose(measure);
        this.choropleth.fillKey();
        this.repaint();
        this.keep();
      }));
    }
    if (this.timed) this.placeTimeline();
  }

  // The timeline lies under the map; on a phone it is part of the sheet.
  placeTimeline() {
    this.timeline?.stop();
    this.timeline?.node.remove();
    this.timeline = new atlas.Timeline(this.events, {
      onBrush: (from, to) => this.setFilter({ ...this.filter, from, to }),
    });
    const narrow = matchMedia("(max-width: 700px)");
    const place = () => (narrow.matches ? this.panel.tools.prepend(this.timeline.node) : document.body.append(this.timeline.node));
    place();
    narrow.onchange = place;
    this.timeline.refresh(this.filter);
  }

  async speak(language) {
    atlas.language = language;
    document.documentElement.lang = language;
    this.nameButtons();
    await this.fillPanel();
    this.repaint();
  }

  paint(view) {
    const { basemap, marks } = this;
    if (marks) marks.veiled = Boolean(this.choropleth?.alone());
    if (marks) marks.layout(view);
    if (basemap && !this.tiled) basemap.paintOnce(view, "land", (own) => basemap.paintLand(own));
    else view.ctx.clearRect(0, 0, view.width, view.height);
    this.choropleth?.paint(view);
    if (marks && basemap && !this.choropleth?.measure) {
      marks.paintCountries(view);
      marks.paintAreas(view);
    }
    if (basemap) basemap.paintOnce(view, "lines", (own) => basemap.paintLines(own));
    if (marks && !this.choropleth?.measure) marks.districts?.paint(view);
    this.events?.shapes?.paint(view, this.events, this.marks.selected);
    if (marks) marks.paintOutlines(view, { areas: !this.choropleth?.measure });
    if (marks) marks.paintCircles(view);
    if (basemap) {
      this.labels ??= new atlas.Labels(basemap);
      const wanted = new Set(marks && !marks.crowded() ? marks.provinceAreas.keys() : []);
      const taken = [...this.controls(view), ...(marks ? marks.obstacles() : [])];
      this.written = this.labels.paint(view, taken, wanted, marks ? marks.spots() : [], { land: !this.tiled });
    }
    this.context?.paint(view);
    if (marks) marks.paintSigns(view);
  }

  // The boxes of scale, attribution and buttons on the canvas, which names keep clear of.
  controls({ sight: [left, top] }) {
    const map = this.map.getContainer().getBoundingClientRect();
    const nodes = [...this.map.getContainer().querySelectorAll(".leaflet-control"), this.panel?.fold];
    return nodes.filter(Boolean).map((node) => {
      const box = node.getBoundingClientRect();
      const [x, y] = [box.left - map.left + left, box.top - map.top + top];
      return [x, y, x + box.width, y + box.height];
    });
  }

  // The one way to change what is shown; answers with the number of events left.
  setFilter(filter) {
    this.filter = { ...atlas.noFilter(), ...filter };
    atlas.applyFilter(this.events, this.filter);
    this.marks.refresh();
    this.choropleth?.refresh();
    this.list.refresh();
    this.filters?.sync(this.filter);
    this.timeline?.refresh(this.filter);
    if (this.opened >= 0 && this.events.count > 1 && !this.events.passing[this.opened]) this.close();
    this.repaint();
    if (this.events.count > 1) this.keep();
    return this.events.shown;
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
    if (events.count > 1) this.panel.show(this.cardBox);
    if (fly && events.placed[i]) this.goTo(i);
    if (back) back.focus({ preventScroll: true });
  }

  goTo(i) {
    const { map, events } = this;
    const [lat, lng] = atlas.toLatLng(events.x[i], events.y[i]);
    const zoom = Math.max(map.getZoom(), events.precisionOf(i) === "province" ? 6 : 8);
    map.setView([lat, lng], zoom, { animate: !atlas.calm(), duration: 0.15 });
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
    ready: page.open().catch((error) => {
      document.body.append(atlas.el("p", { class: "broken", role: "alert", text: atlas.say("broken", { reason: error.message }) }));
      throw error;
    }),
    visible: () => (page.events ? page.events.shown : 0),
    filter: ({ types = null, from = null, to = null, minFatalities = 0 } = {}) =>
      page.setFilter({ types, from: day(from), to: day(to), minDeaths: minFatalities }),
  };
};

"use strict";

// Provinces coloured by the events in them. Class bounds come with the page (see
// geo/render/choropleth.py) and stay as they are while filters change.
atlas.Choropleth = class {
  static MEASURES = ["events", "deaths", "events_people", "deaths_people", "events_area", "deaths_area"];
  static UNITS = { people: ["population", 100000], area: ["area", 1000] };
  static HUES = {
    light: ["#E6DCEA", "#CBB4D3", "#AA86B7", "#82589A", "#572C70"],
    dark: ["#3A2E42", "#553F63", "#775889", "#9F7DB3", "#CFB2DF"],
  };

  constructor({ bounds, population }, { events, basemap, provinceOf }) {
    this.events = events;
    this.basemap = basemap;
    this.provinceOf = provinceOf;
    this.measure = "";
    this.signs = false;
    this.bounds = bounds;
    this.population = population;
    this.covered = new Set();
    this.sums(() => true).events.forEach((count, province) => {
      if (count) this.covered.add(basemap.provinces.country[province]);
    });
    this.refresh();
  }

  measures() {
    return atlas.Choropleth.MEASURES.filter((measure) => this.bounds[measure]);
  }

  sums(test) {
    const { events } = this;
    const count = new Float64Array(this.basemap.provinceCount);
    const deaths = new Float64Array(this.basemap.provinceCount);
    for (let i = 0; i < events.count; i += 1) {
      const province = this.provinceOf[i];
      if (province < 0 || events.precision[i] === 5 || !test(i)) continue;
      count[province] += 1;
      deaths[province] += events.deathsOf(i) ?? 0;
    }
    return { events: count, deaths };
  }

  // A value for each province; NaN where what it is divided by is not known.
  values(measure, sums) {
    const [what, by] = measure.split("_");
    if (!by) return Array.from(sums[what]);
    const [column, unit] = atlas.Choropleth.UNITS[by];
    const size = this.basemap.provinces[column];
    return Array.from(sums[what], (value, province) => (size[province] ? (value / size[province]) * unit : NaN));
  }

  refresh() {
    if (!this.measure) return;
    this.now = this.values(this.measure, this.sums((i) => this.events.passing[i]));
  }

  choose(measure) {
    this.measure = measure;
    this.refresh();
  }

  classOf(value) {
    // Sums made here and there differ in their last digits.
    const at = this.bounds[this.measure].findIndex((bound) => value <= bound * (1 + 1e-9));
    return at < 0 ? this.bounds[this.measure].length - 1 : at;
  }

  colors() {
    const hues = atlas.Choropleth.HUES[atlas.dark() && !atlas.printing ? "dark" : "light"];
    const n = this.bounds[this.measure].length;
    return n === 1 ? [hues[2]] : Array.from({ length: n }, (_, i) => hues[Math.round((i * 4) / (n - 1))]);
  }

  paint(view) {
    if (!this.measure) return;
    const colors = this.colors();
    const dots = atlas.Choropleth.dots(view.ctx);
    this.basemap.countries.code.forEach((_, country) => {
      if (this.covered.has(country)) return;
      this.basemap.fillShape(view, this.basemap.countryShapes[country], dots);
    });
    this.now.forEach((value, province) => {
      if (!this.covered.has(this.basemap.provinces.country[province])) return;
      if (Number.isNaN(value)) this.basemap.fillProvince(view, province, dots);
      else if (value > 0) this.basemap.fillProvince(view, province, colors[this.classOf(value)]);
    });
  }

  static dots(ctx) {
    const tile = document.createElement("canvas");
    tile.width = 8; tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = atlas.paint().country;
    pen.globalAlpha = 0.5;
    for (const at of [2, 6]) pen.fillRect(at - 0.5, at - 0.5, 1, 1);
    return ctx.createPattern(tile, "repeat");
  }

  text(value) {
    return Number.isNaN(value) ? atlas.say("no_data") : atlas.say(`measure_value.${this.measure}`, { n: atlas.Choropleth.rounded(value) });
  }

  static rounded(value) {
    return Number.isInteger(value) || value >= 100 ? Math.round(value) : Number(value.toPrecision(2));
  }

  // The tooltip of a province.
  tip(province) {
    if (!this.measure || !this.covered.has(this.basemap.provinces.country[province])) return "";
    return `${this.basemap.provinces.name[province]}: ${this.text(this.now[province])}`;
  }

  // Whether the signs of events stay away, so that the colours can be seen.
  alone() {
    return Boolean(this.measure) && !this.signs;
  }

  // The switch and, below it, what the colours mean.
  control(onChoose) {
    const { el, say } = atlas;
    const select = el("select", { "aria-label": say("color_by"), change: () => { onChoose(select.value); } },
      el("option", { value: "", text: say("color_none") }),
      ...this.measures().map((measure) => el("option", { value: measure, text: say(`measure.${measure}`) })));
    select.value = this.measure;
    const box = el("input", { type: "checkbox", change: () => { this.signs = box.checked; onChoose(this.measure); } });
    box.checked = this.signs;
    this.both = el("label", { class: "both" }, box, el("span", { text: say("signs_too") }));
    this.key = el("div", { class: "key" });
    this.fillKey();
    return el("div", { class: "choropleth" }, el("label", {}, el("span", { text: say("color_by") }), select), this.both, this.key);
  }

  // Whose numbers of people the rates are made with.
  source() {
    const given = this.population ? atlas.term(this.population) : atlas.say("population_given");
    return atlas.say("population_from", { source: given });
  }

  // What the colours mean: colour and words of zero and of each class, the least first.
  classes() {
    const bounds = this.bounds[this.measure].map(atlas.Choropleth.rounded);
    const words = bounds.map((to, i) => atlas.say(i ? "class_range" : "class_first", { from: bounds[i - 1], to }));
    return [[atlas.paint().land, atlas.say("class_zero")], ...this.colors().map((color, i) => [color, words[i]])];
  }

  fillKey() {
    const { el, say } = atlas;
    this.key.replaceChildren();
    this.both.hidden = !this.measure;
    if (!this.measure) return;
    const swatch = (color, text, name = "") => {
      const box = el("i", { class: `swatch ${name}` });
      if (color) box.style.background = color;
      return el("li", {}, box, el("span", { text }));
    };
    const notes = [say("class_method"), this.measure.endsWith("_people") ? this.source() : ""].filter(Boolean);
    this.key.append(
      el("p", { class: "printed main", text: say(`measure.${this.measure}`) }),
      el("ul", {}, ...this.classes().map(([color, text]) => swatch(color, text)), swatch("", say("no_data"), "dotted")),
      ...notes.map((text) => el("p", { class: "note", text })));
  }
};

"use strict";

// Provinces coloured by the events in them. Class bounds are natural breaks (Jenks 1967, by
// Fisher's exact method) of all events, and stay as they are while filters change, so that
// colours can be compared.
atlas.Choropleth = class {
  static MEASURES = ["events", "deaths", "events_rate", "deaths_rate"];
  static CLASSES = 5;
  static HUES = {
    light: ["#E6DCEA", "#CBB4D3", "#AA86B7", "#82589A", "#572C70"],
    dark: ["#3A2E42", "#553F63", "#775889", "#9F7DB3", "#CFB2DF"],
  };

  constructor(events, basemap, provinceOf) {
    this.events = events;
    this.basemap = basemap;
    this.provinceOf = provinceOf;
    this.measure = "";
    this.bounds = {};
    const whole = this.sums(() => true);
    this.covered = new Set();
    whole.events.forEach((count, province) => {
      if (count) this.covered.add(basemap.provinces.country[province]);
    });
    for (const measure of atlas.Choropleth.MEASURES) {
      const values = this.values(measure, whole).filter((value) => value > 0);
      this.bounds[measure] = atlas.naturalBreaks(values, atlas.Choropleth.CLASSES);
    }
    this.provincesWithEvents = whole.events.filter((count) => count > 0).length;
    this.refresh();
  }

  measures() {
    return atlas.Choropleth.MEASURES.filter((measure) => this.bounds[measure].length);
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

  // A value for each province; NaN where its area is not known.
  values(measure, sums) {
    const [what, rate] = measure.split("_");
    const { area } = this.basemap.provinces;
    return Array.from(sums[what], (value, province) => {
      if (!rate) return value;
      return area[province] ? (value / area[province]) * 1000 : NaN;
    });
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
    return this.bounds[this.measure].findIndex((bound) => value <= bound);
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
      else if (value > 0) this.basemap.fillProvince(view, province, colors[Math.max(0, this.classOf(value))]);
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

  // The switch and, below it, what the colours mean.
  control(onChoose) {
    const { el, say } = atlas;
    const select = el("select", { "aria-label": say("color_by"), change: () => { onChoose(select.value); } },
      el("option", { value: "", text: say("color_none") }),
      ...this.measures().map((measure) => el("option", { value: measure, text: say(`measure.${measure}`) })));
    select.value = this.measure;
    this.key = el("div", { class: "key" });
    this.fillKey();
    return el("div", { class: "choropleth" }, el("label", {}, el("span", { text: say("color_by") }), select), this.key);
  }

  fillKey() {
    const { el, say } = atlas;
    this.key.replaceChildren();
    if (!this.measure) return;
    const colors = this.colors();
    const bounds = this.bounds[this.measure].map(atlas.Choropleth.rounded);
    const swatch = (color, text, name = "") => {
      const box = el("i", { class: `swatch ${name}` });
      if (color) box.style.background = color;
      return el("li", {}, box, el("span", { text }));
    };
    const rows = colors.map((color, i) => swatch(color, i === 0
      ? say("class_first", { to: bounds[0] }) : say("class_range", { from: bounds[i - 1], to: bounds[i] })));
    this.key.append(
      el("ul", {}, swatch(atlas.paint().land, say("class_zero")), ...rows, swatch("", say("no_data"), "dotted")),
      el("p", { class: "note", text: say("class_method") }));
  }
};

// Upper bounds of at most `most` classes that keep the squared distances to the class means
// least (W. D. Fisher 1958, "On grouping for maximum homogeneity"). Many values are thinned to
// evenly spaced ranks first, which leaves the bounds where they are within a rank.
atlas.naturalBreaks = (values, most) => {
  let sorted = [...new Set(values)].length <= most ? [...new Set(values)] : [...values];
  sorted.sort((a, b) => a - b);
  if (new Set(sorted).size <= most) return [...new Set(sorted)];
  const RANKS = 1200;
  if (sorted.length > RANKS) {
    const { length } = sorted;
    sorted = Array.from({ length: RANKS }, (_, i) => sorted[Math.round((i * (length - 1)) / (RANKS - 1))]);
  }
  const n = sorted.length;
  const sum = new Float64Array(n + 1), squares = new Float64Array(n + 1);
  sorted.forEach((value, i) => { sum[i + 1] = sum[i] + value; squares[i + 1] = squares[i] + value * value; });
  const spread = (from, to) => {
    const total = sum[to] - sum[from];
    return squares[to] - squares[from] - (total * total) / (to - from);
  };
  let cost = Float64Array.from({ length: n + 1 }, (_, to) => (to ? spread(0, to) : 0));
  const cuts = [];
  for (let k = 2; k <= most; k += 1) {
    const next = new Float64Array(n + 1).fill(Infinity), cut = new Uint32Array(n + 1);
    for (let to = k; to <= n; to += 1) {
      for (let from = k - 1; from < to; from += 1) {
        const value = cost[from] + spread(from, to);
        if (value < next[to]) { next[to] = value; cut[to] = from; }
      }
    }
    cuts.push(cut);
    cost = next;
  }
  const ends = [n];
  for (let k = cuts.length - 1; k >= 0; k -= 1) ends.unshift(cuts[k][ends[0]]);
  return [...new Set(ends.map((end) => sorted[end - 1]))];
};

"use strict";

// The events in memory: columns, the words they refer to, and which of them pass the filters.
atlas.PRECISIONS = ["", "town", "near", "district", "province", "country"];

atlas.Events = class {
  static BLOCK = 1024;
  static NAMED = {
    event_type: "type", sub_event_type: "subType", actor1: "actor1", actor2: "actor2",
    location: "location", admin1: "admin1", admin2: "admin2", country: "country",
    x_country_iso2: "countryCode", source: "source", x_province_id: "province",
    x_district_id: "district",
    x_admin1_iso: "provinceCode", x_status: "status",
  };

  static async read(id) {
    const packed = atlas.readJson(id);
    const [columns, names] = await Promise.all([
      atlas.decode.columns(packed.columns, packed.count),
      atlas.decode.dictionaries(packed.columns),
    ]);
    const events = new atlas.Events(packed, columns, names);
    events.shapes = packed.shapes ? await atlas.Shapes.read(packed.shapes) : null;
    return events;
  }

  constructor(packed, columns, names) {
    Object.assign(this, columns);
    this.count = packed.count;
    this.epoch = packed.epoch;
    this.articles = packed.articles;
    this.names = names;
    this.held = new Set(packed.held);
    this.cards = new atlas.Cards(packed.cards, packed.count, packed.chunkRows);
    this.given = Uint8Array.from(this.placed);
    this.passing = new Uint8Array(this.count).fill(1);
    this.shown = this.count;
    this.project();
  }

  // Positions in units of the world's width, and the box of each block of rows.
  project() {
    const n = this.count;
    this.x = new Float64Array(n);
    this.y = new Float64Array(n);
    for (let i = 0; i < n; i += 1) this.place(i, this.lon[i] / 1e5, this.lat[i] / 1e5);
  }

  place(i, lon, lat) {
    const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
    this.x[i] = lon / 360 + 0.5;
    this.y[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  measure() {
    const blocks = Math.ceil(this.count / atlas.Events.BLOCK);
    this.boxes = new Float64Array(blocks * 4);
    for (let block = 0; block < blocks; block += 1) {
      let west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
      const end = Math.min(this.count, (block + 1) * atlas.Events.BLOCK);
      for (let i = block * atlas.Events.BLOCK; i < end; i += 1) {
        west = Math.min(west, this.x[i]); east = Math.max(east, this.x[i]);
        north = Math.min(north, this.y[i]); south = Math.max(south, this.y[i]);
      }
      this.boxes.set([west, north, east, south], block * 4);
    }
  }

  name(column, i) {
    return this.names[column][this[column][i]];
  }

  precisionOf(i) {
    return atlas.PRECISIONS[this.precision[i]];
  }

  // Days since 1970-01-01, or null.
  dayOf(i) {
    return this.day[i] ? this.epoch + this.day[i] - 1 : null;
  }

  // The number of deaths, or null where none is stated.
  deathsOf(i) {
    return this.deaths[i] ? this.deaths[i] - 1 : null;
  }

  scoreOf(i) {
    return this.score[i] ? (this.score[i] - 1) / 1000 : null;
  }

  // Whether the sign is hollow: no number of deaths is stated.
  hollow(i) {
    return this.kind === "events" && !this.deaths[i];
  }

  // A table without types is no table of events: its rows are called by their names.
  get kind() {
    return this.names.type.length > 1 || this.names.subType.length > 1 ? "events" : "rows";
  }

  // What a row is headed with.
  title(i) {
    const what = this.whatOf(i);
    if (what) return atlas.term(what);
    return (this.kind === "rows" && this.whereOf(i)) || atlas.say("untyped");
  }

  // What happened, in the codebook's words.
  whatOf(i) {
    return this.name("subType", i) || this.name("type", i);
  }

  countryOf(i) {
    return atlas.countryName(this.name("countryCode", i), this.name("country", i));
  }

  whereOf(i) {
    const parts = [this.name("location", i), this.name("admin1", i), this.countryOf(i)];
    return parts.filter((part, at) => part && parts.indexOf(part) === at).join(", ");
  }

  // Every column of one event by its name in the table; null where it is missing.
  async row(i) {
    const row = await this.cards.row(i);
    for (const [name, column] of Object.entries(atlas.Events.NAMED)) row[name] = this.name(column, i) || null;
    const day = this.dayOf(i), deaths = this.deathsOf(i);
    const held = {
      event_date: day === null ? null : atlas.isoDay(day),
      latitude: this.given[i] ? this.lat[i] / 1e5 : null,
      longitude: this.given[i] ? this.lon[i] / 1e5 : null,
      fatalities: this.held.has("x_fat_reported") ? deaths ?? 0 : deaths,
      x_fat_reported: deaths !== null,
      x_precision: this.precisionOf(i) || null,
      x_radius_km: this.radius[i] / 10 || null,
      x_place_score: this.scoreOf(i),
    };
    return { ...row, ...held };
  }

  // The last day of all, or null where no event has a date.
  lastDay() {
    const last = this.days();
    return last ? this.epoch + last - 1 : null;
  }

  // The greatest number of a day.
  days() {
    if (this.greatestDay === undefined) {
      this.greatestDay = 0;
      for (const day of this.day) if (day > this.greatestDay) this.greatestDay = day;
    }
    return this.greatestDay;
  }

  // The rows that pass, newest first; ties keep the order of the rows.
  newestFirst() {
    this.order ??= this.sortByDay();
    return this.order.filter((i) => this.passing[i]);
  }

  // A counting sort: days are few where events are many.
  sortByDay() {
    const last = this.days();
    const begins = new Uint32Array(last + 2);
    for (let i = 0; i < this.count; i += 1) begins[last - this.day[i] + 1] += 1;
    for (let day = 1; day < begins.length; day += 1) begins[day] += begins[day - 1];
    const order = new Uint32Array(this.count);
    for (let i = 0; i < this.count; i += 1) {
      order[begins[last - this.day[i]]] = i;
      begins[last - this.day[i]] += 1;
    }
    return order;
  }
};

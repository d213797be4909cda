"use strict";

// The controls of the filter: search, lists, choices. Each stands there only if it can part the
// events; each changes the page's one filter and is set from it.
atlas.Filters = class {
  static MOST_CHOICES = 300;

  constructor(events, { filter, onChange }) {
    this.events = events;
    this.onChange = onChange;
    this.setters = [];
    const { el, say } = atlas;
    this.status = el("p", { class: "left", role: "status" });
    this.clear = el("button", { type: "button", class: "plain", hidden: true, text: say("clear"), click: () => this.onChange(atlas.noFilter()) });
    this.summary = el("summary");
    this.groups = this.build();
    this.fold = el("details", { class: "section filters", hidden: !this.groups.length }, this.summary, ...this.groups);
    this.node = el("div", { class: "finder" }, this.search(), el("div", { class: "state" }, this.status, this.clear), this.fold);
    this.sync(filter);
  }

  change(part) {
    this.onChange({ ...this.filter, ...part });
  }

  // Show what the filter is, and how many events it leaves.
  sync(filter) {
    const { events } = this;
    this.filter = filter;
    for (const set of this.setters) set(filter);
    const active = atlas.activeParts(filter);
    this.clear.hidden = active === 0;
    this.status.hidden = active === 0;
    this.status.textContent = filter.rows
      ? atlas.say("events_here", { n: events.shown })
      : atlas.say("events_left", { n: events.count, left: events.shown });
    this.summary.textContent = active ? atlas.say("filters_active", { n: active }) : atlas.say("filters");
  }

  search() {
    const input = atlas.el("input", {
      type: "search", placeholder: atlas.say("search"), "aria-label": atlas.say("search"), autocomplete: "off",
      focus: () => this.events.cards.fold(),
      input: async () => {
        await this.events.cards.fold();
        this.change({ text: input.value, rows: null });
      },
    });
    this.setters.push(({ text }) => { if (input.value !== text) input.value = text; });
    return input;
  }

  build() {
    const { events } = this;
    const types = this.tally("type");
    const kinds = this.tallyCodes(events.precision, atlas.PRECISIONS);
    return [
      this.boxes("types", "type", types, (name) => [atlas.glyphs.icon(name), atlas.term(name) || atlas.say("untyped")]),
      this.choice("subTypes", "sub_type", this.tally("subType"), atlas.term),
      this.actors(),
      this.dates(),
      this.steps("minDeaths", "deaths", [1, 5, 10, 25, 100], Math.max(...this.range(events.deaths)) - 1, (n) => atlas.say("at_least", { n })),
      this.boxes("precisions", "precision_head", kinds, (name) => [atlas.say(`precision.${name || "unknown"}`)]),
      this.steps("minScore", "score", [0.5, 0.7, 0.9], this.parts(events.score) ? 1 : 0, (n) => atlas.say("at_least", { n })),
      this.choice("sources", "source", this.tally("source"), (name) => name),
    ].filter(Boolean);
  }

  range(column) {
    let low = Infinity, high = 0;
    for (const value of column) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  }

  parts(column) {
    const [low, high] = this.range(column);
    return high > low;
  }

  tally(column) {
    return this.tallyCodes(this.events[column], this.events.names[column]);
  }

  // [name, number of events], the most frequent first.
  tallyCodes(codes, names) {
    const counts = new Uint32Array(names.length);
    for (let i = 0; i < codes.length; i += 1) counts[codes[i]] += 1;
    return names.map((name, code) => [name, counts[code]]).filter(([, count]) => count)
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  group(key, ...nodes) {
    return atlas.el("fieldset", { class: key }, atlas.el("legend", { text: atlas.say(key) }), ...nodes);
  }

  boxes(part, key, tally, describe) {
    if (tally.length < 2) return null;
    const rows = tally.map(([name, count]) => {
      const box = atlas.el("input", { type: "checkbox", value: name, change: () => this.readBoxes(part, rows) });
      return atlas.el("label", {}, box, ...describe(name), atlas.el("span", { class: "count", text: atlas.number(count) }));
    });
    this.setters.push((filter) => {
      for (const row of rows) row.firstChild.checked = !filter[part] || filter[part].includes(row.firstChild.value);
    });
    return this.group(key, ...rows);
  }

  readBoxes(part, rows) {
    const chosen = rows.map((row) => row.firstChild).filter((box) => box.checked);
    this.change({ [part]: chosen.length === rows.length ? null : chosen.map((box) => box.value) });
  }

  select(key, options, onChoose) {
    const node = atlas.el("select", { "aria-label": atlas.say(key), change: () => onChoose(node.value) },
      atlas.el("option", { value: "", text: atlas.say("any") }),
      ...options.map(([value, text]) => atlas.el("option", { value, text })));
    return node;
  }

  choice(part, key, tally, describe) {
    const named = tally.filter(([name]) => name).slice(0, atlas.Filters.MOST_CHOICES);
    if (named.length < 2) return null;
    const options = named.map(([name, count]) => [name, `${describe(name)} (${atlas.number(count)})`]);
    const node = this.select(key, options, (name) => this.change({ [part]: name ? [name] : null }));
    this.setters.push((filter) => { node.value = filter[part]?.[0] ?? ""; });
    return this.group(key, node);
  }

  actors() {
    const counts = new Map();
    for (const column of ["actor1", "actor2"]) {
      for (const [name, count] of this.tally(column)) if (name) counts.set(name, (counts.get(name) || 0) + count);
    }
    if (counts.size < 2) return null;
    const most = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, atlas.Filters.MOST_CHOICES);
    const options = most.map(([name, count]) => [name, `${name} (${atlas.number(count)})`]);
    const node = this.select("actor", options, (name) => this.change({ actor: name }));
    this.setters.push(({ actor }) => { node.value = actor; });
    return this.group("actor", node);
  }

  dates() {
    const { events } = this;
    const last = events.lastDay();
    if (last === null || last === events.epoch) return null;
    const limits = { min: atlas.isoDay(events.epoch), max: atlas.isoDay(last) };
    const inputs = ["from", "to"].map((part) => {
      const node = atlas.el("input", {
        type: "date", "aria-label": atlas.say(part), ...limits,
        change: () => this.change({ [part]: atlas.parseDay(node.value) }),
      });
      this.setters.push((filter) => { node.value = filter[part] === null ? "" : atlas.isoDay(filter[part]); });
      return node;
    });
    return this.group("dates", atlas.el("div", { class: "pair" }, ...inputs));
  }

  steps(part, key, values, most, describe) {
    const within = values.filter((value) => value <= most);
    if (!within.length) return null;
    const node = this.select(key, within.map((value) => [String(value), describe(value)]),
      (value) => this.change({ [part]: Number(value) }));
    this.setters.push((filter) => { node.value = filter[part] ? String(filter[part]) : ""; });
    return this.group(key, node);
  }
};

// How many parts of a filter hold something back; the dates count once.
atlas.activeParts = (filter) => {
  const dates = filter.from !== null || filter.to !== null;
  const lists = [filter.types, filter.subTypes, filter.sources, filter.precisions, filter.statuses, filter.rows];
  const others = [filter.actor, filter.text, filter.minDeaths > 0, filter.minScore > 0, dates];
  return lists.filter((list) => list !== null).length + others.filter(Boolean).length;
};

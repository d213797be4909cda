"use strict";

// The list of events that pass, newest first, in step with the map.
atlas.List = class {
  static STEP = 100;

  constructor(events, { onOpen, onClear }) {
    this.events = events;
    this.onOpen = onOpen;
    this.rows = [];
    this.limit = atlas.List.STEP;
    this.items = atlas.el("ol", { class: "rows" });
    this.more = atlas.el("button", { type: "button", class: "plain", click: () => this.grow() });
    this.empty = atlas.el("p", { class: "empty", hidden: true }, `${atlas.say("no_match")} `,
      atlas.el("button", { type: "button", class: "inline", text: atlas.say("clear"), click: onClear }));
    this.rest = atlas.el("p", { class: "printed note" });
    this.node = atlas.el("div", { class: "list", keydown: (event) => this.onKey(event) },
      this.items, this.empty, this.more, this.rest);
  }

  refresh() {
    this.rows = this.events.newestFirst();
    this.limit = atlas.List.STEP;
    this.fill();
  }

  grow() {
    const first = this.limit;
    this.limit += atlas.List.STEP;
    this.fill();
    this.button(first)?.focus();
  }

  fill() {
    const shown = this.rows.slice(0, this.limit);
    this.items.replaceChildren(...Array.from(shown, (i) => this.row(i)));
    const left = this.rows.length - shown.length;
    this.empty.hidden = this.rows.length > 0;
    this.more.hidden = left === 0;
    this.rest.textContent = left ? atlas.say("events_left", { n: this.rows.length, left: shown.length }) : "";
    this.more.textContent = atlas.say("show_more", { n: Math.min(left, atlas.List.STEP) });
  }

  row(i) {
    const { events } = this;
    const day = events.dayOf(i), deaths = events.deathsOf(i);
    const undated = events.kind === "events" ? atlas.say("undated") : "";
    const facts = [
      day === null ? undated : atlas.dayText(day, { short: true }),
      deaths ? atlas.say("deaths_short", { n: deaths }) : "",
    ].filter(Boolean).join(" · ");
    const what = events.title(i), where = events.whereOf(i) || (events.kind === "events" ? atlas.say("unplaced") : "");
    return atlas.el("li", {},
      atlas.el("button", { type: "button", "data-row": i, click: () => this.onOpen(i) },
        atlas.glyphs.icon(events.name("type", i), { hollow: events.hollow(i) }),
        atlas.el("span", { class: "text" },
          atlas.el("span", { class: "what", text: what }),
          where && where !== what ? atlas.el("span", { class: "where", text: where }) : null,
          facts ? atlas.el("span", { class: "facts", text: facts }) : null)));
  }

  button(at) {
    return this.items.children[at]?.firstElementChild;
  }

  // Bring the row of an event into sight and give it the focus.
  focus(i) {
    const at = this.rows.indexOf(i);
    if (at >= this.limit) { this.limit = at + atlas.List.STEP; this.fill(); }
    this.button(at)?.focus();
  }

  // The event before or after another in the list; -1 past the ends.
  neighbour(i, step) {
    return this.rows[this.rows.indexOf(i) + step] ?? -1;
  }

  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const button = event.target.closest("[data-row]");
    if (!step || !button) return;
    event.preventDefault();
    const next = this.button([...this.items.children].indexOf(button.parentElement) + step);
    next?.focus();
  }
};

"use strict";

// The reading panel: title, card, list, legend, notes, credits. On a phone it is a sheet.
atlas.Panel = class {
  constructor(page, map) {
    this.page = page;
    this.map = map;
    const { el, say } = atlas;
    this.title = el("h1", { text: page.title || say("title") });
    this.summary = el("p", { class: "summary", role: "status" });
    this.fold = el("button", { type: "button", class: "fold", click: () => this.toggle() });
    this.handle = el("button", { type: "button", class: "handle", "aria-label": say("sheet"), click: () => this.pull() });
    this.tools = el("div", { class: "tools" });
    this.body = el("div", { class: "body" });
    this.foot = el("footer");
    this.node = el("aside", { id: "panel", "aria-label": say("panel_label"), tabindex: "-1" },
      this.handle,
      el("header", { class: "head" }, el("div", {}, this.title, this.summary)),
      el("div", { class: "scroll" }, this.tools, this.body, this.foot));
    document.body.append(this.fold, this.node);
    this.nameFold();
    this.drag();
  }

  remove() {
    this.node.remove();
    this.fold.remove();
  }

  nameFold() {
    const folded = document.body.classList.contains("folded");
    this.fold.setAttribute("aria-expanded", String(!folded));
    this.fold.setAttribute("aria-label", atlas.say(folded ? "unfold_panel" : "fold_panel"));
    this.fold.title = atlas.say(folded ? "unfold_panel" : "fold_panel");
    this.fold.textContent = folded ? "‹" : "›";
  }

  toggle() {
    document.body.classList.toggle("folded");
    this.nameFold();
    this.map.invalidateSize({ animate: false });
  }

  // Bring a part of the panel to its top; a sheet that is down comes up for it.
  show(part) {
    if (document.body.classList.contains("sheet-low")) this.pull("half");
    const scroll = part.closest(".scroll");
    scroll.scrollTop += part.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  }

  // The sheet has three heights: a strip, half, and nearly all.
  pull(to) {
    const heights = ["low", "half", "high"];
    const now = heights.findIndex((name) => document.body.classList.contains(`sheet-${name}`));
    const next = to ?? heights[((now < 0 ? 1 : now) + 1) % 3];
    document.body.classList.remove(...heights.map((name) => `sheet-${name}`));
    document.body.classList.add(`sheet-${next}`);
    this.map.invalidateSize({ animate: false });
  }

  drag() {
    let from = null;
    this.handle.addEventListener("pointerdown", (event) => {
      from = event.clientY;
      this.handle.setPointerCapture(event.pointerId);
    });
    this.handle.addEventListener("pointerup", (event) => {
      const way = event.clientY - (from ?? event.clientY);
      from = null;
      if (Math.abs(way) < 24) return;
      const high = event.clientY < innerHeight * 0.35;
      this.pull(way < 0 ? (high ? "high" : "half") : (event.clientY > innerHeight * 0.75 ? "low" : "half"));
      this.handle.addEventListener("click", (click) => click.stopImmediatePropagation(), { once: true, capture: true });
    });
  }

  // Articles that gave no event, each with the reason.
  notes(open) {
    const { notes } = this.page;
    if (!notes.length) return null;
    const { el, say } = atlas;
    return el("details", { class: "section notes", open },
      el("summary", { text: say("notes", { n: notes.length }) }),
      el("ul", {}, ...notes.map(([title, reason]) =>
        el("li", {}, el("span", { class: "main", text: title }), el("span", { class: "note", text: reason })))));
  }

  // The page's languages, the present one pressed.
  languages(onChoose) {
    const buttons = Object.entries(atlas.words).map(([language, words]) => atlas.el("button", {
      type: "button", lang: language, text: words.language, "aria-pressed": String(language === atlas.language),
      click: () => onChoose(language),
    }));
    return atlas.el("div", { class: "section languages", role: "group", "aria-label": atlas.say("languages") }, ...buttons);
  }

  credits() {
    const { el, say } = atlas;
    const { credits } = this.page;
    const items = credits.map(([title, attribution, licence]) =>
      el("li", {}, el("span", { class: "main", text: title }), el("span", { class: "note", text: `${attribution} · ${licence}` })));
    return el("details", { class: "section credits" },
      el("summary", { text: say("credits") }),
      items.length ? el("ul", {}, ...items) : null,
      el("p", { class: "note", text: say("made_with") }));
  }
};

"use strict";

// One event in full: what, when, where, who, how many, and the sentence that says so.
atlas.card = (() => {
  const { el, say } = atlas;
  const NUMBERS = ["time_precision", "x_fat_low", "x_fat_high", "x_injured", "x_n_sources", "x_type_score"];

  // The row with text where text is due and numbers where numbers are: a table may hold anything.
  function checked(row) {
    const sound = ([name, value]) => {
      if (NUMBERS.includes(name)) return typeof value === "number" ? value : null;
      return typeof value === "number" && !/_(start|end)$|^timestamp$/.test(name) ? String(value) : value;
    };
    return Object.fromEntries(Object.entries(row).map((entry) => [entry[0], sound(entry)]));
  }

  const line = (text, note) => el("div", { class: "line" },
    el("p", { class: "main", text }), note ? el("p", { class: "note", text: note }) : null);

  function head(events, i) {
    const type = events.name("type", i);
    const what = events.whatOf(i);
    const parts = [atlas.glyphs.icon(type, { hollow: events.hollow(i), size: 28 }),
      el("div", {},
        el("h2", { text: events.title(i) }),
        what === type ? null : el("p", { class: "note", text: atlas.term(type) }))];
    const status = events.name("status", i);
    if (status && status !== "reported") parts.push(el("span", { class: "badge", text: atlas.term(status) }));
    return el("header", {}, ...parts);
  }

  function when(events, i, card) {
    const day = events.dayOf(i);
    if (day === null) return events.kind === "events" ? line(say("undated")) : null;
    const start = atlas.parseDay(card.x_date_start), end = atlas.parseDay(card.x_date_end);
    const long = start !== null && end !== null && end > start;
    const text = long
      ? say("date_range", { from: atlas.dayText(start), to: atlas.dayText(end) })
      : atlas.dayText(day, { weekday: true });
    const words = card.x_date_text ? ` · ${say("quoted", { text: card.x_date_text })}` : "";
    const precision = card.time_precision ? say(`time_precision.${card.time_precision}`) : "";
    return line(text + words, precision);
  }

  function where(events, i, card, kindOf) {
    const precision = events.precisionOf(i);
    const values = { km: events.radius[i] / 10 };
    const key = precision === "near" && !values.km ? "near_unmeasured" : precision;
    if (!key && events.kind === "rows") return null;
    return line(place(events, i, precision, kindOf), key ? say(`precision_note.${key}`, values) : "");
  }

  function place(events, i, precision, kindOf) {
    const country = events.countryOf(i), admin1 = events.name("admin1", i);
    if (precision === "province" && admin1) {
      const kind = atlas.term(kindOf(i) || "Province");
      return [say("kind_of_place", { kind, name: admin1 }), country].filter(Boolean).join(", ");
    }
    const text = events.whereOf(i) || say("unplaced");
    return precision === "near" ? say("near_place", { place: text }) : text;
  }

  function who(events, i, card) {
    const side = (name, others) => (name && others ? say("with", { name, others }) : name || others || "");
    const first = side(events.name("actor1", i), card.assoc_actor_1);
    const second = side(events.name("actor2", i), card.assoc_actor_2);
    if (!first && !second) return null;
    const text = first && second ? say("against", { first, second }) : first || second;
    return line(text, card.civilian_targeting ? say("civilian_targeting") : "");
  }

  function deaths(events, i, card) {
    const number = events.deathsOf(i);
    if (events.kind === "rows" && number === null) return null;
    const known = (value) => value !== null && value !== undefined;
    let text = say("deaths_unknown");
    if (number !== null) {
      const spread = known(card.x_fat_low) && known(card.x_fat_high) && card.x_fat_low !== card.x_fat_high;
      text = spread
        ? say("deaths_between", { number, low: card.x_fat_low, high: card.x_fat_high })
        : say("deaths_number", { number });
    }
    return line(text, card.x_injured ? say("injured", { n: card.x_injured }) : "");
  }

  // The place is marked and the trigger underlined; the pieces laid end to end are the sentence.
  function sentence(card) {
    const pieces = atlas.Cards.pieces(card);
    if (!pieces.length) return null;
    const nodes = pieces.map(([text, marks]) => {
      let node = marks.includes("t") ? el("u", { text }) : document.createTextNode(text);
      if (marks.includes("p")) node = el("mark", {}, node);
      return node;
    });
    return el("blockquote", {}, ...nodes);
  }

  // Our own tables keep the day of publication in ACLED's `timestamp`.
  function publishedDay({ x_titles: titles, timestamp }) {
    return titles && typeof timestamp === "number" ? Math.floor((timestamp * 1000) / atlas.DAY) : null;
  }

  // Each report on an event in its own words; links only where every report has one.
  function reports(card) {
    const urls = card.x_urls || [], linked = urls.length === card.x_reports.length;
    return card.x_reports.map((text, at) =>
      el("li", {}, linked ? atlas.link(urls[at], text) : el("span", { text })));
  }

  function titles(card) {
    const names = card.x_titles || [], urls = card.x_urls || [];
    const published = publishedDay(card);
    const day = published === null ? "" : atlas.dayText(published);
    return Array.from({ length: Math.max(names.length, urls.length) }, (_, at) => {
      const text = names[at] || urls[at];
      const item = urls[at] ? atlas.link(urls[at], text) : el("span", { text });
      return el("li", {}, item, at === 0 && day ? `, ${day}` : null);
    });
  }

  function sources(events, i, card) {
    const several = (card.x_reports || []).length > 1;
    const items = several ? reports(card) : titles(card);
    const outlet = events.name("source", i), path = card.x_path || "";
    const file = several ? [] : [path.endsWith(outlet) ? "" : outlet, path].filter(Boolean);
    const count = (several && card.x_n_sources) || Math.max(items.length, card.x_n_sources || 0, file.length ? 1 : 0);
    if (!count) return null;
    const names = file.join(" · ");
    return el("div", { class: "line" },
      el("p", { class: "main", text: say("sources", { n: count }) }),
      card.x_disagreements ? el("p", { class: "note", text: say("sources_differ", { text: card.x_disagreements }) }) : null,
      items.length ? el("ul", { class: "sources" }, ...items) : null,
      names ? el("p", { class: "note path", text: names }) : null);
  }

  // Who decided otherwise than the machine, or agreed with it, and why: "FIELD by WHO: WHY".
  function decisions(card) {
    const told = (card.x_corrections || []).map((note) => {
      const [, field, text] = /^(\S+) by ([^]*)$/.exec(note) || ["", "", note];
      return say(field === "x_review_status" ? "confirmed_by" : "corrected_by", { text });
    });
    const texts = [...new Set(told)];
    return texts.length ? el("div", { class: "line decisions" }, ...texts.map((text) => el("p", { class: "note", text }))) : null;
  }

  function confidence(events, i, card) {
    const parts = [];
    const score = events.scoreOf(i);
    if (score !== null) parts.push(say("confidence", { score: score.toFixed(2) }));
    if (card.x_type_score) parts.push(say("type_confidence", { score: card.x_type_score.toFixed(2) }));
    const others = card.x_place_alternatives || [];
    if (!parts.length && !others.length) return null;
    const text = parts.join(" · ");
    if (!others.length) return line("", text);
    const summary = el("summary", {}, text ? `${text} · ` : "", say("alternatives", { n: others.length }), " ",
      el("span", { class: "more", text: say("show") }));
    return el("details", { class: "alternatives" }, summary,
      el("ul", {}, ...others.map((other) => el("li", { text: other }))),
      card.x_place_reason ? el("p", { class: "note", text: say("chosen_because", { reason: card.x_place_reason }) }) : null);
  }

  // The columns that are no part of an event table, as they stand.
  function others(events, card) {
    const told = events.cards.packed.others.filter((name) => card[name] !== null && card[name] !== "");
    if (!told.length) return null;
    return el("dl", { class: "others" }, ...told.flatMap((name) => [el("dt", { text: name }), el("dd", { text: String(card[name]) })]));
  }

  async function draw(events, i, kindOf) {
    const card = checked(await events.row(i));
    return el("article", { class: "card", "data-id": card.event_id_cnty || "", "aria-label": say("card_label"), tabindex: "-1" },
      head(events, i), when(events, i, card), where(events, i, card, kindOf), who(events, i, card),
      deaths(events, i, card), sentence(card), others(events, card), sources(events, i, card), decisions(card),
      confidence(events, i, card));
  }

  return { draw };
})();

"use strict";

// One event: what the article says, where that may be, and what can be put right.
review.card = (() => {
  const { el } = review;
  const STATUS = { machine: "as the machine reads it", corrected: "corrected", confirmed: "confirmed", rejected: "not an event" };

  function head(found) {
    const day = found.published ? ` · ${found.published}` : "";
    return el("header", {},
      el("div", { class: "titles" },
        el("h2", { text: found.what || found.type }),
        el("span", { class: `badge ${found.status}`, text: STATUS[found.status] })),
      el("p", { class: "note" }, review.link(found.url, found.title), ` · ${found.source}${day}`));
  }

  // The place is marked and the trigger underlined, in the sentence and a little around it.
  function sentence(found) {
    const nodes = found.text.map(([text, marks]) => {
      let node = marks.includes("t") ? el("u", { text }) : document.createTextNode(text);
      if (marks.includes("p")) node = el("mark", {}, node);
      return marks.includes("s") ? node : el("span", { class: "around" }, node);
    });
    return el("blockquote", {}, ...nodes);
  }

  const kindOf = (place) => ({ admin1: "province", admin2: "district", populated: "town" })[place.kind] || place.kind;

  function choice(place, label, chosen, choose, words) {
    const where = [kindOf(place), place.where].filter(Boolean).join(", ");
    const people = place.population ? ` · ${place.population.toLocaleString("en")} people` : "";
    return el("li", {}, el("button", { type: "button", class: "place", "aria-pressed": String(chosen), "data-id": place.id, click: choose },
      label ? el("kbd", { text: label }) : null,
      el("span", { class: "named" }, el("b", { text: place.name }),
        el("span", { class: "note", text: ` ${where}${people}${words ? ` · “${words}”` : ""}` })),
      place.score === null ? null : el("span", { class: "score", text: place.score.toFixed(2) })));
  }

  function places(found, act) {
    const chosen = (place) => found.place !== null && place.id === found.place.id;
    const listed = found.places.map((place, at) => choice(place, at < 9 ? String(at + 1) : "", chosen(place), () => act.mean(place)));
    const none = el("li", {}, el("button", { type: "button", class: "place", "aria-pressed": String(!found.place), click: () => act.mean(null) },
      el("kbd", { text: "0" }), el("span", { class: "named", text: "No place is known" })));
    const wrong = found.name ? el("li", {}, el("button", { type: "button", class: "place", id: "no-name", click: act.unname },
      el("span", { class: "named", text: `“${found.name}” is no place name here` }))) : null;
    const others = found.named.map((place) => choice(place, "", chosen(place), () => act.happened(place), place.words));
    return el("section", { class: "where" },
      el("h3", { text: found.name ? `What “${found.name}” means, everywhere in this article` : "Where it happened" }),
      found.place && found.place.reason ? el("p", { class: "note", text: `Now: ${found.place.name}, ${found.place.where}: ${found.place.reason}` }) : null,
      el("ol", { class: "places" }, ...listed, none, ...[wrong].filter(Boolean)),
      others.length ? el("details", {},
        el("summary", { text: `It happened at another place that the article names (${others.length})` }),
        el("ul", { class: "places" }, ...others)) : null,
      search(found, act));
  }

  // Another place of the offline gazetteer, for the name or for this event alone.
  function search(found, act) {
    const results = el("ul", { class: "places", id: "results" });
    const scope = el("select", { id: "scope", "aria-label": "What the place is chosen for" },
      found.name ? el("option", { value: "mean", text: `for every “${found.name}” here` }) : null,
      el("option", { value: "happened", text: "for this event alone" }));
    const look = async (event) => {
      event.preventDefault();
      const name = document.getElementById("search").value;
      const list = await review.ask("places", { name });
      results.replaceChildren(...(list.length
        ? list.map((place) => choice(place, "", false, () => act[scope.value](place)))
        : [el("li", { class: "note", text: "The gazetteer knows no place of this name." })]));
      if (list.length) results.querySelector("button").focus();
    };
    return el("div", { class: "search" },
      el("form", { role: "search", submit: look },
        el("input", { id: "search", type: "search", placeholder: "Another place: name, or name and province", "aria-label": "Search the gazetteer", value: found.name }),
        el("button", { type: "submit", text: "Search" }), scope),
      results);
  }

  function input(field) {
    const common = { id: `f-${field.name}`, "data-field": field.name, "data-was": field.value };
    if (field.kind !== "choice") {
      return el("input", { ...common, type: field.kind, value: field.value, min: field.kind === "number" ? 0 : null, placeholder: field.kind === "number" ? "not stated" : null });
    }
    return el("select", common, ...field.choices.map((text) =>
      el("option", { value: text, text: LABELS[field.name]?.[text] ?? (text || "–"), selected: text === field.value })));
  }

  const LABELS = {
    time_precision: { 1: "day", 2: "week", 3: "month or less" },
    x_status: { reported: "reports it", claimed: "says that somebody claims it", planned: "tells of a plan", denied: "denies it", historical: "recalls it" },
    civilian_targeting: { "": "no", "Civilian targeting": "yes" },
  };

  function fields(found, columns, act) {
    const rows = found.fields.map((field) => el("label", { class: field.label === "is" ? "field side" : "field" },
      el("span", { text: field.label }), input(field)));
    const column = el("select", { id: "column", "aria-label": "Another column" },
      el("option", { value: "", text: "Another column …" }), ...columns.map((name) => el("option", { value: name, text: name })));
    const value = el("input", { id: "column-value", "aria-label": "Its value" });
    column.addEventListener("change", () => { value.value = found.values[column.value] ?? ""; });
    return el("details", { id: "fields", open: true },
      el("summary", { text: "What, when, who, how many" }),
      el("form", { class: "grid", submit: (event) => { event.preventDefault(); act.save(); } }, ...rows,
        el("div", { class: "field other" }, column, value),
        el("button", { type: "submit", text: "Save changes" })));
  }

  // The fields that differ from what was shown.
  function changes() {
    const edited = [...document.querySelectorAll("[data-field]")].filter((node) => node.value !== node.dataset.was);
    const list = edited.map((node) => ({ target: "event", field: node.dataset.field, value: node.value }));
    const column = document.getElementById("column").value;
    if (column) list.push({ target: "event", field: column, value: document.getElementById("column-value").value });
    return list;
  }

  function notes(found) {
    if (!found.notes.length) return null;
    return el("ul", { class: "notes" }, ...found.notes.map((text) => el("li", { class: "note", text })));
  }

  function judge(act, found) {
    return el("div", { class: "judge" },
      el("label", { class: "why" }, el("span", { text: "Why" }),
        el("input", { id: "why", maxlength: "500", placeholder: "what the article says; stands beside the correction" })),
      found.copies ? el("label", { class: "copies" }, el("input", { id: "copies", type: "checkbox", checked: true }),
        `Not in the ${found.copies === 1 ? "other article" : `${found.copies} other articles`} with this sentence either, if it is no event`) : null,
      el("div", { class: "verdicts" },
        el("button", { type: "button", id: "confirm", class: "yes", click: act.confirm }, el("kbd", { text: "C" }), found.status === "corrected" ? " Done, next" : " Right as it is"),
        el("button", { type: "button", id: "reject", class: "no", click: act.reject }, el("kbd", { text: "X" }), " Not an event")));
  }

  function draw(found, columns, act) {
    document.getElementById("card").replaceChildren(
      head(found), sentence(found), ...[notes(found)].filter(Boolean), places(found, act), fields(found, columns, act), judge(act, found));
  }

  return { draw, changes };
})();

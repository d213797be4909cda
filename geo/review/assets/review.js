"use strict";

// The walk: one event after another, the least certain first, each decision written at once.
review.page = (() => {
  const { el } = review;
  const byId = (id) => document.getElementById(id);
  let all = { cases: [], columns: [], written: 0 }, at = 0, found = null, waiting = 0;

  function tell(text, wrong = false) {
    const node = byId("told");
    node.textContent = text;
    node.classList.toggle("wrong", wrong);
  }

  function progress() {
    const done = all.cases.filter((one) => one.status !== "machine").length;
    byId("progress").textContent = all.cases.length
      ? `${at + 1} of ${all.cases.length}, the least certain first · ${done} looked at · ${all.file}` : `nothing to review · ${all.file}`;
    byId("undo").disabled = !all.written;
    byId("back").disabled = at === 0;
    byId("on").disabled = at >= all.cases.length - 1;
  }

  async function show() {
    progress();
    if (!all.cases.length) {
      byId("card").replaceChildren(el("p", { class: "note", text: "No event was found in these articles." }));
      return;
    }
    const [article, event] = all.cases[at].key;
    found = await review.ask("case", { article, event });
    review.card.draw(found, all.columns, act);
    review.chart.show(found.places, found.place, (index) => act.mean(found.places[index]));
  }

  function go(step) {
    at = Math.min(Math.max(0, at + step), Math.max(0, all.cases.length - 1));
    byId("card").scrollTop = 0;
    return show();
  }

  // Where an event stands in the list; an event that is told no more gives way to the next.
  function find(key) {
    const place = all.cases.findIndex((one) => one.key.join("\n") === key.join("\n"));
    return place < 0 ? Math.min(at, all.cases.length - 1) : place;
  }

  // Every use of the server, one after another; what it refuses is said.
  let last = Promise.resolve();
  const run = (work) => {
    waiting += 1;
    last = last.then(work).catch((error) => tell(error.message, true)).finally(() => { waiting -= 1; });
    return last;
  };

  // A decision is about what is on the screen: none is taken while another event is on its way.
  async function decide(changes, { step = 0, said, copies = false } = {}) {
    if (waiting) return;
    const who = byId("who").value.trim();
    if (!who) {
      tell("Say who you are first: your name stands beside every correction.", true);
      byId("who").focus();
      return;
    }
    await run(async () => {
      const key = found.key;
      all = await review.send("decide", { key, changes, copies, who, why: byId("why").value });
      at = find(key);
      await go(step);
      tell(`${said}. Written to ${all.file}.`);
    });
  }

  const act = {
    mean: (place) => decide([found.name
      ? { target: "mention", field: "place", value: place ? place.id : "none" }
      : { target: "event", field: "place", value: place ? place.id : "none" }],
    { said: place ? `“${found.name}” means ${[place.name, place.where].filter(Boolean).join(", ")}` : "No place is known" }),
    unname: () => decide([{ target: "mention", field: "mention", value: "removed" }], { said: `“${found.name}” is no place name` }),
    happened: (place) => decide([{ target: "event", field: "place", value: place.id }], { said: `It happened at ${place.name}` }),
    save: () => {
      const changes = review.card.changes();
      return changes.length ? decide(changes, { said: `${changes.length} changed` }) : tell("Nothing was changed.");
    },
    confirm: () => decide([{ target: "event", field: "x_review_status", value: "confirmed" }], { step: 1, said: "Confirmed" }),
    reject: () => decide([{ target: "event", field: "x_review_status", value: "rejected" }],
      { step: 1, said: "Not an event", copies: Boolean(byId("copies")?.checked) }),
    undo: () => run(async () => {
      const answer = await review.send("undo", {});
      if (!answer.key) {
        tell("Nothing to undo.");
        return;
      }
      all = answer;
      at = find(answer.key);
      await show();
      tell("Taken back.");
    }),
  };

  function keys() {
    const shown = byId("keys").toggleAttribute("hidden");
    byId("help").setAttribute("aria-expanded", String(!shown));
  }

  const focus = (id) => byId(id) && (byId(id).focus(), byId(id).select?.());

  function press(event) {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") document.activeElement.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) act.save();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !found) return;
    const meant = {
      c: act.confirm, x: act.reject, u: act.undo, j: () => run(() => go(1)), k: () => run(() => go(-1)), "?": keys,
      ArrowRight: () => run(() => go(1)), ArrowLeft: () => run(() => go(-1)),
      "/": () => focus("search"), w: () => focus("why"), e: () => focus("f-sub_event_type"), 0: () => act.mean(null),
    }[event.key];
    const place = /^[1-9]$/.test(event.key) && found.places[Number(event.key) - 1];
    if (!meant && !place) return;
    event.preventDefault();
    if (meant) meant();
    else act.mean(place);
  }

  async function start() {
    all = await review.ask("cases");
    byId("who").value = all.who;
    byId("back").addEventListener("click", () => run(() => go(-1)));
    byId("on").addEventListener("click", () => run(() => go(1)));
    byId("undo").addEventListener("click", act.undo);
    byId("help").addEventListener("click", keys);
    document.addEventListener("keydown", press);
    window.addEventListener("resize", () => found && review.chart.redraw());
    await show();
    document.documentElement.dataset.ready = "";
  }

  return { start };
})();

review.page.start().catch((error) => { document.getElementById("told").textContent = error.message; });

"use strict";

// The one name that the files of this page share. Each file adds its part to it.
const atlas = { layers: [], page: null };

// What a script element holds, read once.
atlas.held = new Map();
atlas.readJson = (id) => {
  if (!atlas.held.has(id)) atlas.held.set(id, JSON.parse(document.getElementById(id).textContent));
  return atlas.held.get(id);
};

// An element. Text is only ever set as text, so no string can become markup here.
atlas.el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

// A link to another site, or plain text where the address is not an ordinary web address.
atlas.link = (address, text) => {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    url = null;
  }
  if (!url || !["http:", "https:"].includes(url.protocol)) return atlas.el("span", { text });
  return atlas.el("a", {
    href: url.href,
    rel: "noopener noreferrer nofollow",
    target: "_blank",
    text,
  });
};

// Words of the chosen language. A pair of forms is for one and for many, chosen by `n`.
atlas.say = (key, values = {}) => {
  let form = atlas.words[atlas.language];
  for (const name of key.split(".")) {
    form = form && Object.hasOwn(form, name) ? form[name] : undefined;
  }
  if (Array.isArray(form)) form = form[atlas.format("PluralRules").select(values.n) === "one" ? 0 : 1];
  if (typeof form !== "string") return key;
  return form.replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? atlas.number(values[name]) : String(values[name] ?? ""));
};

// The translation of a codebook term, or the term itself where there is none.
atlas.term = (text) => {
  const terms = atlas.words[atlas.language].terms;
  return Object.hasOwn(terms, text) ? terms[text] : text;
};

// Formatters are dear to make: one of a kind for each language.
atlas.formats = new Map();
atlas.format = (kind, options) => {
  const key = `${kind} ${atlas.language}`;
  if (!atlas.formats.has(key)) atlas.formats.set(key, new Intl[kind](atlas.language, options));
  return atlas.formats.get(key);
};
atlas.number = (value) => atlas.format("NumberFormat", { maximumFractionDigits: 2 }).format(value);

// A country in the page's language, by its code; the name that was given where there is none.
atlas.countryName = (code, given) => {
  if (atlas.language === "en" || !/^[A-Z]{2}$/.test(code)) return given;
  return atlas.format("DisplayNames", { type: "region", fallback: "none" }).of(code) ?? given;
};

atlas.DAY = 86400000;

// A day, counted from 1970-01-01, in words: "3 March 2026", with the weekday "Tue 3 March 2026".
atlas.dayText = (day, { weekday = false, short = false } = {}) => {
  const date = new Date(day * atlas.DAY);
  const words = atlas.words[atlas.language];
  const months = short ? words.months_short : words.months;
  return atlas.say(weekday ? "date_weekday" : "date_plain", {
    weekday: words.weekdays[date.getUTCDay()],
    day: String(date.getUTCDate()),
    month: months[date.getUTCMonth()],
    year: String(date.getUTCFullYear()),
  });
};

// "2026-03-03" as a day counted from 1970-01-01; null for anything else.
atlas.parseDay = (text) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text || "");
  if (!match) return null;
  const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return Number.isNaN(time) ? null : time / atlas.DAY;
};

atlas.isoDay = (day) => new Date(day * atlas.DAY).toISOString().slice(0, 10);

atlas.calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// How the map moves: in 150 ms at most, and not at all for whoever asked for less movement.
atlas.STEP_S = 0.15;
atlas.motion = () => (atlas.calm() ? { zoomAnimation: false, fadeAnimation: false, inertia: false } : {});
L.Map.include({
  panSlowly: L.Map.prototype.panBy,
  panBy(offset, options) {
    return this.panSlowly(offset, { duration: atlas.STEP_S, animate: !atlas.calm(), ...options });
  },
});

atlas.scheme = matchMedia("(prefers-color-scheme: dark)");
atlas.dark = () => atlas.scheme.matches;

// Run once at the next frame, however often it is called until then.
atlas.oncePerFrame = (work) => {
  let waiting = 0;
  return () => {
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; work(); });
  };
};

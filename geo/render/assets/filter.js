"use strict";

// Which events pass: a filter is plain data, read once into tables, then asked for each row.
//   types, subTypes, sources, precisions, statuses   lists of names, or null for all
//   from, to                   days since 1970-01-01, or null
//   minDeaths, minScore        numbers; 0 lets unknown pass, more does not
//   actor                      a name on either side, or ""
//   text                       words to find in places, actors, types and sources, and in texts once they are folded
//   rows                       row numbers (a cluster), or null
atlas.noFilter = () => ({
  types: null, subTypes: null, sources: null, precisions: null, statuses: null,
  from: null, to: null, minDeaths: 0, minScore: 0, actor: "", text: "", rows: null,
});

atlas.fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// A function that says of a row whether it passes.
atlas.filterTest = (events, filter) => {
  const lists = [
    ["type", filter.types], ["subType", filter.subTypes],
    ["source", filter.sources], ["status", filter.statuses],
  ].filter(([, names]) => names).map(([column, names]) => [events[column], allowed(column, names)]);

  function allowed(column, names) {
    const wanted = new Set(names);
    return Uint8Array.from(events.names[column], (name) => (wanted.has(name) ? 1 : 0));
  }

  function speaking(column, words) {
    return Uint8Array.from(events.names[column], (name) => {
      const text = `${atlas.fold(name)} ${atlas.fold(atlas.term(name))}`;
      return words.every((word) => text.includes(word)) ? 1 : 0;
    });
  }

  const SEARCHED = ["location", "admin1", "admin2", "country", "actor1", "actor2", "subType", "type", "source"];
  const { folded } = events.cards;
  const inTexts = (i) => folded !== undefined && words.every((word) => folded[i].includes(word));
  const words = atlas.fold(filter.text).split(/\s+/).filter(Boolean);
  const searched = words.length
    ? SEARCHED.map((column) => [events[column], speaking(column, words)]) : null;
  const precisions = filter.precisions
    ? Uint8Array.from(atlas.PRECISIONS, (name) => (filter.precisions.includes(name) ? 1 : 0)) : null;
  const sides = filter.actor
    ? ["actor1", "actor2"].map((column) => [events[column], allowed(column, [filter.actor])]) : null;
  const from = filter.from === null ? 0 : filter.from - events.epoch + 1;
  const to = filter.to === null ? Infinity : filter.to - events.epoch + 1;
  const dated = filter.from !== null || filter.to !== null;
  const deaths = filter.minDeaths > 0 ? filter.minDeaths + 1 : 0;
  const score = filter.minScore > 0 ? Math.round(filter.minScore * 1000) + 1 : 0;
  const rows = filter.rows ? new Set(filter.rows) : null;

  return (i) => {
    if (dated && (!events.day[i] || events.day[i] < from || events.day[i] > to)) return false;
    if (events.deaths[i] < deaths || events.score[i] < score) return false;
    if (precisions && !precisions[events.precision[i]]) return false;
    for (const [codes, ok] of lists) if (!ok[codes[i]]) return false;
    if (sides && !sides.some(([codes, ok]) => ok[codes[i]])) return false;
    if (searched && !searched.some(([codes, ok]) => ok[codes[i]]) && !inTexts(i)) return false;
    return !rows || rows.has(i);
  };
};

atlas.applyFilter = (events, filter) => {
  const passes = atlas.filterTest(events, filter);
  events.shown = 0;
  for (let i = 0; i < events.count; i += 1) {
    events.passing[i] = passes(i) ? 1 : 0;
    events.shown += events.passing[i];
  }
};

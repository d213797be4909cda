"use strict";

// A position in units of the world's width as [latitude, longitude].
atlas.toLatLng = (x, y) => [Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI, (x - 0.5) * 360];

// 78 degrees north and 57 degrees south in units of the world's width.
atlas.INHABITED = [0.1415, 0.6936];

// The view to begin with: all events; for one, its area with the neighbours round it.
atlas.startBounds = ({ events, marks, basemap }) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const include = (shape) => {
    atlas.Basemap.widen(box, shape.box[0], shape.box[1]);
    atlas.Basemap.widen(box, shape.box[2], shape.box[3]);
  };
  for (let i = 0; i < events.count; i += 1) {
    if (events.precision[i] === 5 || !events.placed[i]) continue;
    atlas.Basemap.widen(box, events.x[i], events.y[i]);
    if (events.count > 1 || events.precisionOf(i) === "province") continue;
    const reach = atlas.Marks.pixels({ scale: 1 }, events.radius[i] / 10, events.y[i]);
    atlas.Basemap.widen(box, events.x[i] - reach, events.y[i] - reach);
    atlas.Basemap.widen(box, events.x[i] + reach, events.y[i] + reach);
  }
  for (const shape of events.shapes?.byRow.values() ?? []) include(shape);
  for (const province of marks.provinceAreas.keys()) include(basemap.provinceShapes[province]);
  for (const district of marks.districts?.areas.keys() ?? []) include(marks.districts.shapes.provinceShapes[district]);
  // Where all that is known are countries, they are the view.
  if (!Number.isFinite(box[0])) {
    for (const code of marks.countryAreas) {
      const country = basemap ? basemap.countries.code.indexOf(code) : -1;
      if (code && country >= 0) include(basemap.countryShapes[country]);
    }
  }
  if (!Number.isFinite(box[0])) return [[-55, -160], [70, 170]];
  // Far north and south the map is mostly empty: of many events a few there do not set the view.
  const [north, south] = atlas.INHABITED;
  if (events.count > 1 && box[3] > north && box[1] < south) {
    box[1] = Math.max(box[1], north);
    box[3] = Math.min(box[3], south);
  }
  const size = Math.max(box[2] - box[0], box[3] - box[1]);
  const margin = Math.max(size * (events.count === 1 ? 0.45 : 0.08), 0.0022);
  return [atlas.toLatLng(box[0] - margin, box[3] + margin), atlas.toLatLng(box[2] + margin, box[1] - margin)];
};

// The names of the countries in the page's language, each by the code of its first event.
atlas.countriesOf = (events) => events.names.country.map((_, name) => name).slice(1).map((name) => {
  const first = events.country.indexOf(name);
  return first < 0 ? events.names.country[name] : events.countryOf(first);
});

// "1 event in 1 article, 3 March 2026, Ecuador"
atlas.summary = (events) => {
  const articles = events.articles ? ` ${atlas.say("in_articles", { n: events.articles })}` : "";
  const parts = [atlas.say(events.kind, { n: events.count }) + articles];
  const last = events.lastDay();
  if (last !== null) {
    const [from, to] = [atlas.dayText(events.epoch), atlas.dayText(last)];
    parts.push(from === to ? from : atlas.say("date_range", { from, to }));
  }
  const countries = events.names.country.filter(Boolean);
  if (countries.length > 3) parts.push(atlas.say("countries", { n: countries.length }));
  else parts.push(...atlas.countriesOf(events));
  return parts.join(", ");
};

"use strict";

// Tiles of a server under the events; our own land then stays away. Only for maps that ask.
atlas.addTiles = (map, { url, attribution, zoom }) => {
  const credit = atlas.el("span", { text: attribution }).innerHTML;
  L.tileLayer(url, { attribution: credit, maxNativeZoom: zoom, maxZoom: map.getMaxZoom() }).addTo(map);
  document.body.classList.add("with-tiles");
};

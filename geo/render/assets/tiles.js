"use strict";

// Tiles of a server under the events; our own land then stays away. Only for maps that ask.
atlas.addTiles = (map, { url, attribution, zoom }) => {
  const credit = atlas.el("span", { text: attribution }).innerHTML;
  L.tileLayer(url, { attribution: credit, maxNativeZoom: zoom, maxZoom: map.getMaxZoom() }).addTo(map);
  document.body.classList.add("with-tiles");
};

// Leaflet takes the names in its switch of layers for markup: here they are text. Folium hands them
// over as the keys of an object, where "__proto__" is no key but would bring in the layer's insides.
L.Control.Layers.include({
  begin: L.Control.Layers.prototype.initialize,
  initialize(...layers) {
    const [base, overlays, options] = layers;
    const own = (named) => Object.setPrototypeOf({ ...named }, null);
    this.begin(own(base), own(overlays), options);
  },
  addNamed: L.Control.Layers.prototype._addLayer,
  _addLayer(layer, name, overlay) {
    this.addNamed(layer, atlas.el("span", { text: name }).innerHTML, overlay);
  },
});

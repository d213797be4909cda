"use strict";

// One canvas over the map on which everything is drawn, a quarter wider than the view on each
// side so that a drag does not lay bare its edge. The first picture does without: it is there sooner.
atlas.Plate = L.Renderer.extend({
  options: { padding: 0, pane: "overlayPane" },
  PADDING: 0.25,
  WIDENED_MS: 400,

  // `paint(view)` draws the plate. A view has ctx, width, height, zoom, scale (the world's width
  // in pixels), sight (the part of the canvas that is seen), left and top (the world pixel at the canvas's corner) and shifts (whole worlds
  // to the left and right that are in sight).
  initialize(paint, options) {
    this._paint = paint;
    L.Renderer.prototype.initialize.call(this, options);
  },

  onAdd() {
    L.Renderer.prototype.onAdd.call(this);
    this._map.on("move", this._onMove, this);
    setTimeout(() => this._widen(), this.WIDENED_MS);
  },

  _widen() {
    this.options.padding = this.PADDING;
    if (this._map) this._update();
  },

  onRemove() {
    this._map.off("move", this._onMove, this);
    L.Renderer.prototype.onRemove.call(this);
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.className = "plate";
    this._container.setAttribute("aria-hidden", "true");
    this._ctx = this._container.getContext("2d");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._ctx;
  },

  _updatePaths() {},

  _onMove() {
    if (this._map._animatingZoom || this._map.getZoom() !== this._zoom) return;
    const size = this._map.getSize();
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    const sight = L.bounds(corner, corner.add(size));
    if (!this._bounds.contains(sight)) this._update();
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    if (canvas.width !== Math.round(size.x * ratio) || canvas.height !== Math.round(size.y * ratio)) {
      canvas.width = Math.round(size.x * ratio);
      canvas.height = Math.round(size.y * ratio);
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    this._ratio = ratio;
    this.repaint();
  },

  repaint() {
    if (!this._bounds) return;
    const ctx = this._ctx;
    ctx.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
    this.view = this._view(ctx);
    this._paint(this.view);
  },

  _view(ctx) {
    const size = this._bounds.getSize();
    const zoom = this._map.getZoom();
    const scale = 256 * 2 ** zoom;
    const corner = this._map.getPixelOrigin().add(this._bounds.min);
    const first = Math.floor(corner.x / scale);
    const last = Math.floor((corner.x + size.x) / scale);
    const shifts = [];
    for (let shift = first; shift <= last; shift += 1) shifts.push(shift);
    const edge = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
    const inner = this._map.getSize();
    return {
      sight: [edge.x, edge.y, edge.x + inner.x, edge.y + inner.y],
      ctx, zoom, scale, shifts, left: corner.x, top: corner.y, width: size.x, height: size.y,
    };
  },

  // A mouse event's position on the canvas.
  point(event) {
    const at = this._map.mouseEventToLayerPoint(event);
    return at.subtract(this._bounds.min);
  },
});

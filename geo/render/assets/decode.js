"use strict";

// Undo geo/render/pack.py: base64, gzip, byte planes, typed columns.
atlas.decode = (() => {
  const TYPES = {
    int8: Int8Array, int16: Int16Array, int32: Int32Array,
    uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array,
  };

  async function bytes(text) {
    const raw = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  async function json(text) {
    return JSON.parse(new TextDecoder().decode(await bytes(text)));
  }

  // Bytes of equal weight stand together; put each number's bytes side by side again.
  function unshuffle(planes, width) {
    if (width === 1) return planes;
    const count = planes.length / width;
    const out = new Uint8Array(planes.length);
    for (let plane = 0; plane < width; plane += 1) {
      const from = plane * count;
      for (let i = 0; i < count; i += 1) out[i * width + plane] = planes[from + i];
    }
    return out;
  }

  async function numbers(column, count) {
    if ("constant" in column) return new Int32Array(count).fill(column.constant);
    const Kind = TYPES[column.type];
    return new Kind(unshuffle(await bytes(column.data), Kind.BYTES_PER_ELEMENT).buffer);
  }

  async function columns(packed, count) {
    const names = Object.keys(packed);
    const values = await Promise.all(names.map((name) => numbers(packed[name], count)));
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
  }

  async function dictionaries(packed) {
    const named = Object.keys(packed).filter((name) => "names" in packed[name]);
    const lists = await Promise.all(named.map((name) => json(packed[name].names)));
    return Object.fromEntries(named.map((name, i) => [name, lists[i]]));
  }

  return { columns, dictionaries, json, numbers };
})();

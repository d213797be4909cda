"use strict";

// Undo geo/render/pack.py: base 85, gzip, byte planes, typed columns.
atlas.decode = (() => {
  const TYPES = {
    int8: Int8Array, int16: Int16Array, int32: Int32Array,
    uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array,
  };

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{|}~";
  const VALUES = new Uint8Array(128);
  for (let i = 0; i < 85; i += 1) VALUES[DIGITS.charCodeAt(i)] = i;

  // Five digits of base 85 are four bytes; the first character says how many at the end are idle.
  function plain(text) {
    const out = new Uint8Array(((text.length - 1) / 5) * 4);
    const digits = new TextEncoder().encode(text);
    for (let at = 1; at < digits.length; at += 1) digits[at] = VALUES[digits[at]];
    for (let from = 1, to = 0; from < text.length; from += 5, to += 4) {
      const high = (digits[from] * 85 + digits[from + 1]) * 85 + digits[from + 2];
      const value = high * 7225 + digits[from + 3] * 85 + digits[from + 4];
      out[to] = value >>> 24;
      out[to + 1] = value >>> 16;
      out[to + 2] = value >>> 8;
      out[to + 3] = value;
    }
    return out.subarray(0, out.length - Number(text[0]));
  }

  async function bytes(text) {
    const { readable, writable } = new DecompressionStream("gzip");
    const writer = writable.getWriter();
    // A broken stream says so to its reader.
    for (const step of [writer.write(plain(text)), writer.close()]) step.catch(() => {});
    return new Uint8Array(await new Response(readable).arrayBuffer());
  }

  async function text(packed) {
    return new TextDecoder().decode(await bytes(packed));
  }

  async function json(packed) {
    return JSON.parse(await text(packed));
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

  return { columns, dictionaries, json, numbers, text };
})();

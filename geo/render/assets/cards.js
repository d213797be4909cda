"use strict";

// Undo geo/render/cards.py: the columns that only a card or a download needs. Columns are opened
// at the first need, texts a chunk of rows at a time.
atlas.Cards = class {
  static MOST_SEARCHED = 50000;
  static CELL = "\x1f";
  static ROW = "\x1e";
  static ITEM = "\x1d";

  constructor(packed, count, chunkRows) {
    this.packed = packed;
    this.count = count;
    this.chunkRows = chunkRows;
    this.chunks = new Map();
  }

  async row(i) {
    this.columns ??= this.open();
    const [columns, cells] = await Promise.all([this.columns, this.texts(i)]);
    const row = Object.create(null);
    for (const [name, read] of columns) row[name] = read(i);
    this.packed.cells.forEach(([name, many], at) => {
      row[name] = many ? cells[at].split(atlas.Cards.ITEM).filter(Boolean) : cells[at] || null;
    });
    return row;
  }

  // The texts of one row, as they stand in the chunk.
  async texts(i) {
    if (!this.packed.cells.length) return [];
    const lines = await this.lines(Math.floor(i / this.chunkRows));
    return lines[i % this.chunkRows].split(atlas.Cards.CELL);
  }

  // Make all texts ready to be searched, row by row: once, and not for so many that it takes long.
  fold() {
    const few = this.count <= atlas.Cards.MOST_SEARCHED && this.packed.cells.length;
    this.folding ??= few ? this.foldAll() : Promise.resolve();
    return this.folding;
  }

  async foldAll() {
    const chunks = await Promise.all(this.packed.texts.map((_, chunk) => this.lines(chunk)));
    this.folded = chunks.flat().map(atlas.fold);
  }

  lines(chunk) {
    if (!this.chunks.has(chunk)) {
      const lines = atlas.decode.text(this.packed.texts[chunk]).then((text) => text.split(atlas.Cards.ROW));
      this.chunks.set(chunk, lines);
    }
    return this.chunks.get(chunk);
  }

  // Functions from a row to its value, by column.
  async open() {
    const { decode } = atlas;
    const numbers = Object.entries(this.packed.numbers).map(async ([name, column]) => {
      const values = await decode.numbers(column, this.count);
      const scale = 10 ** column.decimals;
      return [name, (i) => (values[i] ? (values[i] - 1 + column.low) / scale : null)];
    });
    const coded = Object.entries(this.packed.coded).map(async ([name, column]) => {
      const [codes, names] = await Promise.all([decode.numbers(column, this.count), decode.json(column.names)]);
      return [name, (i) => names[codes[i]] || null];
    });
    return Promise.all([...numbers, ...coded]);
  }

  // A sentence in pieces, each with what it is: "p" the place, "t" the trigger, "pt" both. The
  // pieces laid end to end are the sentence. Offsets count characters, not UTF-16 units.
  static pieces(row) {
    const text = row.x_sentence ?? row.notes ?? "";
    if (!text) return [];
    const letters = Array.from(text);
    const marks = ["place", "trigger"].map((name) => {
      const [start, end] = [row[`x_${name}_start`], row[`x_${name}_end`]].map((at) =>
        (typeof at === "number" && typeof row.x_sentence_start === "number" ? at - row.x_sentence_start : -1));
      return start >= 0 && start < end && end <= letters.length ? { name: name[0], start, end } : null;
    }).filter(Boolean);
    const cuts = [...new Set([0, letters.length, ...marks.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
    return cuts.slice(1).map((end, at) => {
      const kinds = marks.filter((mark) => mark.start <= cuts[at] && end <= mark.end).map(({ name }) => name);
      return [letters.slice(cuts[at], end).join(""), kinds.join("")];
    });
  }
};

"""Train the built-in recogniser and write data/recogniser/.

    python data/build/recogniser.py CORPORA [--leave-out lgl] [--out FOLDER]

CORPORA holds silver/silver_*.jsonl: texts with the names that a general tagger found in them, and
those of wikigold, re3d and wnut17 with their own gold names. With --leave-out nothing of that
corpus is read: its texts, its labels, its word counts; use it with --out to measure honestly.
The result depends on the input alone.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from manifest import DATA, register
from recogniser_augment import copies
from recogniser_corpora import Example, read_examples
from recogniser_train import Sequences, index_features, read_sequences, train

from geo.gazetteer import Gazetteer
from geo.toponyms.batches import Reader
from geo.toponyms.builtin import read_counts
from geo.toponyms.chain import LABELS

NAME = "chain"
MOST_FEATURES = 110_000
ROUNDS, RUNS = 2, 5
# What a tagger of silver labels misses most are places: it is told to dare more.
PLACE_BIAS = 10.0
# Log odds of a name by its lead, in the trainer's units; fitted on corpora left out.
SLOPE = 0.0066
_SOURCES = (
    "wikigold (Balasuriya et al. 2009)",
    "re3d (Defence Science and Technology Laboratory)",
    "WNUT 2017 training part (Derczynski et al. 2017)",
    "silver labels by spaCy en_core_web_md 3.8 over LGL, GeoVirus, MUC-3/4 and CASE 2021 texts",
)
_ATTRIBUTION = (
    "Trained on wikigold and WNUT 2017 (CC BY 4.0), re3d (Open Government Licence, CC BY-SA and "
    "public domain by source) and silver labels by spaCy en_core_web_md (MIT)"
)


def main() -> None:
    """Train, write, and enter the files in the manifest unless they are for measuring."""
    options = _options()
    folder = options.out or DATA / "recogniser"
    _register_tables()
    folder.mkdir(parents=True, exist_ok=True)
    examples = list(read_examples(options.corpora, options.leave_out))
    write_counts(examples, folder / "words.csv")
    reader = Reader(Gazetteer.open(), read_counts(folder / "words.csv"))
    sequences = read_sequences([*examples, *copies(examples)], reader)
    features, numbers = index_features(sequences.features, least=2)
    bare = Sequences(sequences.features[:0], sequences.labels, sequences.first, sequences.length)
    rows, moves = train(numbers, bare, size=len(features) + 1, rounds=ROUNDS, runs=RUNS)
    moves[:, LABELS.index("B-LOC")] += PLACE_BIAS
    write_model(features, rows[1:], moves, folder)
    if not options.out:
        _register(folder)


def write_counts(examples: Iterable[Example], path: Path) -> None:
    """How common each word is in small letters and how often it ends a person's name."""
    common: Counter[str] = Counter()
    surname: Counter[str] = Counter()
    for example in examples:
        common.update(re.findall(r"(?<!\w)[a-z]{2,}(?!\w)", example.text))
        for start, end, label in example.spans:
            words = example.text[start:end].lower().split()
            if label == "PER" and len(words) > 1 and words[-1].isalpha():
                surname[words[-1]] += 1
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "common", "surname"))
        for word in sorted(common.keys() | surname.keys()):
            steps = (_step(common[word]), _step(surname[word]))
            if common[word] > 1 or surname[word]:
                writer.writerow((word, *steps))


def _step(count: int) -> int:
    return int(np.searchsorted((1, 3, 10, 50), count, side="right"))


def write_model(features: np.ndarray, rows: np.ndarray, moves: np.ndarray, folder: Path) -> None:
    """The heaviest features with their weights as whole numbers from -127 to 127."""
    weight = np.abs(rows).max(1)
    kept = np.lexsort((features, -weight))[:MOST_FEATURES]
    kept = kept[weight[kept] > 0]
    unit = float(np.percentile(np.abs(rows[kept]).max(1), 99.9)) / 127
    packed = np.clip(np.round(rows[kept] / unit), -127, 127).astype(np.int8)
    np.save(folder / "features.npy", features[kept])
    np.save(folder / "weights.npy", packed)
    digest = hashlib.sha256(packed.tobytes() + features[kept].tobytes()).hexdigest()
    about = {
        "id": f"{NAME}-{digest[:8]}",
        "labels": LABELS,
        "slope": round(SLOPE * unit, 6),
        "moves": np.round(moves / unit, 2).tolist(),
    }
    (folder / "model.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def _register(folder: Path) -> None:
    about = json.loads((folder / "model.json").read_text("utf-8"))
    features = len(np.load(folder / "features.npy", mmap_mode="r"))
    words = len(read_counts(folder / "words.csv"))
    for name, title, rows in (
        ("features.npy", "Recogniser of place names: hashes of features", features),
        ("weights.npy", "Recogniser of place names: weights", features),
        ("model.json", "Recogniser of place names: labels and moves", len(LABELS)),
        ("words.csv", "Recogniser of place names: how common words and surnames are", words),
    ):
        register(
            f"recogniser/{name}", title, "CC BY 4.0", _ATTRIBUTION, about["id"], rows, _SOURCES
        )


def _register_tables() -> None:
    for name, title in (
        ("toponym_words.csv", "Words that stand beside place names, in four languages"),
        ("first_names.csv", "First names of persons"),
        ("surnames.csv", "Surnames of persons"),
    ):
        lines = (DATA / "tables" / name).read_text("utf-8").count("\n") - 1
        register(f"tables/{name}", title, "MIT", "geoconflict", "1", lines, ("own table",))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--leave-out", default="", metavar="CORPUS")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Articles a second: the whole geoparse and its two halves, against spaCy's entity recogniser.

The rival is en_core_web_sm with only what its entity recogniser needs, in the same process run,
on the same articles, one core. Where spaCy is installed without its model, an untrained network
of the same layers stands in, which costs the same: what it finds is not looked at. Where spaCy is
not installed the table says so and leaves the rival out.

    OMP_NUM_THREADS=1 python tests/benchmarks/geoparse.py CORPUS.jsonl [rounds]
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from ratios import Ratio

from geo.evaluate import read_corpus
from geo.pipeline import Options, stages
from geo.records import Article
from geo.resolve import Homes

BATCH = 32
MODEL = "en_core_web_sm"
GEOPARSE, RECOGNISER = "geoparse", "  recogniser alone"


def seconds(work: Callable[[], Any], rounds: int) -> float:
    """The median CPU time of `work`, so that a busy machine disturbs less."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times)


def ours(articles: list[Article], rounds: int) -> dict[str, float]:
    """Seconds for all articles: both halves together, then each alone."""
    parts = stages(Options())
    resolver = parts.resolver
    batches = [articles[at : at + BATCH] for at in range(0, len(articles), BATCH)]
    found = list(zip(articles, parts.recognizer.recognize(articles), strict=True))
    return {
        GEOPARSE: seconds(lambda: [parts.resolve(batch) for batch in batches], rounds),
        RECOGNISER: seconds(lambda: list(parts.recognizer.recognize(articles)), rounds),
        "  resolver alone": seconds(lambda: resolver.resolve_batch(found), rounds),
        "  resolver without outlets": seconds(
            lambda: resolver.resolve_batch(found, homes=Homes()), rounds
        ),
    }


LABELS = (
    "CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY", "NORP", "ORDINAL",
    "ORG", "PERCENT", "PERSON", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART",
)  # fmt: skip
LAYERS = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner", "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": [5000, 1000, 2500, 2500], "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96, "window_size": 1, "maxout_pieces": 3, "depth": 4,
        },
    },
}  # fmt: skip
"""The entity recogniser of en_core_web_sm 3.8."""


def untrained() -> Any:
    """A network of the rival's layers with weights of chance."""
    import spacy
    from spacy.training import Example

    model = spacy.blank("en")
    entities = model.add_pipe("ner", config={"model": LAYERS})
    for label in LABELS:
        entities.add_label(label)
    example = Example.from_dict(model.make_doc("Quito"), {"entities": [(0, 5, "GPE")]})
    model.initialize(lambda: [example])
    return model


def rival_model() -> tuple[str, Any]:
    """The rival and its name; ImportError where spaCy is not installed."""
    import spacy

    try:
        exclude = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
        return MODEL, spacy.load(MODEL, exclude=exclude)
    except OSError:
        print(f"{MODEL} is not installed: an untrained network of its layers stands in")
        return f"{MODEL}, untrained", untrained()


def rival(articles: list[Article], rounds: int) -> dict[str, float]:
    """Seconds for spaCy's entity recogniser; empty where it is not installed."""
    try:
        name, model = rival_model()
    except ImportError:
        print("spaCy is left out: not installed; pip install spacy")
        return {}
    texts = [article.text for article in articles]
    return {f"spaCy {name}": seconds(lambda: list(model.pipe(texts)), rounds)}


def ratios(corpus: str, rounds: int = 1) -> list[Ratio]:
    """Recognition, and recognition with resolution, against spaCy's recognition alone."""
    articles = [each.article for each in read_corpus(corpus)]
    parts = ours(articles, rounds)
    what = f"{len(articles):,} articles, CPU"
    return [
        Ratio(what=f"{done}, {what}", rival=name, theirs=theirs, ours=parts[part])
        for name, theirs in rival(articles, rounds).items()
        for done, part in (("names recognised", RECOGNISER), ("recognised and resolved", GEOPARSE))
    ]


def main() -> None:
    """Print what each part takes."""
    corpus = read_corpus(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    articles = [each.article for each in corpus]
    table = ours(articles, rounds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table |= rival(articles, rounds)
    print(f"{len(articles)} articles, one core{'articles/s':>23}{'ratio':>8}")
    for name, taken in table.items():
        print(f"{name:36}{len(articles) / taken:10,.0f}{taken / table[GEOPARSE]:8.2f}")
    print(f"peak resident memory of geoparsing {memory:,.0f} MB")


if __name__ == "__main__":
    main()

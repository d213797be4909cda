"""Find place names in text: the Recognizer protocol, the built-in recogniser, spaCy as an extra."""

from geo.toponyms.builtin import BuiltinRecognizer, Demonyms, Model
from geo.toponyms.matches import NameIndex
from geo.toponyms.protocol import Recognizer, recognizer
from geo.toponyms.spacy_model import SpacyRecognizer

__all__ = [
    "BuiltinRecognizer",
    "Demonyms",
    "Model",
    "NameIndex",
    "Recognizer",
    "SpacyRecognizer",
    "recognizer",
]

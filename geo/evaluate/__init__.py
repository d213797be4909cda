"""The scorecard: place names, and the events told with them, against annotated corpora.

card = evaluate("lgl.jsonl", recognizer=..., resolver=..., gazetteer=Gazetteer.open())
card = evaluate_events("muc4.jsonl", task="events", read=..., gazetteer=Gazetteer.open())
print(scorecard_text(card), errors_text(card.errors(20)))
"""

from geo.evaluate.corpora import AnnotatedArticle, Gold, read_corpus
from geo.evaluate.event_scorecard import evaluate_events
from geo.evaluate.forms import ALL_TASKS, PLACE_TASKS, chosen_tasks, corpus_form
from geo.evaluate.mistakes import Mistake
from geo.evaluate.report import errors_text, scorecard_text
from geo.evaluate.scorecard import TASKS, Scorecard, Task, evaluate
from geo.evaluate.snippets import Snippet, read_snippets
from geo.evaluate.templates import GoldEvent, TemplateArticle, read_templates

__all__ = [
    "ALL_TASKS",
    "PLACE_TASKS",
    "TASKS",
    "AnnotatedArticle",
    "Gold",
    "GoldEvent",
    "Mistake",
    "Scorecard",
    "Snippet",
    "Task",
    "TemplateArticle",
    "chosen_tasks",
    "corpus_form",
    "errors_text",
    "evaluate",
    "evaluate_events",
    "read_corpus",
    "read_snippets",
    "read_templates",
    "scorecard_text",
]

"""The scorecard: recognition, resolution and both together against annotated corpora.

card = evaluate("lgl.jsonl", recognizer=..., resolver=..., gazetteer=Gazetteer.open())
print(scorecard_text(card), errors_text(card.errors(20)))
"""

from geo.evaluate.corpora import AnnotatedArticle, Gold, read_corpus
from geo.evaluate.report import errors_text, scorecard_text
from geo.evaluate.scorecard import TASKS, Mistake, Scorecard, Task, evaluate

__all__ = [
    "TASKS",
    "AnnotatedArticle",
    "Gold",
    "Mistake",
    "Scorecard",
    "Task",
    "errors_text",
    "evaluate",
    "read_corpus",
    "scorecard_text",
]

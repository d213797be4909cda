"""Read a table of texts labelled with an event sub-type, as CASE 2021's, and name them as ACLED.

The labels abbreviate ACLED's sub-types; five more stand for what ACLED does not code.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from geo.errors import SourceError
from geo.evaluate.forms import SNIPPET_COLUMNS, found_instead
from geo.records import Article

SUB_TYPE_OF = {
    "ABDUCT_DISSAP": "Abduction/forced disappearance",
    "AGREEMENT": "Agreement",
    "AIR_STRIKE": "Air/drone strike",
    "ARMED_CLASH": "Armed clash",
    "ARREST": "Arrests",
    "ART_MISS_ATTACK": "Shelling/artillery/missile attack",
    "ATTACK": "Attack",
    "CHANGE_TO_GROUP_ACT": "Change to group/activity",
    "CHEM_WEAP": "Chemical weapon",
    "DISR_WEAP": "Disrupted weapons use",
    "FORCE_AGAINST_PROTEST": "Excessive force against protesters",
    "GOV_REGAINS_TERIT": "Government regains territory",
    "GRENADE": "Grenade",
    "HQ_ESTABLISHED": "Headquarters or base established",
    "MOB_VIOL": "Mob violence",
    "NON_STATE_ACTOR_OVERTAKES_TER": "Non-state actor overtakes territory",
    "NON_VIOL_TERRIT_TRANSFER": "Non-violent transfer of territory",
    "OTHER": "Other",
    "PEACE_PROTEST": "Peaceful protest",
    "PROPERTY_DISTRUCT": "Looting/property destruction",
    "PROTEST_WITH_INTER": "Protest with intervention",
    "REM_EXPLOS": "Remote explosive/landmine/IED",
    "SEX_VIOL": "Sexual violence",
    "SUIC_BOMB": "Suicide bomb",
    "VIOL_DEMONSTR": "Violent demonstration",
}
NOT_ACLED = frozenset(["ATTRIB", "DIPLO", "MAN_MADE_DISASTER", "NATURAL_DISASTER", "ORG_CRIME"])


@dataclass(frozen=True, slots=True)
class Snippet:
    """A labelled text; `sub_type` is ACLED's, "" where ACLED codes no such event."""

    article: Article
    label: str
    sub_type: str


def read_snippets(path: Path | str) -> list[Snippet]:
    """The labelled texts of a table with the columns id, EventSnippet and SubType, in its order.

    Raises SourceError, naming the line, where a column or the label is unknown.
    """
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
        lines = text.replace("\r\n", "\n").strip("\n").split("\n")
        table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = list(table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(str(path), f"not readable as a table in UTF-8 ({error})") from error
    if not rows or not set(SNIPPET_COLUMNS) <= set(table.fieldnames or ()):
        raise SourceError(
            str(path),
            f"not a table of labelled snippets, found {found_instead(text)}; expected a line "
            "for each snippet under the tab-separated columns id, EventSnippet and SubType",
        )
    return [_snippet(path, number, row) for number, row in enumerate(rows, 2)]


def _snippet(path: Path, number: int, row: dict[str, str | None]) -> Snippet:
    label, text = (row["SubType"] or "").strip(), row["EventSnippet"]
    if not text or (label not in SUB_TYPE_OF and label not in NOT_ACLED):
        raise SourceError(
            f"{path}, line {number}",
            f"the sub-type is {label!r}; expected one of "
            f"{', '.join(sorted([*SUB_TYPE_OF, *NOT_ACLED]))}, and a snippet before it",
        )
    article = Article(id=str(row.get("id") or number), text=text)
    return Snippet(article, label, SUB_TYPE_OF.get(label, ""))

"""Text files: the seed format, plain text, and Markdown, with or without front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from geo.articles.content import Content
from geo.articles.fields import Origin, article_from_fields, field_names
from geo.articles.outcomes import Failure
from geo.articles.pages import read_page_text
from geo.errors import SourceError
from geo.records import Article

_SEED_LINE = re.compile(r" ?date (\d{4}-\d{1,2}-\d{1,2})(?: (.*))?")
_LONGEST_MATTER = 1 << 16
_LONGEST_TITLE = 200
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "…")

# Each pattern stops at the end of its line, so that the work grows with the text and no faster.
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>|<!--[^<>]{0,2000}-->")
_AUTOLINK = re.compile(r"<https?://[^<>\s]{1,2000}>")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*)$", re.MULTILINE)
_QUOTE = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|~~)(?=\S)|(?<=\S)(\*{1,3}|_{1,3}|~~)(?!\w)")


def read_text(content: Content, origin: Origin) -> Iterator[Article | Failure]:
    """The article of a text file: the seed format, front matter, or text as it stands.

    A web page that was saved under the name of a text file is read as a page.
    """
    text = content.text()
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        yield read_page_text(text, origin)
    elif seed := _SEED_LINE.fullmatch(text.split("\n", 1)[0].rstrip()):
        yield _seed(seed, text, origin)
    else:
        yield _plain(text, origin, markdown=False)


def read_markdown(content: Content, origin: Origin) -> Iterator[Article | Failure]:
    """The article of a Markdown file, its marks and link targets taken out of the text."""
    yield _plain(content.text(), origin, markdown=True)


def _seed(first: re.Match[str], text: str, origin: Origin) -> Article:
    _, _, body = text.partition("\n")
    headline = (first[2] or "").strip()
    values = {"title": headline, "text": body.strip(), "published": first[1]}
    return article_from_fields(values, origin)


def _plain(text: str, origin: Origin, *, markdown: bool) -> Article:
    matter, body = _front_matter(text, origin)
    names = field_names(matter)
    values: dict[str, object] = {field: matter[name] for field, name in names.items()}
    if markdown:
        body = _without_marks(body)
    if matter or markdown:
        body = body.strip()
    title, rest = _headline(body)
    if values.get("title"):
        return article_from_fields(
            values | {"text": rest if title == values["title"] else body}, origin
        )
    return replace(article_from_fields(values | {"text": body}, origin), title=title)


def _headline(body: str) -> tuple[str, str]:
    """A short first line that a blank line sets off from the text, and the text below it."""
    line, blank, rest = body.partition("\n\n")
    is_title = blank and rest.strip() and "\n" not in line and len(line) <= _LONGEST_TITLE
    if not is_title or line.rstrip().endswith(_SENTENCE_ENDS):
        return "", body
    return line.strip(), rest.lstrip("\n")


def _front_matter(text: str, origin: Origin) -> tuple[dict[str, str], str]:
    """The values above the text, all of them strings, and the text below them."""
    if not text.startswith("---\n"):
        return {}, text
    end = text.find("\n---", 3, _LONGEST_MATTER)
    if end < 0:
        return {}, text
    _, _, body = text[end + 1 :].partition("\n")
    return _parse_matter(text[4 : end + 1], origin), body


def _parse_matter(matter: str, origin: Origin) -> dict[str, str]:
    import yaml

    try:
        # No types: a date that does not exist is ours to report, not YAML's to fail on.
        values = yaml.load(matter, yaml.BaseLoader)  # noqa: S506 - makes strings and nothing else
    except (yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise SourceError(origin.where, f"malformed front matter: {reason}") from error
    if not isinstance(values, dict):
        return {}
    return {key: value for key, value in values.items() if _is_text(key) and _is_text(value)}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _without_marks(text: str) -> str:
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", _AUTOLINK.sub("", text))
    text = _HEADING.sub(lambda heading: heading[1].rstrip(" \t#"), text)
    text = _QUOTE.sub("", text)
    return _EMPHASIS.sub("", text)

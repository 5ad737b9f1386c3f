"""The templates, and how text gets into them: cleaned and escaped, always."""

import re
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from zuiqing_desk.paper.handover_sheet import groups
from zuiqing_desk.rules.handover_words import SEVERITIES
from zuiqing_desk.rules.text import clean, clean_line

_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()<>#+|~!&-])")
_NUMBERED: Final = re.compile(r"^(\d+)([.)])(?=\s|$)")


def markdown(text: str) -> str:
    """``text`` on one line that means nothing to Markdown or HTML."""
    escaped = _MARKUP.sub(r"\\\1", clean_line(text))
    return _NUMBERED.sub(r"\1\\\2", escaped)


@cache
def html() -> Environment:
    """Templates of HTML: whatever is put in is cleaned and escaped."""
    return _environment(autoescape=True, finalize=_clean)


@cache
def md() -> Environment:
    """Templates of Markdown: whatever is put in is text on one line."""
    return _environment(autoescape=False, finalize=_markdown)


@cache
def plain() -> Environment:
    """Templates of text for people to read: whatever is put in is cleaned, on one line."""
    return _environment(autoescape=False, finalize=_line)


def _environment(**how: object) -> Environment:
    made = Environment(
        loader=PackageLoader("zuiqing_desk.paper"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **how,  # type: ignore[arg-type]
    )
    made.filters["groups"] = groups
    made.globals["SEVERITIES"] = SEVERITIES
    return made


def _clean(value: object) -> object:
    # Markup of a macro is clean already; put in order as a whole its tags would not be tags.
    return clean(value) if type(value) is str else value


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _markdown(value: object) -> object:
    return markdown(value) if isinstance(value, str) else value

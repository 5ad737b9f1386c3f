"""From the bytes of a webhook to what it says, by the schemas that are shipped."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from zuiqing_desk.channels.bridge.refusals import Refusal

VERSIONS: Final = (1,)
MOST_PARTS: Final = 200_000
"""Commas and brackets of a body: what it is made of costs far more memory than its bytes."""

_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")

_formats = FormatChecker(formats=())


@_formats.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A webhook that holds what it should. ``data`` is as its schema says; a field that is not in
    the schema may be there too and means nothing."""

    type: str
    data: dict[str, Any]
    cursor: str | None


@cache
def _validators() -> Mapping[str, Draft202012Validator]:
    folder = files(__package__).joinpath("schemas", "v1")
    found = {}
    for file in folder.iterdir():
        if file.name.endswith(".json"):
            schema = json.loads(file.read_bytes())
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema, format_checker=_formats)
            found[file.name.removesuffix(".json")] = validator
    return found


def shipped() -> list[dict[str, Any]]:
    """Every schema that is shipped, of both directions."""
    found = files(__package__).joinpath("schemas", "v1")
    return [
        json.loads(file.read_bytes())
        for folder in (found, found.joinpath("out"))
        for file in folder.iterdir()
        if file.name.endswith(".json")
    ]


def types() -> tuple[str, ...]:
    """The types of webhooks there is a schema for."""
    return tuple(sorted(_validators()))


def opened(raw: bytes) -> Envelope:
    """What a webhook says; reckons only.

    Raises Refusal ``bad_json``, ``unknown_type``, ``unknown_version`` or ``invalid``, the last with
    the JSON pointer of what is wrong and no word of its content.
    """
    value = _value(raw)
    said = value.get("type")
    validator = _validators().get(said) if isinstance(said, str) else None
    if validator is None or not isinstance(said, str):
        raise Refusal("unknown_type", pointer="/type", types=types())
    version = value.get("version")
    if isinstance(version, bool) or version not in VERSIONS:
        raise Refusal("unknown_version", pointer="/version", versions=VERSIONS)
    # Of several mistakes the outermost is told: the inner ones follow from it.
    wrong = min(validator.iter_errors(value), key=lambda error: len(error.path), default=None)
    if wrong is not None:
        raise Refusal("invalid", pointer=pointer(wrong.absolute_path), reason=_reason(wrong))
    return Envelope(said, value["data"], value.get("cursor") or None)


def _value(raw: bytes) -> dict[str, Any]:
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") > MOST_PARTS:
        raise Refusal("bad_json")
    try:
        value = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_number
        )
        if _SURROGATE.search(raw):
            # Half a character can be neither stored nor answered.
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Refusal("bad_json") from None
    if not isinstance(value, dict):
        raise Refusal("bad_json")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of two fields of one name, two readers may believe different ones.
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError
    return table


def _no_number(name: str) -> None:
    raise ValueError


def pointer(path: Iterable[str | int]) -> str:
    """Where in a document something stands (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _reason(wrong: ValidationError) -> str:
    """Which keyword of the schema is not met, with what the schema alone says."""
    keyword: str = str(wrong.validator)
    asked: Any = wrong.validator_value
    if keyword == "required":
        there: Any = wrong.instance
        return f"required: {', '.join(name for name in asked if name not in there)}"
    if keyword in ("anyOf", "oneOf"):
        return f"{keyword}: {', '.join(name for one in asked for name in one['required'])}"
    if keyword in _TELLING:
        return f"{keyword}: {json.dumps(asked, ensure_ascii=False)}"
    return keyword


_TELLING: Final = frozenset(
    {"type", "enum", "const", "format", "pattern", "minLength", "maxLength", "minimum", "maximum"}
    | {"minItems", "maxItems"}
)

"""Templates drawn at random, and the way back from parts to a body."""

from hypothesis import strategies as st

from zuiqing_desk.rules.template import VARIABLES, Include, Part, Slot, Text, Variable

_WORDS = st.text(st.sampled_from("您好，在的ab1{}?>|｛\n😊"), min_size=1, max_size=8)
_INNER = st.text(st.sampled_from("几瓶ab1？，😊"), min_size=1, max_size=8)
CODES = st.text(st.sampled_from("发货ab1_.-"), min_size=1, max_size=6)

_PART = st.one_of(
    st.builds(Text, _WORDS),
    st.builds(Variable, st.sampled_from(sorted(VARIABLES)), st.none() | st.just("") | _INNER),
    st.builds(Slot, _INNER.filter(lambda label: label[0] not in "?？")),
    st.builds(Include, CODES),
)


def _merged(parts: list[Part]) -> tuple[Part, ...]:
    """Neighbouring texts are one."""
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, Text) and merged and isinstance(merged[-1], Text):
            part = Text(merged.pop().text + part.text)  # type: ignore[union-attr]
        merged.append(part)
    return tuple(merged)


PARTS = st.lists(_PART, max_size=8).map(_merged)


def written(parts: tuple[Part, ...]) -> str:
    """The body that reads as ``parts``."""
    return "".join(_one(part) for part in parts)


def _one(part: Part) -> str:
    match part:
        case Text(text):
            return text.replace("{", "{{").replace("}", "}}")
        case Variable(name, None):
            return f"{{{name}}}"
        case Variable(name, fallback):
            return f"{{{name}|{fallback}}}"
        case Slot(label):
            return f"{{?{label}}}"
        case Include(code):
            return f"{{>{code}}}"

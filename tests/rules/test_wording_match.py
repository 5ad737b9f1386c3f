"""How a message is made equal for comparing, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.text import folded
from zuiqing_desk.rules.wording_match import Folded


@given(st.text(st.sampled_from("王小 \t\u3000明Tb１㎏ßİ好😀、…\u0301㈱"), max_size=12))
def test_folding_leads_back_to_where_each_character_came_from(message: str) -> None:
    """Character by character; a blank beside Chinese is left out."""
    made: list[tuple[str, int]] = []
    for index, char in enumerate(message):
        beside = message[max(0, index - 1) : index] + message[index + 1 : index + 2]
        if not (char in " \t\u3000" and any("\u3400" <= one <= "\u9fff" for one in beside)):
            made += [(one, index) for one in folded(char)]
    line = Folded(message)
    assert line.text == "".join(one for one, _ in made)
    assert [line.span(at, at + 1) for at in range(len(made))] == [(at, at + 1) for _, at in made]

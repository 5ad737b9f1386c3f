"""Text to read: whatever it is made of, it is shown, and nothing in it is obeyed."""

import pytest
from support.hostile import PAYLOADS
from textual.content import Content

from zuiqing_desk.tui.text import safe
from zuiqing_desk.tui.widgets.prose import wrapped


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_untidy_text_is_tidied_at_the_last_moment(payload: str) -> None:
    rows = wrapped(Content(f"前{payload}后\n{payload}"), 20)
    assert rows
    for row in rows:
        assert safe(row.plain) == row.plain
        assert "\t" not in row.plain


def test_tidy_text_keeps_its_styles() -> None:
    content = Content.assemble("红", ("色", "bold"), "的字" * 12)
    rows = wrapped(content, 20)
    assert len(rows) == 3
    assert rows[0].spans

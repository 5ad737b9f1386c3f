"""Text to read: whatever it is made of, it is shown, and nothing in it is obeyed."""

import pytest
from support.hostile import PAYLOADS
from support.painted import OneWidget
from textual.content import Content

from zuiqing_desk.tui.text import safe
from zuiqing_desk.tui.widgets.choices import Choices
from zuiqing_desk.tui.widgets.prose import harmless, wrapped


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


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_what_is_shown_whole_is_harmless(payload: str) -> None:
    shown = harmless(Content(f"前{payload}"))
    assert safe(shown.plain) == shown.plain


async def test_no_choice_is_obeyed() -> None:
    choices = Choices(((str(at), Content(text)) for at, text in enumerate(PAYLOADS)), id="rows")
    app = OneWidget(choices)
    async with app.run_test(size=(80, 60)):
        texts = [str(option.prompt) for option in choices.options]
    assert len(texts) == len(PAYLOADS)
    assert [text for text in texts if safe(text) != text] == []

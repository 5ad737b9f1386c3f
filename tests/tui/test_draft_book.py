"""Drafts the reply box remembers."""

from zuiqing_desk.tui.draft_book import MOST, Draft, DraftBook


def test_notes_and_replies_are_kept_apart() -> None:
    book = DraftBook()
    book.put("note", 7, Draft("此人难缠", 4))
    assert book.get("reply", 7) is None
    assert book.get("note", 8) is None


def test_late_text_goes_in_at_the_cursor() -> None:
    book = DraftBook()
    book.put("reply", 7, Draft("您，请稍等", 1))
    assert book.append("reply", 7, "好") == Draft("您好，请稍等", 2)
    assert book.append("reply", 8, "好") == Draft("好", 1)


def test_what_could_not_be_sent_comes_before_what_was_written_since() -> None:
    book = DraftBook()
    assert book.give_back("reply", 7, "第一句") == Draft("第一句", 3)
    book.put("reply", 7, Draft("第二句", 3))
    assert book.give_back("reply", 7, "第一句").text == "第一句\n第二句"


def test_clear_forgets_everything() -> None:
    book = DraftBook()
    book.put("reply", 7, Draft("您好", 2))
    book.clear()
    assert book.get("reply", 7) is None


def test_empty_drafts_are_forgotten_in_the_end_and_words_never() -> None:
    book = DraftBook()
    book.put("note", 1, Draft("此人难缠", 4))
    for number in range(2, MOST + 2):
        book.put("reply", 2, Draft())
        book.put("reply", number, Draft())
    assert book.get("note", 1) == Draft("此人难缠", 4)
    assert book.get("reply", 2) == Draft()
    assert book.get("reply", 3) is None
    assert book.get("reply", MOST + 1) == Draft()
    assert sum(book.get("reply", number) is not None for number in range(MOST + 2)) == MOST - 1

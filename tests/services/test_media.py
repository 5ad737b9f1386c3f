"""Pictures and files of customers: which line carries what, and where it is."""

import json
from pathlib import Path

import pytest
from support import contents
from support.shop import TestShop

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.services import changes, chat, inbound, media, media_files
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.history import filling, search
from zuiqing_desk.services.history.records import Ask
from zuiqing_desk.services.media import Carried, Wanted
from zuiqing_desk.services.media_files import Kept
from zuiqing_desk.services.records import LineRecord, MediaRecord
from zuiqing_desk.store import content_folder

ELSEWHERE = "https://me:secret@pictures.example:8443/p/1?t=abc"


def kept(shop: TestShop, content: bytes = contents.png(12, 7)) -> Kept:
    return media_files.keep_bytes(shop.store.path.parent, content)


def send(
    shop: TestShop, carried: Carried, *, remote_id: str = "1:a", conversation: int | None = None
) -> LineRecord:
    conversation = conversation or shop.customer()
    shop.do(inbound.receive, conversation_id=conversation, remote_id=remote_id, media=carried)
    return last(shop, conversation)


def last(shop: TestShop, conversation: int) -> LineRecord:
    return shop.ask(chat.chat, conversation).lines[-1]


def record(line: LineRecord) -> MediaRecord:
    assert line.media is not None
    return line.media


def files(shop: TestShop) -> list[Path]:
    return [one for one in (shop.store.path.parent / "files").rglob("*") if one.is_file()]


def told(shop: TestShop) -> list[str]:
    return [change.kind for change in shop.ask(changes.after, 0)]


def test_a_picture_is_a_line_with_its_name_its_length_and_its_size(shop: TestShop) -> None:
    content = contents.jpg(1280, 960)
    line = send(shop, Carried("../碎瓶.jpg", picture=False, kept=kept(shop, content)))
    assert (line.kind, line.text, line.author) == ("picture", "碎瓶.jpg", "customer")
    facts = record(line)
    assert (facts.name, facts.kind, facts.bytes) == ("碎瓶.jpg", "jpg", len(content))
    assert (facts.width, facts.height, facts.state) == (1280, 960, "here")
    assert media.path(shop.store.path.parent, facts).read_bytes() == content


def test_its_content_decides_what_it_is_and_its_name_follows(shop: TestShop) -> None:
    line = send(shop, Carried("合同.png", picture=True, kept=kept(shop, contents.PDF)))
    assert (line.kind, line.text) == ("file", "合同.png.pdf")
    assert record(line)[2:7] == ("pdf", len(contents.PDF), None, None, "here")


def test_the_queue_shows_a_picture_in_words_and_its_clock_runs(shop: TestShop) -> None:
    shop.comes_on(shop.lead)
    conversation = shop.waiting_customer()
    shop.answers(conversation, shop.lead)
    # A text of this word would be a courtesy now.
    line = send(shop, Carried("谢谢", picture=True, url=ELSEWHERE), conversation=conversation)
    row = shop.row(conversation)
    assert row.last_text == "〔图片〕谢谢"
    assert not line.courtesy
    assert row.waiting_since == line.at


def test_the_same_picture_again_is_one_line_and_one_file(shop: TestShop) -> None:
    conversation = shop.customer()
    carried = Carried("碎瓶.png", picture=True, kept=kept(shop))
    send(shop, carried, conversation=conversation)
    send(shop, carried, conversation=conversation)
    assert len(shop.ask(chat.chat, conversation).lines) == 1
    again = Carried("又一张.png", picture=True, kept=kept(shop))
    send(shop, again, remote_id="1:b", conversation=conversation)
    assert len(files(shop)) == 1
    names = [record(line).name for line in shop.ask(chat.chat, conversation).lines]
    assert names == ["碎瓶.png", "又一张.png"]


def test_what_lies_elsewhere_is_named_by_its_host_alone_and_not_fetched(shop: TestShop) -> None:
    line = send(shop, Carried("碎瓶.jpg", picture=True, url=ELSEWHERE))
    assert record(line) == MediaRecord(
        line.id, "碎瓶.jpg", "", 0, None, None, "elsewhere", "", "pictures.example:8443"
    )
    assert shop.ask(media.wanted) == []
    nothing = send(shop, Carried("", picture=False), remote_id="1:b")
    assert (nothing.text, record(nothing).state) == ("文件", "failed")
    with pytest.raises(Refused) as refused:
        shop.do(media.want, nothing.id, shop.lead.id)
    assert refused.value.code == "nowhere"


def test_a_file_is_fetched_once_an_agent_asks_for_it(shop: TestShop) -> None:
    conversation = shop.customer()
    line = send(shop, Carried("单据", picture=True, url=ELSEWHERE), conversation=conversation)
    shop.do(media.fetched, line.id, kept(shop))
    assert record(last(shop, conversation)).state == "elsewhere"
    shop.do(media.want, line.id, shop.lead.id)
    assert shop.ask(media.wanted) == [Wanted(line.id, ELSEWHERE, "")]
    shop.do(media.fetched, line.id, kept(shop, contents.PDF))
    line = last(shop, conversation)
    assert (line.kind, record(line).state, record(line).kind) == ("file", "here", "pdf")
    assert shop.ask(media.wanted) == []
    assert told(shop)[-2:] == ["media.wanted", "media.fetched"]


def test_a_file_that_cannot_be_had_says_why_and_may_be_asked_for_again(shop: TestShop) -> None:
    conversation = shop.customer()
    line = send(shop, Carried("单据", picture=False, url=ELSEWHERE), conversation=conversation)
    shop.do(media.want, line.id, shop.lead.id)
    shop.do(media.failed, line.id, "对方没有\n应答")
    assert record(last(shop, conversation))[6:8] == ("failed", "对方没有 应答")
    assert shop.ask(media.wanted) == []
    shop.do(media.want, line.id, shop.lead.id)
    assert record(last(shop, conversation))[6:8] == ("wanted", "")
    shop.do(media.want, line.id, shop.lead.id)
    assert told(shop).count("media.wanted") == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"PK\x03\x04 archive", "wrong_kind"), (b"", "empty"), (b"\0" * (10 * 2**20 + 1), "too_big")],
    ids=["an archive", "nothing", "too much"],
)
def test_what_is_refused_leaves_no_file(shop: TestShop, content: bytes, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        kept(shop, content)
    assert refused.value.code == code
    assert files(shop) == []


def test_no_file_is_taken_while_the_disk_has_little_room(
    shop: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_files, "ROOM_BYTES", 2**62)
    with pytest.raises(Refused) as refused:
        kept(shop)
    assert refused.value.code == "no_room"


def test_no_row_tells_of_a_file_that_was_cleared_away(shop: TestShop) -> None:
    conversation = shop.customer()
    carried = Carried("碎瓶.png", picture=True, kept=kept(shop))
    files(shop)[0].unlink()
    with pytest.raises(Refused) as refused:
        send(shop, carried, conversation=conversation)
    assert refused.value.code == "not_kept"
    assert shop.ask(chat.chat, conversation).lines == ()


def test_what_was_erased_is_gone_once_no_other_line_carries_it(shop: TestShop) -> None:
    home = shop.store.path.parent
    conversation = shop.customer()
    carried = Carried("碎瓶.png", picture=True, kept=kept(shop))
    first = send(shop, carried, conversation=conversation)
    second = send(shop, carried, remote_id="1:b", conversation=conversation)
    assert shop.do(media.erase, [first.id]) == 1
    shop.do(media.discard_removed, home)
    assert len(files(shop)) == 1
    assert shop.do(media.erase, [first.id, second.id]) == 1
    shop.do(media.discard_removed, home)
    assert files(shop) == []
    assert shop.ask(lambda tx: tx.value("SELECT count(*) FROM media")) == 0
    for line in shop.ask(chat.chat, conversation).lines:
        assert record(line) == MediaRecord(line.id, "", "", 0, None, None, "erased")
    with pytest.raises(Refused) as refused:
        shop.do(media.want, first.id, shop.lead.id)
    assert refused.value.code == "erased"
    # The same picture of another customer comes in anew.
    third = send(shop, Carried("b.png", picture=True, kept=kept(shop)), remote_id="1:c")
    shop.do(media.discard_removed, home)
    assert media.path(home, record(third)).is_file()


def test_what_comes_for_a_line_erased_meanwhile_does_not_stay(shop: TestShop) -> None:
    line = send(shop, Carried("碎瓶.png", picture=True, url="https://pictures.example/1"))
    shop.do(media.want, line.id, shop.lead.id)
    shop.do(media.erase, [line.id])
    shop.do(media.fetched, line.id, kept(shop))
    assert files(shop) == []


def test_files_without_a_row_are_cleared_away_and_no_others(shop: TestShop) -> None:
    home = shop.store.path.parent
    line = send(shop, Carried("碎瓶.png", picture=True, kept=kept(shop)))
    left = kept(shop, contents.PDF)
    found = shop.ask(media.unknown, home)
    assert found == [(left.sha256, "pdf")]
    assert shop.do(media.discard_unknown, home, found) == 1
    assert files(shop) == [media.path(home, record(line))]
    # It came to belong to a line between the look and the clearing.
    again = kept(shop, contents.PDF)
    found = shop.ask(media.unknown, home)
    send(shop, Carried("单.pdf", picture=False, kept=again), remote_id="1:b")
    assert shop.do(media.discard_unknown, home, found) == 0


def test_missing_and_altered_files_are_found_by_their_rows(shop: TestShop) -> None:
    home = shop.store.path.parent
    for number, content in enumerate((contents.PDF, contents.MP4, contents.png(3, 3))):
        carried = Carried("", picture=False, kept=kept(shop, content))
        send(shop, carried, remote_id=f"1:{number}")
    rows = shop.ask(media.rows)
    assert list(content_folder.check(home, rows)) == []
    paths = [content_folder.path_of(home, sha256, kind) for sha256, kind, _ in rows]
    paths[0].unlink()
    paths[1].write_bytes(b"x" * len(contents.MP4))
    found = {damage.path: damage.what for damage in content_folder.check(home, rows)}
    assert found == {paths[0]: "missing", paths[1]: "altered"}
    # Without reading every byte, a change of the same length goes unseen.
    quick = content_folder.check(home, rows, whole=False)
    assert [damage.path for damage in quick] == [paths[0]]


def test_a_line_taken_back_and_a_card_are_told(shop: TestShop) -> None:
    conversation = shop.customer()
    card = {"number": "3829", "title": "1983 六瓶", "amount": "1980.00"}
    shop.do(
        inbound.receive,
        conversation_id=conversation,
        remote_id="1:a",
        kind="order_card",
        payload=card,
    )
    shop.says(conversation, "算了")
    shop.do(
        lambda tx: tx.run(
            "UPDATE line SET payload = :payload WHERE seq = 2",
            payload=json.dumps({"recalled_at": tx.now}),
        )
    )
    lines = shop.ask(chat.chat, conversation).lines
    assert [(line.kind, line.text, line.recalled) for line in lines] == [
        ("order_card", "3829 1983 六瓶 1980.00 元", False),
        ("text", "算了", True),
    ]
    assert [line.media for line in lines] == [None, None]


def test_a_file_is_found_by_its_name_as_words_are(shop: TestShop) -> None:
    line = send(shop, Carried("酒瓶碎了.png", picture=True, kept=kept(shop)))
    shop.do(filling.fill, 100)
    assert [hit.line_id for hit in shop.ask(search.find, Ask("瓶碎")).hits] == [line.id]

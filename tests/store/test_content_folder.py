"""Files that come in piece by piece, and what is left of those that never became whole."""

import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from zuiqing_desk.store import content_folder
from zuiqing_desk.store.content_folder import EVIDENCE, HEAD_BYTES, Kept, TooBig


@dataclass(frozen=True)
class Looks:
    kind: str = "bin"
    width: int | None = 3
    height: int | None = 4


def look(head: bytes, size: int) -> Looks:
    return Looks()


def whole(home: Path) -> list[Path]:
    return [one for one in (home / "files").rglob("*") if one.is_file()]


def test_a_file_appears_under_its_name_once_it_is_whole(tmp_path: Path) -> None:
    part = content_folder.open_part(tmp_path, limit=10)
    part.write(b"hello")
    (coming,) = whole(tmp_path)
    assert coming.suffix == ".part"
    assert content_folder.parts(tmp_path) == [coming]
    part.write(b"world")
    kept = part.finish(look)
    digest = sha256(b"helloworld").hexdigest()
    assert kept == Kept(digest, "bin", 10, 3, 4)
    assert kept.path == content_folder.path_of(tmp_path, digest, "bin")
    assert whole(tmp_path) == [kept.path]
    assert kept.path.read_bytes() == b"helloworld"
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    part.discard()
    assert whole(tmp_path) == [kept.path]


def test_it_is_private_whatever_the_mask_of_the_process_says(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        part = content_folder.open_part(tmp_path, limit=10)
        assert stat.S_IMODE(content_folder.parts(tmp_path)[0].stat().st_mode) == 0o600
        kept = part.finish(look)
    finally:
        os.umask(before)
    assert kept.path is not None
    for folder in (kept.path.parent, kept.path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_looks_are_told_by_its_beginning_and_its_length(tmp_path: Path) -> None:
    seen: list[tuple[bytes, int]] = []

    def remember(head: bytes, size: int) -> Looks:
        seen.append((head, size))
        return Looks("png", None, None)

    content = os.urandom(HEAD_BYTES + 5)
    part = content_folder.open_part(tmp_path, limit=len(content))
    part.write(content)
    assert part.finish(remember).kind == "png"
    assert seen == [(content[:HEAD_BYTES], len(content))]


def test_what_is_too_big_or_refused_leaves_nothing(tmp_path: Path) -> None:
    part = content_folder.open_part(tmp_path, limit=3)
    with pytest.raises(TooBig):
        part.write(b"four")
    part.discard()
    part.discard()
    assert whole(tmp_path) == []

    def refuse(head: bytes, size: int) -> Looks:
        raise ValueError("no")

    part = content_folder.open_part(tmp_path, limit=3)
    with pytest.raises(ValueError, match="no"):
        part.finish(refuse)
    assert whole(tmp_path) == []


def test_parts_are_swept_by_age_and_whole_files_never(tmp_path: Path) -> None:
    kept = content_folder.open_part(tmp_path, limit=3).finish(look)
    old = content_folder.open_part(tmp_path, limit=3)
    (old_path,) = content_folder.parts(tmp_path)
    os.utime(old_path, (1, 1))
    young = content_folder.open_part(tmp_path, limit=3)
    assert content_folder.sweep_parts(tmp_path, older_than_s=60) == 1
    assert not old_path.exists()
    assert content_folder.sweep_parts(tmp_path) == 1
    assert whole(tmp_path) == [kept.path]
    assert content_folder.sweep_parts(tmp_path / "none") == 0
    old.discard()
    young.discard()


def test_only_files_of_the_folder_are_told_of(tmp_path: Path) -> None:
    kept = content_folder.open_part(tmp_path, limit=3).finish(look)
    other = content_folder.open_part(tmp_path, limit=3, folder=EVIDENCE)
    other.write(b"x")
    other.finish(look)
    assert kept.path is not None
    (kept.path.parent / "notes.txt").write_text("somebody's own")
    (tmp_path / "files" / "zz").mkdir()
    (tmp_path / "files" / "zz" / kept.path.name).write_text("in the wrong place")
    assert list(content_folder.lying(tmp_path)) == [(kept.sha256, "bin")]
    assert len(list(content_folder.lying(tmp_path, EVIDENCE))) == 1

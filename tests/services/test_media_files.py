"""Saving a copy of a kept file: beside whatever is there."""

import os
import stat
from pathlib import Path

import pytest

from zuiqing_desk.services.media_files import save_copy


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "kept"
    path.write_bytes(b"content")
    return path


def test_nothing_is_replaced_not_even_a_link(tmp_path: Path, source: Path) -> None:
    target, own = tmp_path / "碎瓶.jpg", tmp_path / "own"
    own.write_text("mine")
    target.symlink_to(own)
    (tmp_path / "碎瓶 (2).jpg").symlink_to(tmp_path / "nowhere")
    saved = save_copy(source, target)
    assert saved == tmp_path / "碎瓶 (3).jpg"
    assert saved.read_bytes() == b"content"
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert own.read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, source: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save_copy(source, tmp_path / "none" / "a.jpg")
    with pytest.raises(FileNotFoundError):
        save_copy(tmp_path / "gone", tmp_path / "a.jpg")
    assert sorted(os.listdir(tmp_path)) == ["kept"]

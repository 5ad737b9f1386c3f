"""Files kept under the hash of what is in them."""

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zuiqing_desk.store import evidence_folder
from zuiqing_desk.store.evidence_folder import Kept, TooBig, WrongKind


def keep(home: Path, source: Path, limit: int = 1000) -> Kept:
    return evidence_folder.keep(
        home, source, limit=limit, head_bytes=2, kind_of=lambda head: "bin" if head else None
    )


def files(home: Path) -> list[Path]:
    return [one for one in (home / "evidence").rglob("*") if one.is_file()]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(min_size=1, max_size=200))
def test_what_is_kept_is_what_was_given(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "given"
    source.write_bytes(content)
    kept = keep(tmp_path, source)
    assert kept == Kept(sha256(content).hexdigest(), "bin", len(content))
    assert evidence_folder.path_of(tmp_path, kept.sha256, "bin").read_bytes() == content
    before = files(tmp_path)
    assert keep(tmp_path, source) == kept
    assert files(tmp_path) == before


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    source = tmp_path / "given"
    source.write_bytes(b"picture")
    source.chmod(0o644)
    kept = keep(tmp_path, source)
    there = evidence_folder.path_of(tmp_path, kept.sha256, kept.kind)
    assert stat.S_IMODE(there.stat().st_mode) == 0o600
    for folder in (there.parent, there.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_up_to_the_limit_and_not_a_byte_more(tmp_path: Path) -> None:
    source = tmp_path / "given"
    source.write_bytes(b"x" * 1000)
    assert keep(tmp_path, source).bytes == 1000
    source.write_bytes(b"x" * 1001)
    with pytest.raises(TooBig):
        keep(tmp_path, source)
    assert len(files(tmp_path)) == 1


def test_the_wrong_kind_is_not_kept(tmp_path: Path) -> None:
    source = tmp_path / "given"
    source.touch()
    with pytest.raises(WrongKind):
        keep(tmp_path, source)
    assert files(tmp_path) == []


def test_a_pipe_nobody_writes_to_does_not_hold_us_up(tmp_path: Path) -> None:
    source = tmp_path / "pipe"
    os.mkfifo(source)
    with pytest.raises(WrongKind):
        keep(tmp_path, source)


def test_it_is_discarded_once_and_again(tmp_path: Path) -> None:
    source = tmp_path / "given"
    source.write_bytes(b"picture")
    kept = keep(tmp_path, source)
    evidence_folder.discard(tmp_path, kept.sha256, kept.kind)
    evidence_folder.discard(tmp_path, kept.sha256, kept.kind)
    assert files(tmp_path) == []

"""The README says what is true."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_key_table_is_the_programs_own() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "zuiqing_desk", "keys", "--markdown"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    ).stdout
    match = re.search(r"<!-- keys:.*?-->\n(.*?)<!-- /keys -->", README, re.DOTALL)
    assert match is not None
    assert match[1].strip() == made.strip()


def test_every_file_it_names_exists() -> None:
    named = re.findall(
        r"`((?:tests|zuiqing_desk|themes|store|tui|channels|rules|settings)/[^`*]+)`", README
    )
    assert named
    missing = [
        name
        for name in named
        if not (ROOT / name).exists() and not (ROOT / "zuiqing_desk" / name).exists()
    ]
    assert missing == []


def test_every_picture_it_shows_exists() -> None:
    pictures = re.findall(r"\]\((\.readme/[^)]+)\)", README)
    assert len(set(pictures)) == 12
    assert [one for one in pictures if not (ROOT / one).exists()] == []


def test_every_dependency_is_explained() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)
    assert block is not None
    needed = re.findall(r'"([A-Za-z0-9_-]+)', block[1])
    assert [name for name in needed if f"| {name}" not in README] == []

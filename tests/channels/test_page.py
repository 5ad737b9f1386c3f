"""The visitor page's files hold to the rules a browser test cannot see."""

import re
from importlib.resources import files

import pytest

PAGE = files("zuiqing_desk.channels.webchat").joinpath("page")
FILES = {entry.name: entry.read_text("utf-8") for entry in PAGE.iterdir() if entry.is_file()}
HTML = FILES["index.html"]
SCRIPTS = {name: text for name, text in FILES.items() if name.endswith(".js")}


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    links = re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')]*", FILES[name])
    assert [link for link in links if "www.w3.org" not in link] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_text_never_becomes_markup(name: str) -> None:
    code = re.sub(r"//.*", "", SCRIPTS[name])
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert way not in code


def test_no_script_or_style_is_inline() -> None:
    assert re.findall(r"<script(?![^>]*\ssrc=)", HTML) == []
    assert "<style" not in HTML
    assert re.findall(r"\s(?:style|on\w+)=", HTML) == []


def test_every_module_that_is_imported_exists() -> None:
    for code in SCRIPTS.values():
        for imported in re.findall(r'from "\./([\w.]+)"', code):
            assert imported in FILES


def test_every_element_a_script_asks_for_exists() -> None:
    asked = {name for code in SCRIPTS.values() for name in re.findall(r'\$\("([\w-]+)"\)', code)}
    assert asked
    assert asked <= set(re.findall(r'\sid="([\w-]+)"', HTML))


def test_every_field_has_a_label_and_the_log_is_announced() -> None:
    fields = re.findall(r"<(?:input|textarea)[^>]*\sid=\"([\w-]+)\"", HTML)
    assert sorted(fields) == ["file", "name", "text"]
    for field in fields:
        assert f'<label for="{field}"' in HTML or re.search(rf'<label[^>]*for="{field}"', HTML)
    assert re.search(r'id="log"[^>]*role="log"[^>]*aria-live="polite"', HTML)


def test_the_page_speaks_chinese_and_does_not_forbid_zooming() -> None:
    assert '<html lang="zh-CN">' in HTML
    assert "maximum-scale" not in HTML
    assert "user-scalable" not in HTML

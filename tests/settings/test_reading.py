"""Where a setting's value comes from, and what is said about a wrong one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from zuiqing_desk.settings import Settings, SettingsError, load
from zuiqing_desk.settings.reading import variable

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_settings(text: str) -> Path:
        path = tmp_path / "settings.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_settings


def loaded(home: Path, given: dict[str, object] | None = None, **environ: str) -> Settings:
    return load(str(home), given, environ)


def refusal(home: Path, given: dict[str, object] | None = None, **environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        loaded(home, given, **environ)
    return caught.value.message


def test_without_a_file_everything_is_at_its_default(tmp_path: Path) -> None:
    settings = loaded(tmp_path)
    assert (settings.webchat.host, settings.webchat.port) == ("127.0.0.1", 8787)
    assert settings.screen.bell is True
    assert settings.keys == {}
    assert settings.problems == ()
    assert settings.sources == {}


def test_each_source_goes_over_the_one_below(tmp_path: Path, write: Write) -> None:
    write("[webchat]\nport = 1001\n")
    assert loaded(tmp_path).webchat.port == 1001
    assert loaded(tmp_path, ZUIQING_DESK_WEBCHAT_PORT="1002").webchat.port == 1002
    settings = loaded(tmp_path, {"webchat.port": 1003}, ZUIQING_DESK_WEBCHAT_PORT="1002")
    assert settings.webchat.port == 1003
    assert settings.sources == {"webchat.port": "命令行"}


def test_the_source_of_a_value_is_known(tmp_path: Path, write: Write) -> None:
    path = write('[webchat]\nport = 1\n[keys]\n"chat.next" = "f3"\n')
    sources = loaded(tmp_path, ZUIQING_DESK_SCREEN_BELL="off").sources
    assert sources["webchat.port"] == f"设置文件 {path}"
    assert sources["keys.chat.next"] == f"设置文件 {path}"
    assert sources["screen.bell"] == "环境变量 ZUIQING_DESK_SCREEN_BELL"


def test_every_type_can_come_from_the_environment(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        ZUIQING_DESK_WEBCHAT_TRUSTED_PROXIES="10.0.0.1, 192.168.0.0/16",
        ZUIQING_DESK_WEBCHAT_PUBLIC_URL="https://chat.example.com/",
        ZUIQING_DESK_SCREEN_THEME="light",
        ZUIQING_DESK_SCREEN_OSC777="1",
        ZUIQING_DESK_SCREEN_BELL_GAP_SECONDS=" 30 ",
    )
    assert settings.webchat.trusted_proxies == ("10.0.0.1/32", "192.168.0.0/16")
    assert settings.webchat.public_url == "https://chat.example.com"
    assert settings.screen.theme == "light"
    assert settings.screen.osc777 is True
    assert settings.screen.bell_gap_seconds == 30
    assert settings.problems == ()


def test_variable_names() -> None:
    assert variable("webchat.port") == "ZUIQING_DESK_WEBCHAT_PORT"


def test_keys_may_be_quoted_or_not_and_one_or_several(tmp_path: Path, write: Write) -> None:
    write('[keys]\n"chat.next" = "f3"\nchat.close = ["f4", "ctrl+r"]\nquit = "f9"\n')
    assert loaded(tmp_path).keys == {
        "chat.next": ("f3",),
        "chat.close": ("f4", "ctrl+r"),
        "quit": ("f9",),
    }


@pytest.mark.parametrize("wrong", ["3", "[1]", "true", '["f3", 4]'])
def test_a_key_that_is_no_text_is_a_problem(tmp_path: Path, write: Write, wrong: str) -> None:
    write(f"[keys]\nchat.next = {wrong}\n")
    settings = loaded(tmp_path)
    assert settings.keys == {}
    assert "chat.next" in settings.problems[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[webchat]\nprot = 1\n", ["prot", "是不是 port"]),
        ("[web-chat]\nport = 1\n", ["web-chat", "小节", "是不是 webchat"]),
        ("port = 1\n", ["“port”"]),
        ("[screen]\nzzz = 1\n", ["zzz"]),
    ],
)
def test_what_is_unknown_is_a_problem_with_a_hint(
    tmp_path: Path, write: Write, text: str, words: list[str]
) -> None:
    path = write(text)
    (problem,) = loaded(tmp_path).problems
    assert str(path) in problem
    assert all(word in problem for word in words)


def test_no_hint_where_nothing_is_near(tmp_path: Path, write: Write) -> None:
    write("[screen]\nzzz = 1\n")
    assert "是不是" not in loaded(tmp_path).problems[0]


def test_unknown_variables_of_ours_are_problems_and_others_none_of_our_business(
    tmp_path: Path,
) -> None:
    problems = loaded(
        tmp_path, ZUIQING_DESK_WEBCHAT_PROT="1", ZUIQING_DESK_KEYS_QUIT="f9", OTHER="x"
    ).problems
    assert len(problems) == 2
    assert any("是不是 ZUIQING_DESK_WEBCHAT_PORT" in problem for problem in problems)
    assert any("按键只能写在设置文件里" in problem for problem in problems)


@pytest.mark.parametrize(
    "line",
    ['bell = "yes"', "bell_gap_seconds = 0", "bell_gap_seconds = true", 'theme = ""', "theme = 1"],
)
def test_a_wrong_screen_value_gives_way_to_the_default(
    tmp_path: Path, write: Write, line: str
) -> None:
    path = write(f"[screen]\n{line}\n")
    settings = loaded(tmp_path)
    assert settings.screen == Settings(settings.home).screen
    (problem,) = settings.problems
    assert str(path) in problem
    assert f"screen.{line.split()[0]}" in problem


@pytest.mark.parametrize(
    "line",
    [
        'port = "8787"',
        "port = 65536",
        "port = -1",
        "port = 80.0",
        'host = ""',
        'host = "a b"',
        'host = "http://x"',
        'public_url = "chat.example.com"',
        'public_url = "https://x/?q=1"',
        'public_url = "https://u:p@x"',
        'public_url = "https://x:99999"',
        'trusted_proxies = "10.0.0.1"',
        'trusted_proxies = ["10.0.0.300"]',
        'allowed_origins = ["https://x/path"]',
        'allowed_origins = ["*"]',
        'public_url = "https://x\\u202e"',
        "max_sockets = 0",
    ],
)
def test_a_wrong_web_chat_value_stops_the_start(tmp_path: Path, write: Write, line: str) -> None:
    path = write(f"[webchat]\n{line}\n")
    message = refusal(tmp_path)
    assert str(path) in message
    assert f"webchat.{line.split()[0]}" in message


def test_a_wrong_value_on_the_command_line_always_stops_the_start(tmp_path: Path) -> None:
    assert "命令行" in refusal(tmp_path, {"screen.bell": "x"})


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    assert "ZUIQING_DESK_WEBCHAT_PORT" in refusal(tmp_path, ZUIQING_DESK_WEBCHAT_PORT="many")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[webchat]\nport = 87x\n", "第 2 行第 10 列"),
        ('[screen]\ntheme = "open\n', "第 2 行第 14 列"),
        ("[webchat\n", "第 1 行"),
        ("[webchat]\nport = 1\nport = 2\n", "第 3 行"),
        ("[screen]\ntheme =", "第 2 行"),
    ],
)
def test_a_syntax_error_is_named_by_file_line_and_column(
    tmp_path: Path, write: Write, text: str, place: str
) -> None:
    path = write(text)
    message = refusal(tmp_path)
    assert str(path) in message
    assert place in message
    assert "config edit" in message


def test_the_excerpt_of_a_broken_line_carries_no_control_characters(
    tmp_path: Path, write: Write
) -> None:
    write('[screen]\ntheme = "\x1b]52;c;eA==\x07 \u202e"\n')
    message = refusal(tmp_path)
    assert message.isprintable()
    assert "]52;c;" in message


def test_invalid_utf8_is_named_by_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes("[screen]\n# 配色".encode() + b"\xff\n")
    message = refusal(tmp_path)
    assert "第 2 行第 5 列" in message
    assert "UTF-8" in message


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xef\xbb\xbf[webchat]\nport = 5\n")
    assert loaded(tmp_path).webchat.port == 5


def test_nesting_without_end_is_an_error_not_a_crash(tmp_path: Path, write: Write) -> None:
    write("x = " + "[" * 50_000)
    assert "settings.toml" in refusal(tmp_path)


def test_a_section_that_is_none_is_an_error(tmp_path: Path, write: Write) -> None:
    write("webchat = 8787\n")
    assert "[webchat]" in refusal(tmp_path)


def test_a_settings_file_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    assert str(tmp_path / "settings.toml") in refusal(tmp_path)

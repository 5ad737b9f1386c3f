"""A visitor in a real browser and an agent in a real terminal, through the real server."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from support.desk_terminal import desk, found_shop, page_address, sign_in

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
DRIVER = shutil.which("chromedriver")
DEADLINE_S = 30

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        BROWSER is None or DRIVER is None, reason="Chromium and chromedriver are not installed"
    ),
]


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    assert BROWSER is not None
    assert DRIVER is not None
    options = ChromeOptions()
    options.binary_location = BROWSER
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        f"--user-data-dir={tmp_path / 'profile'}",
    ):
        options.add_argument(argument)
    driver = Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def page_shows(browser: Chrome, text: str) -> None:
    WebDriverWait(browser, DEADLINE_S).until(
        lambda driver: text in driver.find_element(By.TAG_NAME, "body").text,
        f"the page never showed {text!r}",
    )


def visitor_writes(browser: Chrome, text: str) -> None:
    box = browser.find_element(By.ID, "text")
    box.send_keys(text)
    box.send_keys(Keys.ENTER)


def test_they_talk_both_ways_and_nothing_is_lost_over_a_kill(
    browser: Chrome, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    found_shop(home, settings="[webchat]\nport = 0\n")
    with desk(home) as terminal:
        sign_in(terminal)
        address = page_address(terminal)
        browser.get(address)
        browser.find_element(By.ID, "name").send_keys("tb_青梅")
        visitor_writes(browser, "这款1983还有货吗")
        terminal.wait_for("tb_青梅")
        terminal.wait_for("这款1983")

        terminal.keys("ctrl+g")
        terminal.wait_for("致 tb_青梅")
        terminal.type("有的，")
        page_shows(browser, "正在输入")
        terminal.type("今天下单今天发")
        terminal.keys("enter")
        page_shows(browser, "有的，今天下单今天发")
        terminal.wait_for("已读")

        visitor_writes(browser, "那来6瓶")
        terminal.wait_for("那来6瓶")
        page_shows(browser, "已读")
        terminal.type("没写完的")
        terminal.wait_for("没写完的")
        terminal.wait_for(lambda _: draft(home) == "没写完的")
        terminal.kill()
        terminal.wait_exit()

    port = int(address.rsplit(":", 1)[1])
    visitor_writes(browser, "还在吗")
    (home / "settings.toml").write_text(f"[webchat]\nport = {port}\n", encoding="utf-8")
    with desk(home) as terminal:
        sign_in(terminal)
        terminal.wait_for("还在吗")
        terminal.keys("ctrl+g")
        terminal.wait_for("没写完的")
        terminal.keys("enter")
        page_shows(browser, "没写完的")
        messages = browser.find_element(By.ID, "log").text
        assert messages.count("那来6瓶") == 1
        assert messages.count("还在吗") == 1


def draft(home: Path) -> str | None:
    from zuiqing_desk.services import drafts
    from zuiqing_desk.store.engine import open_store

    with open_store(home / "desk.db") as store:
        kept = store.read(lambda tx: drafts.all_of(tx, 1)).result()
    return kept[0].text if kept else None

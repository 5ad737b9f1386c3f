"""The visitor page shows what people wrote, and none of it becomes part of the page."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from support.browser import BROWSER, DRIVER, open_tab
from support.figures import Figures
from support.raw import raw_connection
from support.webchat import ChatShop, open_chat

from zuiqing_desk.channels.webchat.pages import Page
from zuiqing_desk.rules.text import clean

MARKUP = (
    "<script>document.title='PWNED'</script>",
    "<img src=x onerror=\"document.title='PWNED'\">",
    "<svg/onload=document.title='PWNED'>",
    "</script><script>document.title='PWNED'</script>",
    "\"><iframe src=javascript:document.title='PWNED'></iframe>",
    "<a href=javascript:alert(1)>点我</a>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "{{constructor.constructor('document.title=1')()}}",
    "javascript:document.title='PWNED'",
    "&lt;script&gt;",
    "<!--",
    "\u202e<b>gnorw</b>\u2066",
    "<form action=//evil.example><input name=a>",
)
SHOP = "店\"'><script>document.title='PWNED'</script>&{{shop_name}}"

TRICKS = (
    "/../server.py", "/../../pyproject.toml", "/%2e%2e/server.py", "/..%2fserver.py", "/%2e%2e%2f",
    "/..%5cserver.py", "/..\\server.py", "//etc/passwd", "/etc/passwd", "/file:///etc/passwd",
    "/index.html%00.js", "/index.html/", "/index.html/..", "/./index.html/x", "/CON", "/nul",
    "/COM1.js", "/.git/config", "/page/../../app.py", "/%252e%252e/app.py", "/%c0%ae%c0%ae/app.py",
    "/index.html;.js", "/INDEX.HTML", "/a" * 150, "/" + "a" * 300, "/api/v1/../../server.py",
    "/api/v1/files/../../desk.db", "/desk.db", "/__init__.py", "/openapi.json", "/%",
    "/\u202eindex.html",
)  # fmt: skip


@pytest.mark.parametrize("path", TRICKS)
async def test_no_path_leads_out_of_the_page(shop: ChatShop, path: str, figures: Figures) -> None:
    figures.count("security inputs", "path_tricks")
    async with raw_connection(shop.url) as raw:
        await raw.send(
            b"GET " + path.encode() + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        said = await raw.until_closed()
    status = int(said.split()[1])
    assert status in {400, 404}, said[:200]
    assert b'"error"' in said
    assert b"import" not in said
    assert b"root:" not in said


async def test_every_answer_forbids_what_it_does_not_need(shop: ChatShop) -> None:
    """Scripts of others, frames, guessing of types: on the page, the interface and refusals."""
    paths = [f"/{name}" for name in Page("店").names()]
    for path in ["/", *paths, "/api/v1/openapi.json", "/healthz", "/nothing", "/api/v1/messages"]:
        async with shop.http.get(shop.url + path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert "unsafe" not in policy, path
            assert "*" not in policy, path
            assert response.headers["X-Content-Type-Options"] == "nosniff", path
            assert response.headers["Referrer-Policy"] == "no-referrer", path
            assert "Access-Control-Allow-Origin" not in response.headers, path
            if path == "/":
                assert "require-trusted-types-for 'script'" in policy
                assert "script-src 'self'" in policy
                assert "base-uri 'none'" in policy
                assert "form-action 'none'" in policy
    async with shop.http.post(shop.url + "/", data=b"x") as refused:
        assert "default-src 'none'" in refused.headers["Content-Security-Policy"]


async def test_a_shops_name_stays_a_name(home: Path) -> None:
    async with (
        open_chat(home, shop_name=SHOP) as shop,
        shop.http.get(shop.url) as response,
    ):
        page = await response.text()
    assert "<script>document" not in page
    assert "&lt;script&gt;document" in page


@pytest.mark.browser
@pytest.mark.skipif(
    BROWSER is None or DRIVER is None, reason="Chromium and chromedriver are not installed"
)
async def test_markup_is_words_in_a_real_browser(
    home: Path, tmp_path: Path, figures: Figures
) -> None:
    """Everything at once: the shop's name, the visitor's lines, the agent's answers."""
    async with open_chat(home, shop_name=SHOP) as shop, open_tab(tmp_path) as tab:
        await tab.open(shop.url)
        title = await tab.script("return document.title")
        await tab.say("在吗")
        await tab.shows("已送达")
        conversation = await shop.read(lambda tx: tx.value("SELECT max(id) FROM conversation"))
        for text in MARKUP:
            figures.count("security inputs", "markup_in_the_page")
            await shop.reply(conversation, text)
            await tab.say(clean(text))
        for text in MARKUP:
            await tab.shows(clean(text))
        assert await tab.script("return document.title") == title
        assert "PWNED" not in title or "<script>" in title
        log = "document.getElementById('log')"
        wild = "script,iframe,img,svg,style,base,meta,form,input,a,object,embed"
        assert await tab.script(f"return {log}.querySelectorAll('{wild}').length") == 0
        assert await tab.script("return document.querySelectorAll('script').length") == 1
        inline = await tab.script(
            "const b = document.createElement('button');"
            "try { b.setAttribute('onclick', 'document.title=\"PWNED\"') } catch (e) {}"
            "document.body.append(b); b.click();"
            "try { document.body.innerHTML = '<b>x</b>'; return 'innerHTML' } catch (e) {}"
            "const s = document.createElement('script');"
            "try { s.text = 'document.title=\"PWNED\"' } catch (e) {}"
            "document.body.append(s); return document.title"
        )
        assert inline == title, "the policy of the page let a script of others in"
        assert await tab.do(lambda: tab.chrome.find_element(By.ID, "log").is_displayed())

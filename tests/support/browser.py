"""The visitor page in a real browser, driven from the loop that also runs the server."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from support.webchat import eventually

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
DRIVER = shutil.which("chromedriver")
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


class Tab:
    """The page in the browser, driven from the loop that also runs the server."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome

    async def do(self, act: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.to_thread(act, *arguments)

    async def open(self, url: str) -> None:
        await self.do(self.chrome.get, url)

    async def type(self, text: str) -> None:
        await self.do(lambda: self.chrome.find_element(By.ID, "text").send_keys(text))

    async def say(self, text: str) -> None:
        await self.type(text + Keys.ENTER)

    async def text_of(self, element: str) -> str:
        return str(await self.do(lambda: self.chrome.find_element(By.ID, element).text))

    async def script(self, code: str) -> Any:
        return await self.do(self.chrome.execute_script, code)

    async def box(self) -> str:
        return str(await self.script("return document.getElementById('text').value"))

    async def shows(self, text: str, element: str = "log") -> None:
        async def there() -> bool:
            return text in await self.text_of(element)

        await eventually(there, f"the page shows {text!r}")


@contextlib.asynccontextmanager
async def open_tab(folder: Path) -> AsyncIterator[Tab]:
    """A browser with a profile of its own in ``folder``."""
    options = ChromeOptions()
    options.binary_location = str(BROWSER)
    for argument in (*_ARGUMENTS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(argument)
    chrome = await asyncio.to_thread(lambda: Chrome(options=options, service=Service(str(DRIVER))))
    try:
        yield Tab(chrome)
    finally:
        await asyncio.to_thread(chrome.quit)

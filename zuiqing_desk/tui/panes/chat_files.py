"""Opening and saving what a line carries."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from textual.app import App

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.file_names import safe_name
from zuiqing_desk.rules.media import MOST_BYTES
from zuiqing_desk.services import media, media_files
from zuiqing_desk.services.records import LineRecord, MediaRecord
from zuiqing_desk.tui import clipboard, opener
from zuiqing_desk.tui.key_words import with_keys
from zuiqing_desk.tui.panes.chat_commands import Front
from zuiqing_desk.tui.screens.confirm import ConfirmDialog
from zuiqing_desk.tui.screens.prompt import PromptDialog
from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.table_paths import path_of

PATH_CHARS = 1000
_KEYS: Mapping[str, str] = {"here": "{line.open} 打开", "elsewhere": "{line.open} 去取"}
"""What can be done about a file, by where it is."""
_FOLDERS = ("Downloads", "下载")


class FilesFront(Front, Protocol):
    """What opening and saving need of the pane."""

    @property
    def app(self) -> App[Any]: ...


class ChatFiles:
    """Acts on what the picked line carries. Raises RuleError where that is nothing, or not here."""

    def __init__(self, session: Session, front: FilesFront) -> None:
        self._session = session
        self._front = front

    def signs(self, lines: Sequence[LineRecord]) -> Mapping[int, str]:
        """Which key opens what the lines carry, by line id."""
        app, found = self._front.app, {}
        for line in lines:
            if line.media is not None and line.media.state in _KEYS:
                found[line.id] = with_keys(app, _KEYS[line.media.state])
        return found

    async def open(self) -> None:
        """Open it with the computer's own program, or say where it lies; what is elsewhere is
        fetched once the agent agrees."""
        record = await self._picked()
        if record.state != "here":
            await self._want(record)
            return
        path = await self._path(record)
        words = opener.command(self._session.open_with)
        if words is None:
            await self._tell(path)
            return
        try:
            await opener.hand_over(words, path)
        except OSError as error:
            self._front.say(f"没能用 {words[0]} 打开：{error.strerror or error}。", "warning")
            await self._tell(path)
        else:
            self._front.say(f"已交给 {words[0]} 打开。")

    async def save(self) -> None:
        """Save a copy of it where the agent says; nothing is replaced."""
        record = await self._picked()
        if record.state != "here":
            await self._want(record)
            return
        await self._path(record)
        name = safe_name(record.name)
        typed: str | None = str(_folder() / name)
        while (typed := await self._asked(record, typed)) is not None:
            # It may have been erased while the question stood.
            record = await self._session.bench.ask(media.one, record.line_id)
            if record.state != "here":
                await self._want(record)
                return
            source = await self._path(record)
            target = path_of(typed).absolute()
            if await asyncio.to_thread(target.is_dir):
                target /= name
            try:
                path = await asyncio.to_thread(media_files.save_copy, source, target)
            except OSError as error:
                why = error.strerror or error
                self._front.say(f"存不了 {target}：{why}。换个文件夹再试。", "error")
            else:
                self._front.say(f"已存到 {path}。")
                return

    async def _picked(self) -> MediaRecord:
        line = self._front.picked_line()
        if line is None or line.media is None:
            raise RuleError("no_file", "这一行没有图片或文件。")
        return await self._session.bench.ask(media.one, line.id)

    async def _path(self, record: MediaRecord) -> Path:
        path = media.path(self._session.bench.folder, record)
        if not await asyncio.to_thread(path.is_file):
            raise RuleError(
                "missing", f"文件不在了：{path}。在终端运行 zuiqing-desk doctor 看看怎么办。"
            )
        return path

    async def _tell(self, path: Path) -> None:
        copied = await clipboard.copy(self._front.app, str(path))
        words = f"文件在 {path}（路径{copied.value}）；按 {{line.save}} 另存一份。"
        self._front.say(with_keys(self._front.app, words))

    async def _want(self, record: MediaRecord) -> None:
        if record.state == "wanted":
            words = "还在下载，好了这一行会变，再按 {line.open} 打开。"
            raise RuleError("coming", with_keys(self._front.app, words))
        if record.state != "erased" and record.url_host:
            lines = [
                f"它不在店铺的电脑上，要从 {record.url_host} 下载。",
                f"对方会知道有人下载；最大 {MOST_BYTES // 2**20} MB，只收图片、PDF 和视频。",
            ]
            ask = ConfirmDialog(f"下载“{record.name}”？", lines, yes="下载", no="不下载")
            if not await self._front.put_question(ask):
                return
        await self._session.bench.do(media.want, record.line_id, self._session.staff.id)
        words = "开始下载，好了这一行会变，再按 {line.open} 打开。"
        self._front.say(with_keys(self._front.app, words))

    async def _asked(self, record: MediaRecord, typed: str | None) -> str | None:
        hint = "填文件夹或文件名；已有同名的，新的一份名字后面加数字"
        title = f"另存“{record.name}”"
        ask = PromptDialog(title, "存到", value=typed or "", hint=hint, max_length=PATH_CHARS)
        return await self._front.put_question(ask)


def _folder() -> Path:
    """Where people look for what was saved."""
    try:
        home = Path.home()
    except RuntimeError:
        return Path.cwd()
    return next((home / name for name in _FOLDERS if (home / name).is_dir()), home)

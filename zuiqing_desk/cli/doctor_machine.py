"""What ``doctor`` says about the machine: settings, colours, keyring, port, disk."""

import errno
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from zuiqing_desk.settings import Home, Secrets, Settings
from zuiqing_desk.store.findings import Finding
from zuiqing_desk.tui import theme
from zuiqing_desk.tui.overrides import validate

MEBI = 1024 * 1024
NO_ROOM = 64 * MEBI
LITTLE_ROOM = 1024 * MEBI
KEYRING_S = 3.0
_LISTENING = "0A"


def settings_file(settings: Settings) -> Iterator[Finding]:
    """What was left out of the settings."""
    for problem in settings.problems:
        yield Finding("warning", problem, "用 zuiqing-desk config edit 改。", "settings")
    if not settings.problems:
        there = settings.home.settings_file.exists()
        words = "" if there else "（还没有这个文件，都用默认）"
        yield Finding("ok", f"设置文件 {settings.home.settings_file}{words}", check="settings")


def keys(settings: Settings) -> Iterator[Finding]:
    """What is wrong with the user's own keys."""
    problems = validate(settings.keys)
    for problem in problems:
        yield Finding("warning", problem, "用 zuiqing-desk config edit 改 [keys]。", "keys")
    if not problems:
        words = f"{len(settings.keys)} 处自己的按键" if settings.keys else "都用默认的按键"
        yield Finding("ok", words, check="keys")


def themes(settings: Settings) -> Iterator[Finding]:
    """Which of the user's own themes cannot be used, and whether the chosen one can."""
    found = theme.load((settings.home.themes,))
    choice = theme.choose(settings.screen.theme, found, os.environ)
    for problem in filter(None, (*found.problems, choice.problem)):
        yield Finding("warning", problem, f"改 {settings.home.themes} 里的文件或设置。", "themes")
    if not found.problems and not choice.problem:
        words = f"配色 {settings.screen.theme}，共 {len(found.by_name)} 种可用"
        yield Finding("ok", words, check="themes")


def keyring(home: Home) -> Iterator[Finding]:
    """Where passwords to outside servers are kept."""
    notice = Secrets(home, wait_s=KEYRING_S).notice
    if not notice:
        yield Finding("ok", "有系统密钥环", check="keyring")
        return
    advice = "在桌面上装好并解锁密钥环（如 gnome-keyring）更稳妥；只用网页聊天可以不管。"
    yield Finding("note", notice, advice, "keyring")
    mode = home.secrets_file.stat().st_mode & 0o777 if home.secrets_file.exists() else 0o600
    if mode & 0o077:
        message = f"别的用户也能读 {home.secrets_file}（权限 {mode:o}）"
        advice = f"chmod 600 {home.secrets_file}，并换掉里面的密码。"
        yield Finding("error", message, advice, "keyring")


def disk(home: Home) -> Iterator[Finding]:
    """Room for the shop's work, and for the copy an upgrade makes first."""
    folder = next(one for one in (home.data, *home.data.parents) if one.exists())
    free = shutil.disk_usage(folder).free
    store = sum(_size(Path(f"{home.database}{end}")) for end in ("", "-wal", "-shm"))
    backups = sum(_size(file) for file in _backups(home))
    message = f"磁盘还剩 {_mebi(free)}；数据库 {_mebi(store)}，备份 {_mebi(backups)}"
    if free < NO_ROOM:
        advice = "马上腾出空间：满了以后，顾客的话和回复都存不下来。"
        yield Finding("error", message, advice, "disk")
    elif free < max(LITTLE_ROOM, 2 * store):
        advice = f"腾出空间；升级要先备份一份。旧备份在 {home.data / 'backups'}，可移到别处。"
        yield Finding("warning", message, advice, "disk")
    else:
        yield Finding("ok", message, check="disk")


def _backups(home: Home) -> list[Path]:
    try:
        return list((home.data / "backups").glob("*.db*"))
    except OSError:
        # Another user's: the free space is told all the same.
        return []


def port(settings: Settings, ours: bool) -> Iterator[Finding]:
    """Whether the chat page's port can be taken; ``ours``: somebody runs this store's channels."""
    host, number = settings.webchat.host, settings.webchat.port
    where = f"{host}:{number}"
    if not number:
        yield Finding("ok", f"聊天页用 {host} 的任意空闲端口", check="port")
        return
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        yield _taken(where, number, error, ours)
    else:
        yield Finding("ok", f"端口 {where} 空着", check="port")


def _taken(where: str, number: int, error: OSError, ours: bool) -> Finding:
    if error.errno == errno.EADDRINUSE and ours:
        return Finding("ok", f"端口 {where} 由本店收发消息的进程用着", check="port")
    if error.errno == errno.EADDRINUSE:
        message = f"端口 {where} 被{_user_of(number)}占用，聊天页开不了"
        advice = "停掉那个程序，或 zuiqing-desk config edit 换 webchat.port。"
        return Finding("error", message, advice, "port")
    why = "找不到这个主机名" if isinstance(error, socket.gaierror) else error.strerror or str(error)
    advice = "用 zuiqing-desk config edit 改 webchat.host 和 webchat.port。"
    return Finding("error", f"聊天页开不了 {where}：{why}", advice, "port")


def _user_of(number: int) -> str:
    """Which process listens on the port, where Linux tells us."""
    sockets = {f"socket:[{inode}]" for inode in _listeners(number)}
    for folder in Path("/proc").glob("[0-9]*"):
        if sockets & set(_open_files(folder)):
            name = (folder / "comm").read_text(errors="replace").strip()
            return f"进程 {folder.name}（{name}）"
    return "别的程序"


def _open_files(process: Path) -> Iterator[str]:
    """What a process has open; nothing of what is another user's."""
    try:
        descriptors = list((process / "fd").iterdir())
    except OSError:
        return
    for one in descriptors:
        # Some are closed while we look, the listing's own among them.
        with suppress(OSError):
            yield os.readlink(one)


def _listeners(number: int) -> Iterator[str]:
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
        except OSError:
            continue
        for row in rows:
            if row[3] == _LISTENING and int(row[1].rpartition(":")[2], 16) == number:
                yield row[9]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _mebi(size: int) -> str:
    return f"{size / MEBI / 1024:.1f} GiB" if size >= 1024 * MEBI else f"{size / MEBI:.0f} MiB"

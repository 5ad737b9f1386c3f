"""What ``doctor`` says of files beside the store, of erasures and of sealed pages."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from zuiqing_desk.services import erasure
from zuiqing_desk.services.handover.verify import verify
from zuiqing_desk.store import content_folder, erasure_file
from zuiqing_desk.store.content_folder import EVIDENCE, FILES
from zuiqing_desk.store.findings import Finding
from zuiqing_desk.store.restoring import peek

_MANY: Final = 3
_OLD_PART_S: Final = 3600.0
"""A file that has been coming in for so long is not coming in any more."""

_WORDS: Final = {"missing": "不见了", "altered": "被改过", "unreadable": "读不出来"}
_NAMES: Final = {FILES: "图片和文件", EVIDENCE: "催付和纠纷的截图"}
_ROWS: Final = {
    FILES: "SELECT sha256, kind, bytes FROM media WHERE removed_at IS NULL",
    EVIDENCE: "SELECT sha256, name, bytes FROM evidence WHERE removed_at IS NULL",
}


def files(home: Path, database: Path, *, thorough: bool) -> Iterator[Finding]:
    """Files that are gone or not what they were (``thorough`` reads them), and what never became
    whole. Raises OSError."""
    whole = 0
    damaged = False
    for folder in (FILES, EVIDENCE):
        rows = _rows(database, folder)
        whole += len(rows)
        found = list(content_folder.check(home, rows, folder, whole=thorough))
        for one in found[:_MANY]:
            damaged = True
            message = f"{_NAMES[folder]}里有一个{_WORDS[one.what]}：{one.path}"
            advice = "从备份这个文件夹的地方找回同名的文件放回去；找不回，就请客户或同事再给一次。"
            yield Finding("error", message, advice, "files")
        if len(found) > _MANY:
            yield Finding("error", f"……这样的一共 {len(found)} 个", "先查磁盘。", "files")
        for part in content_folder.parts(home, folder):
            if time.time() - part.stat().st_mtime > _OLD_PART_S:
                message = f"有一个文件没有收完，留下了 {part}"
                yield Finding("note", message, "下次打开会清掉它，不用管。", "files")
    if not damaged:
        yield Finding("ok", f"图片、文件和截图 {whole} 个都在", check="files")


def _rows(database: Path, folder: str) -> list[tuple[str, str, int]]:
    try:
        with peek(database) as tx:
            rows = tx.all(_ROWS[folder])
    except sqlite3.Error:
        return []
    # A screenshot's kind is the end of its name.
    return [(sha256, str(kind).rpartition(".")[2], size) for sha256, kind, size in rows]


def erasures(home: Path, database: Path) -> Iterator[Finding]:
    """Customers who were erased once and are in the store all the same. Raises OSError."""
    entries = erasure_file.read(home)
    try:
        with peek(database) as tx:
            missing, going = erasure.missing(tx, entries), erasure.under_way(tx)
    except sqlite3.Error:
        return
    if missing:
        ids = "、".join(str(one.customer_id) for one in missing[:10])
        message = f"有 {len(missing)} 位删除过的客户又在数据库里（编号 {ids}），像是换回了旧的文件"
        advice = (
            "打开工作台或 zuiqing-desk gateway，会自己再删一遍。"
            "以后请用 zuiqing-desk backup restore 恢复，不要直接拷贝文件。"
        )
        yield Finding("error", message, advice, "erasure")
    if going:
        message = f"有 {len(going)} 次删除客户资料还没做完"
        yield Finding("note", message, "有工作台或 zuiqing-desk gateway 开着时会做完。", "erasure")
    if entries and not missing and not going:
        yield Finding("ok", f"应要求删除过的 {len(entries)} 次都还是删除的", check="erasure")


def pages(database: Path) -> Iterator[Finding]:
    """Whether the sealed pages are as they were signed."""
    try:
        with peek(database) as tx:
            found = verify(tx)
    except sqlite3.Error:
        return
    if found.ok:
        yield Finding("ok", f"{found.pages} 页封存的交接都和签字时一样", check="handover")
    else:
        where = "" if found.first_bad is None else f"第 {found.first_bad} 页"
        message = f"封存的交接{where}和签字时不一样：{found.why}"
        advice = (
            "不要再改数据库，留好备份和签过字的纸，请组长用 zuiqing-desk handover verify 核对。"
        )
        yield Finding("error", message, advice, "handover")

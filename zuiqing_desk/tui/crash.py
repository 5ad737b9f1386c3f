"""When the program itself is at fault: a file for those who mend it, a sentence for the user."""

import time
import traceback
from pathlib import Path

SORRY = "程序出错，工作台已退出。已发出和已保存的内容（包括草稿）都在，可以重新打开。"


def report(home: Path) -> str:
    """Write the error being handled to a file in ``home``; the words for the user.

    The file has no local variables in it: those may hold a PIN or what a customer wrote.
    """
    text = traceback.format_exc()
    file = home / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    try:
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        return f"{SORRY}\n写不了出错记录 {file}（{error.strerror}），原文如下：\n{text}"
    return f"{SORRY}\n出错记录在 {file}，请发给维护的人。"

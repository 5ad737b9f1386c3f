"""Questions that may never be answered, asked so that the command line still comes to an end."""

import subprocess
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future

from zuiqing_desk.store.findings import Finding


def in_time(check: str, ask: Callable[[], Iterable[Finding]], patience_s: float) -> list[Finding]:
    """What ``ask`` finds; a finding too if it fails or says nothing for ``patience_s`` seconds.

    It runs in a daemon thread, which is left behind if it does not come back.
    """
    answer: Future[list[Finding]] = Future()

    def run() -> None:
        try:
            answer.set_result(list(ask()))
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, name=f"doctor-{check}", daemon=True).start()
    try:
        return answer.result(patience_s)
    except TimeoutError:
        message = f"{patience_s:.0f} 秒没有答复，这一项没查成"
        return [Finding("warning", message, "过一会儿再试。", check)]
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        message = f"没查成：{error.strerror or error}{where}"
        return [Finding("warning", message, "换成拥有这些文件的用户再运行。", check)]


def output_of(words: Sequence[str], patience_s: float) -> str | None:
    """What a program prints; None if it is missing, fails, or takes longer than ``patience_s``."""
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None

"""Asking for a PIN: on the terminal, or from a script's standard input."""

import getpass
import sys

from zuiqing_desk.cli.dispatch import WrongUsage
from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.pin import check_pin_shape

_LONGEST_LINE = 256


def new_pin(from_stdin: bool) -> str:
    """A PIN for somebody, asked for twice on the terminal.

    Raises RuleError if its shape will not do or the two differ.
    """
    pin = read_pin(from_stdin, "新 PIN（4–12 位数字）：")
    check_pin_shape(pin)
    if not from_stdin and read_pin(False, "再输一遍：") != pin:
        raise RuleError("pin_differs", "两次输入的 PIN 不一样，请重来。")
    return pin


def read_pin(from_stdin: bool, prompt: str = "PIN：") -> str:
    """The PIN as it was given. Raises WrongUsage without a terminal to ask on."""
    if from_stdin:
        return _first_line()
    if not sys.stdin.isatty():
        raise WrongUsage("这里没有终端可以输入 PIN：请加 --pin-stdin，从标准输入给。")
    try:
        return getpass.getpass(prompt).strip()
    except EOFError:
        raise WrongUsage("没有输入 PIN。") from None


def _first_line() -> str:
    # Read as bytes: text input would raise its own error at bytes that are not UTF-8.
    line = sys.stdin.buffer.readline(_LONGEST_LINE)
    return line.decode("utf-8", "replace").strip()

"""From the command's name to its module, and from whatever goes wrong to words and an exit code.

A command's module is imported when the command runs and not before: this table is the one place
where the command line puts imports off.
"""

import argparse
import importlib
import os
import signal
import sys

from zuiqing_desk.cli.output import tell

_MODULES = {
    "": "zuiqing_desk.cli.workstation",
    "demo": "zuiqing_desk.cli.demo",
    "demo.pictures": "zuiqing_desk.cli.pictures",
    "config.show": "zuiqing_desk.cli.config",
    "config.edit": "zuiqing_desk.cli.config",
    "config.path": "zuiqing_desk.cli.config",
    "keys": "zuiqing_desk.cli.key_list",
    "doctor": "zuiqing_desk.cli.doctor",
    "staff.add": "zuiqing_desk.cli.staff",
    "staff.list": "zuiqing_desk.cli.staff",
    "staff.disable": "zuiqing_desk.cli.staff",
    "staff.enable": "zuiqing_desk.cli.staff",
    "staff.reset-pin": "zuiqing_desk.cli.staff",
    "chats": "zuiqing_desk.cli.chats",
    "chats.search": "zuiqing_desk.cli.chat_search",
    "chats.show": "zuiqing_desk.cli.chats",
    "chats.reply": "zuiqing_desk.cli.chat_reply",
    "replies.import": "zuiqing_desk.cli.replies_files",
    "replies.export": "zuiqing_desk.cli.replies_files",
    "replies.list": "zuiqing_desk.cli.replies_find",
    "replies.search": "zuiqing_desk.cli.replies_find",
    "replies.suggest": "zuiqing_desk.cli.replies_find",
    "replies.lint": "zuiqing_desk.cli.replies_lint",
    "products.import": "zuiqing_desk.cli.products",
    "products.export": "zuiqing_desk.cli.products",
    "products.list": "zuiqing_desk.cli.products",
    "remark.check": "zuiqing_desk.cli.remark",
    "remark.normalize": "zuiqing_desk.cli.remark",
    "orders.import": "zuiqing_desk.cli.orders_import",
    "orders.list": "zuiqing_desk.cli.orders_list",
    "orders.show": "zuiqing_desk.cli.orders_list",
    "orders.owner": "zuiqing_desk.cli.orders_owner",
    "orders.export-remarks": "zuiqing_desk.cli.orders_remarks",
    "orders.differences": "zuiqing_desk.cli.orders_remarks",
    "orders.audit": "zuiqing_desk.cli.orders_audit",
    "orders.chases": "zuiqing_desk.cli.orders_chases",
    "orders.evidence": "zuiqing_desk.cli.orders_evidence",
    "coverage.import": "zuiqing_desk.cli.coverage",
    "coverage.check": "zuiqing_desk.cli.coverage",
    "handover.list": "zuiqing_desk.cli.handover",
    "handover.show": "zuiqing_desk.cli.handover",
    "handover.export": "zuiqing_desk.cli.handover_export",
    "handover.verify": "zuiqing_desk.cli.handover_verify",
    "notes.list": "zuiqing_desk.cli.notes",
    "notes.export": "zuiqing_desk.cli.notes",
    "tally": "zuiqing_desk.cli.tally",
    "roster.list": "zuiqing_desk.cli.roster",
    "roster.import": "zuiqing_desk.cli.roster",
    "roster.export": "zuiqing_desk.cli.roster",
    "bridge.add": "zuiqing_desk.cli.bridge",
    "bridge.list": "zuiqing_desk.cli.bridge",
    "bridge.rotate": "zuiqing_desk.cli.bridge",
    "bridge.set-url": "zuiqing_desk.cli.bridge",
    "bridge.remove": "zuiqing_desk.cli.bridge",
    "bridge.schema": "zuiqing_desk.cli.bridge",
    "backup.now": "zuiqing_desk.cli.backup",
    "backup.list": "zuiqing_desk.cli.backup",
    "backup.restore": "zuiqing_desk.cli.backup",
    "customers.list": "zuiqing_desk.cli.customers",
    "customers.export": "zuiqing_desk.cli.customers",
    "customers.erase": "zuiqing_desk.cli.customers",
    "customers.access": "zuiqing_desk.cli.customers",
    "gateway": "zuiqing_desk.cli.gateway",
}

NO = 1
USAGE = 2
STOPPED = 128


class WrongUsage(Exception):
    """The command line is not meant this way; the message is Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def run(args: argparse.Namespace) -> int:
    """Run the command of parsed arguments; the exit code."""
    try:
        code = _run_command(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return STOPPED + signal.SIGINT
    except BrokenPipeError:
        # Whoever read us has had enough; the interpreter must not try to flush again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED + signal.SIGPIPE
    return code


def _run_command(args: argparse.Namespace) -> int:
    # What the modules below raise for people carries its words in ``message`` (rules, services,
    # store, settings); naming those classes here would import the store on every start.
    try:
        code: int = importlib.import_module(_MODULES[args.command]).run(args)
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except WrongUsage as wrong:
        tell(f"zuiqing-desk：{wrong.message}")
        return USAGE
    except Exception as error:
        message = worded(error)
        if message is None:
            raise
        tell(message)
        return NO
    return code


def worded(error: BaseException) -> str | None:
    """The words of one of our own refusals, or of an operating-system error; None for a bug."""
    if isinstance(error, BaseExceptionGroup):
        words = [worded(inner) for inner in error.exceptions]
        return None if None in words else "\n".join(dict.fromkeys(map(str, words)))
    if type(error).__module__.startswith("zuiqing_desk."):
        message = getattr(error, "message", None)
        return message if isinstance(message, str) else None
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return f"操作系统不让做{where}：{error.strerror or error}"
    return None

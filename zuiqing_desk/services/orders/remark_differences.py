"""Ours beside the platform's: what is to be written back, and what still differs."""

from zuiqing_desk.services.orders.remark_records import RemarkLine
from zuiqing_desk.store.tx import Tx


def to_write_back(tx: Tx) -> list[RemarkLine]:
    """The orders whose remark or flag the platform does not have yet, oldest first."""
    raise NotImplementedError


def differences(tx: Tx) -> list[RemarkLine]:
    """The orders whose platform tells another remark or flag than ours, oldest first."""
    raise NotImplementedError

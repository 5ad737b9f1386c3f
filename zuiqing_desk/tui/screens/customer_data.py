"""Handing out, or erasing on request, what is kept of a customer."""

from typing import Any

from textual.app import App

from zuiqing_desk.tui.session import Session
from zuiqing_desk.tui.toast import toast


def begin(app: App[Any], session: Session, conversation_id: int | None) -> None:
    """Ask a lead what is to be done with the data of the customer in hand."""
    toast(app, "先选中这位客户的会话。")

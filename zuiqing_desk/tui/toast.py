"""The one way to say something in passing."""

from typing import Any, Literal

from textual.app import App

from zuiqing_desk.tui.text import safe

Severity = Literal["information", "warning", "error"]


def toast(app: App[Any], text: str, severity: Severity = "information") -> None:
    """Show a line for a few seconds. Errors stay longer; the text is never read as markup."""
    app.notify(
        safe(text), severity=severity, timeout=12 if severity == "error" else 5, markup=False
    )

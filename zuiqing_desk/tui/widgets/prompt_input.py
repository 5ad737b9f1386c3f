"""An Input whose Enter and Tab take effect before the next key is looked at, and that loses no line
of a paste."""

from textual import events
from textual.widgets import Input

from zuiqing_desk.rules.text import clean_line


class PromptInput(Input):
    """For fields that are left with Enter or Tab and must never get the next field's keys.

    As bindings these keys travel up to the App and act after whatever was typed behind them: a PIN
    typed quickly would land, readable, in the field before. Enter posts Submitted as always.
    """

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            await self.action_submit()
        elif event.key == "tab":
            self.screen.focus_next()
        elif event.key == "shift+tab":
            self.screen.focus_previous()
        else:
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        self.replace(clean_line(event.text), *self.selection)
        event.stop()
        event.prevent_default()

"""A line of text whose Enter and Tab take effect before the next key is looked at."""

from textual import events

from zuiqing_desk.tui.widgets.line_input import LineInput


class PromptInput(LineInput):
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
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

"""The desk's part in the tour: it lets the tour look, and carries the band."""

from textual.screen import Screen

from zuiqing_desk.tui.overrides import KeyMap
from zuiqing_desk.tui.panes.chat import ChatPane
from zuiqing_desk.tui.ports import ScreenOptions
from zuiqing_desk.tui.toast import toast
from zuiqing_desk.tui.tour import END, OUTSIDE, STOPPED, Seen
from zuiqing_desk.tui.widgets.key_footer import KeyFooter
from zuiqing_desk.tui.widgets.tour_band import TourBand


class Toured(Screen[None]):
    """Mix in before Screen."""

    _keymap: KeyMap
    options: ScreenOptions

    async def begin_tour(self) -> None:
        """Offer the tour where it was asked for at the start."""
        if self.options.tour:
            await self._show_band()

    async def action_tour_open(self) -> None:
        """Begin the tour, or end it; only in a shop where nothing can go wrong."""
        if self.options.tour is None:
            toast(self.app, OUTSIDE)
        elif bands := self.query(TourBand):
            await bands.remove()
            toast(self.app, STOPPED)
        else:
            await self._show_band()

    async def _show_band(self) -> None:
        band = TourBand(self.seen, self._keymap.keys)
        await self.mount(band, before=self.query_one(KeyFooter))

    def on_screen_suspend(self) -> None:
        """Something opened over the desk, and may be closed again before the tour looks."""
        for band in self.query(TourBand):
            band.look_now()

    async def on_tour_band_finished(self) -> None:
        await self.query(TourBand).remove()
        toast(self.app, END)

    def seen(self) -> Seen:
        """The desk as the tour sees it."""
        pane = self.query_one(ChatPane)
        stack = self.app.screen_stack
        if self not in stack:
            # Signed out meanwhile: this screen is on its way out.
            return Seen()
        chat = pane.model.chat
        return Seen(
            over=frozenset(type(one).__name__ for one in stack[stack.index(self) + 1 :]),
            chat=chat is not None,
            written=bool(pane.reply.text.strip()),
            answered=chat is not None and chat.row.last_from == "agent",
            in_list=self.focused is pane.queue,
            has_order=pane.orders.about.to_remark is not None,
        )

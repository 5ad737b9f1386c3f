"""A desk that walks through all of itself: ``python -m support.walking_desk HOME STAFF_NO REPORT``.

It shows every text that people wrote (walking_visits); with WALK=whole it then presses every key
that does something on every screen it comes to, and goes back. The report says what it saw.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from support.pilot import post_key
from support.walking_visits import visit_all
from textual.pilot import Pilot
from textual.screen import Screen

from zuiqing_desk.desk import LocalMachine
from zuiqing_desk.settings import load
from zuiqing_desk.tui.app import DeskApp
from zuiqing_desk.tui.ports import SignedIn
from zuiqing_desk.tui.screens.everywhere import IDS

LEAVING = ("quit", "lock", "how_to_quit", "suspend_process")
DEPTH = 3
_STEP_S = 0.01
_STARTING = 2000


class Walk:
    """Where it has been so far."""

    def __init__(self, app: DeskApp, pilot: Pilot[Any], seconds: float) -> None:
        self._app = app
        self._pilot = pilot
        self._until = time.monotonic() + seconds
        self._done: set[str] = set()
        self.screens: dict[str, int] = {}
        self.presses = 0
        self.out_of_time = ""

    async def press(self, key: str) -> None:
        self.presses += 1
        post_key(self._app, key, key if len(key) == 1 else None)
        await self._pilot.pause()

    async def explore(self, depth: int = 0) -> None:
        """Every key of the screen in front, and of what it opens."""
        here: Screen[Any] = self._app.screen
        name = type(here).__name__
        self.screens[name] = self.screens.get(name, 0) + 1
        await self._pilot.pause()
        await self.keys_of(here, depth)

    async def keys_of(self, here: Screen[Any], depth: int) -> None:
        """Every key that acts where the focus is."""
        focused = here.focused
        place = f"{type(here).__name__} {focused.id or type(focused).__name__ if focused else ''}"
        if place in self._done or depth > DEPTH:
            return
        self._done.add(place)
        await self.press("down")
        for key, active in list(self._app.active_bindings.items()):
            action = active.binding.action
            # What acts everywhere is pressed once, what acts on a screen once there.
            known = action if active.binding.id in IDS else f"{place} {action}"
            if known in self._done or not active.enabled or _leaves(action):
                continue
            self._done.add(known)
            if time.monotonic() > self._until:
                self.out_of_time = place
                return
            await self.press(key)
            if self._app.screen is not here:
                await self.explore(depth + 1)
            elif here.focused is not focused:
                await self.keys_of(here, depth + 1)
            if not await self.back_to(here):
                return
            if focused is not None and here.focused is not focused:
                here.set_focus(focused)

    async def back_to(self, screen: Screen[Any]) -> bool:
        """Close what is over this screen; False if it is gone itself."""
        for _ in range(4):
            if self._app.screen is screen:
                return True
            if screen not in self._app.screen_stack:
                return False
            await self.press("escape")
        while self._app.screen is not screen:
            self._app.screen.dismiss(None)
            await self._pilot.pause()
        return True


def _leaves(action: str) -> bool:
    return any(word in action for word in LEAVING)


def main() -> None:
    home, staff_no, report = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    seconds = float(os.environ.get("WALK_SECONDS", "600"))
    whole = os.environ.get("WALK", "") == "whole"
    settings = load(home=str(home), given={"webchat.port": 0, "screen.bell": False}, environ={})
    app = DeskApp(LocalMachine(settings, SignedIn(staff_no)))

    marks = json.loads((home / "fields.json").read_text("utf-8"))
    told: dict[str, Any] = {}

    async def walk(pilot: Pilot[Any]) -> None:
        for _ in range(_STARTING):
            if type(app.screen).__name__ == "DeskScreen":
                break
            await pilot.pause(_STEP_S)
        missing, screens = await visit_all(app, pilot, marks)
        steps = Walk(app, pilot, seconds)
        if whole:
            await steps.explore()
        told.update(
            missing=missing,
            screens=screens | steps.screens,
            presses=steps.presses,
            out_of_time=steps.out_of_time,
        )
        app.exit()

    app.run(auto_pilot=walk)
    report.write_text(json.dumps(told), encoding="utf-8")
    sys.exit(app.return_code)


if __name__ == "__main__":
    main()

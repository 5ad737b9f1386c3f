"""What the desk wears: the theme of whoever sits here, else this machine's; read anew when saved.

Only what the first frame needs is read before it; everything else comes with the first ``look``.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from textual.app import App
from textual.theme import Theme

from zuiqing_desk.tui import theme
from zuiqing_desk.tui.theme import Themes

POLL_S: Final = 1.0
"""Seconds between two looks at the folders: a look costs one stat a file, in a thread."""

Stamp = tuple[str, int, int, int]


class Wardrobe:
    """The themes of one app. ``changed`` is called when other themes or other faults were found;
    ``say`` tells the user in passing what happened to a file."""

    def __init__(
        self,
        app: App[Any],
        wanted: str,
        folders: Sequence[Path],
        environ: Mapping[str, str],
        *,
        changed: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._app = app
        self._machines = wanted or theme.DEFAULT
        self._persons = ""
        self._folders = folders
        self._environ = environ
        self._changed = changed
        self._say = say
        self._stamps: Collection[Stamp] | None = None
        self._said: dict[str, str] = {}
        self._trying = False
        self._watching = False
        self.themes = Themes({}, {}, set(), {}, ())

    # -- what is worn -----------------------------------------------------------------------------

    def dress(self) -> None:
        """Put on the machine's theme. To be called before the app runs."""
        needed = {self._machines, theme.DEFAULT}
        if self.colourless:
            needed.add(theme.WITHOUT_COLOUR)
        self.themes = theme.load(self._folders, only=needed)
        if self._machines not in self.themes.by_name:
            self.themes = theme.load(self._folders)
        theme.install(self._app, self.themes, self._choice().theme)

    @property
    def folders(self) -> Sequence[Path]:
        """Where the user's own themes are looked for."""
        return self._folders

    @property
    def persons(self) -> str:
        """What whoever sits here has chosen; "" if that is the machine's."""
        return self._persons

    @property
    def machines(self) -> str:
        """The name of the theme of this machine."""
        return theme.choose(self._machines, self.themes, self._environ).theme.name

    @property
    def colourless(self) -> bool:
        """Whether ``NO_COLOR`` leaves no choice."""
        return theme.colourless(self._environ)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with files, and why another theme is worn than was asked for."""
        refused = self._choice().problem
        return (*([refused] if refused else []), *self.themes.problems)

    async def wear(self, name: str) -> None:
        """Put on a person's theme; "" for the machine's."""
        self._persons, self._trying = name, False
        if self._stamps is None and name and name not in self.themes.by_name:
            await self.look()
        self._put_on(self._choice().theme)
        self._changed()

    def try_on(self, name: str) -> None:
        """Show a theme until ``wear`` or ``take_off``."""
        chosen = theme.choose(name or self._machines, self.themes, self._environ)
        self._trying = True
        self._put_on(chosen.theme)

    def take_off(self) -> None:
        """Show again what was worn before something was tried on."""
        self._trying = False
        self._put_on(self._choice().theme)

    def _choice(self) -> theme.Choice:
        machines = theme.choose(self._machines, self.themes, self._environ)
        if not self._persons:
            return machines
        return theme.choose(self._persons, self.themes, self._environ, machines.theme)

    def _put_on(self, chosen: Theme) -> None:
        if self._app.theme != chosen.name:
            self._app.theme = chosen.name

    # -- files ------------------------------------------------------------------------------------

    def watch(self) -> None:
        """Look at the folders every second from now on."""
        if not self._watching:
            self._watching = True
            self._app.set_interval(POLL_S, self.look)

    async def look(self) -> None:
        """Read the folders again if a file in them is another one than at the last look."""
        stamps = await asyncio.to_thread(_stamps, self._folders)
        if stamps == self._stamps:
            # Nobody is writing it any more: what is wrong with it now stays wrong.
            self._tell()
            return
        first, self._stamps = self._stamps is None, stamps
        self._take(await asyncio.to_thread(theme.load, self._folders))
        if first:
            self._said = dict(self.themes.faulty)

    def _take(self, found: Themes) -> None:
        before = self.themes
        # A file that was sound and is not any more may be half written.
        kept = [name for name in found.faulty if name in before.by_name]
        self.themes = replace(
            found,
            by_name={**found.by_name, **{name: before.by_name[name] for name in kept}},
            labels={**found.labels, **{name: before.labels[name] for name in kept}},
        )
        for one in self.themes.by_name.values():
            self._app.register_theme(one)
        self._wear_again(before)
        for gone in set(self._app.available_themes) - set(self.themes.by_name):
            self._app.unregister_theme(gone)
        if self.themes != before:
            self._changed()

    def _wear_again(self, before: Themes) -> None:
        """Show a theme that was saved anew, or what comes in its place."""
        worn = self._app.theme
        if not (self._trying and worn in self.themes.by_name):
            self._put_on(self._choice().theme)
        if self._app.theme == worn and self.themes.by_name[worn] != before.by_name.get(worn):
            self._app.mutate_reactive(App.theme)

    def _tell(self) -> None:
        """Name every file that has become faulty, once for each thing that is wrong with it."""
        faulty = dict(self.themes.faulty)
        for name, problem in faulty.items():
            if self._said.get(name) != problem:
                self._say(problem)
        for name in self._said.keys() - faulty.keys():
            if name in self.themes.labels:
                self._say(f"配色 {self.themes.labels[name]} 可以用了。")
        self._said = faulty


def _stamps(folders: Sequence[Path]) -> frozenset[Stamp]:
    found: set[Stamp] = set()
    for folder in folders:
        try:
            for file in folder.iterdir():
                if file.name.endswith(".toml"):
                    found.add(_stamp(file))
        except OSError:
            continue
    return frozenset(found)


def _stamp(file: Path) -> Stamp:
    try:
        known = file.stat()
    except OSError:
        return (str(file), 0, 0, 0)
    # A file put in place by a rename may have the time and size of the one before.
    return (str(file), known.st_mtime_ns, known.st_size, known.st_ino)

"""The includes of an import, checked against the library as it will be."""

from collections.abc import Mapping

from zuiqing_desk.rules import template

Key = tuple[str | None, str]


class Bodies:
    """The bodies by owner (None: the team) and code; None for one that nobody may include yet."""

    def __init__(self, bodies: Mapping[Key, str | None]) -> None:
        self._bodies = dict(bodies)
        self._personal = {code for owner, code in bodies if owner is not None}
        self._includes: dict[Key, tuple[str, ...]] = {}
        self.leaned_on: set[str] = set()
        """Every code that a checked body includes, directly or by others."""

    def put(self, key: Key, body: str) -> None:
        """This is what ``key`` will say."""
        self._bodies[key] = body
        if key[0] is not None:
            self._personal.add(key[1])
        self._includes.pop(key, None)

    def check(self, key: Key, body: str) -> None:
        """Whether ``body`` may stand under ``key``. Raises rules.errors.RuleError."""
        if "{" not in body and "}" not in body:
            return
        owner, code = key
        bodies = self._reachable(owner, code, body)
        personal = set()
        if owner is None:
            absent = set(template.codes_included(body)) - {code, *bodies}
            personal = {one for one in absent & self._personal if (None, one) not in self._bodies}
        template.check(code, body, bodies, personal=personal)

    def _reachable(self, owner: str | None, code: str, body: str) -> dict[str, str]:
        found: dict[str, str] = {}
        waiting = list(template.codes_included(body))
        while waiting:
            inner = waiting.pop()
            if inner == code or inner in found:
                continue
            self.leaned_on.add(inner)
            key = self._visible(owner, inner)
            if key is not None:
                found[inner] = self._bodies[key] or ""
                waiting.extend(self._codes(key))
        return found

    def _visible(self, owner: str | None, code: str) -> Key | None:
        """Whose reply a code means to this owner: their own, else the team's."""
        for key in dict.fromkeys(((owner, code), (None, code))):
            if self._bodies.get(key) is not None:
                return key
        return None

    def _codes(self, key: Key) -> tuple[str, ...]:
        if key not in self._includes:
            try:
                self._includes[key] = template.codes_included(self._bodies[key] or "")
            except template.TemplateError:
                # That row is refused on its own account.
                self._includes[key] = ()
        return self._includes[key]

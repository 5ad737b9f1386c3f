"""Another desk on the same home: ``python -m support.second_desk HOME STAFF``.

It sees the store as the screen does, through a Workbench. Each line it is told is a JSON list of a
word and arguments, and each is answered by one line of JSON; times are seconds of this machine's
monotonic clock, which all processes share.

- ``do COMMAND {arguments}``: carries one out as this member of staff; ``began_at``;
- ``see JOURNAL_ID``: how the conversation of that change looked when this desk had noticed it and
  had read it anew, and when that was; answered once it has;
- ``take_all``: takes the next one and answers it until nobody waits; ``given``, in order;
- ``grab [ids]``: tries to take each; ``given`` and ``refused``;
- ``reply_to [ids]``: tries to answer each; ``given`` and ``refused``, here with the words.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.answers import Answer

from zuiqing_desk.services import changes, chat, conversations
from zuiqing_desk.services.errors import Refused
from zuiqing_desk.services.workbench import Workbench
from zuiqing_desk.store import Tx, open_store

Command = Callable[[Tx, int, dict[str, Any]], object]

COMMANDS: dict[str, Command] = {
    "take": lambda tx, me, given: conversations.take(tx, given["id"], me),
    "note": lambda tx, me, given: conversations.note(tx, given["id"], given["text"], me),
    "reply": lambda tx, me, given: Answer(given["id"], me, given["text"], given["text"]).give(tx),
    "close": lambda tx, me, given: conversations.close(tx, given["id"], me),
}


class Desk:
    def __init__(self, bench: Workbench, staff_id: int) -> None:
        self._bench = bench
        self._staff_id = staff_id
        self._known = 0
        self._seen: dict[int, dict[str, Any]] = {}
        self._looked = asyncio.Condition()

    async def work(self) -> None:
        """Obey until stdin ends."""
        woken = asyncio.Event()
        unwatch = self._bench.watch(woken.set)
        self._known = await self._bench.ask(changes.last)
        watching = asyncio.create_task(self._keep_looking(woken))
        say("ready")
        while line := await asyncio.to_thread(sys.stdin.readline):
            word, *arguments = json.loads(line)
            say(await getattr(self, word)(*arguments))
        unwatch()
        watching.cancel()

    async def _keep_looking(self, woken: asyncio.Event) -> None:
        while True:
            await woken.wait()
            woken.clear()
            await self._look()

    async def _look(self) -> None:
        for change in await self._bench.ask(changes.after, self._known):
            self._known = change.id
            shown = await self._bench.ask(chat.chat, change.subject_id)
            last = shown.lines[-1] if shown.lines else None
            async with self._looked:
                self._seen[change.id] = {
                    "kind": change.kind,
                    "seen_at": time.monotonic(),
                    "state": shown.row.state,
                    "assignee": shown.row.assignee_id,
                    "last_line": last and last.text,
                }
                self._looked.notify_all()

    async def do(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        def unit(tx: Tx) -> int:
            COMMANDS[name](tx, self._staff_id, given)
            return changes.last(tx)

        began_at = time.monotonic()
        return {"change": await self._bench.do(unit), "began_at": began_at}

    async def see(self, journal_id: int) -> dict[str, Any]:
        async with self._looked:
            await self._looked.wait_for(lambda: journal_id in self._seen)
            return self._seen[journal_id]

    async def take_all(self) -> dict[str, Any]:
        given = []
        while (taken := await self._bench.do(conversations.take_next, self._staff_id)) is not None:
            given.append(taken)
            answer = Answer(taken, self._staff_id, "在的亲", f"{self._staff_id}-{taken}")
            await self._bench.do(answer.give)
        return {"given": given}

    async def grab(self, wanted: list[int]) -> dict[str, Any]:
        given, refused = [], []
        for conversation_id in wanted:
            try:
                await self._bench.do(conversations.take, conversation_id, self._staff_id)
            except Refused as error:
                refused.append([conversation_id, error.code])
            else:
                given.append(conversation_id)
        return {"given": given, "refused": refused}

    async def reply_to(self, wanted: list[int]) -> dict[str, Any]:
        given, refused = [], []
        for conversation_id in wanted:
            answer = Answer(
                conversation_id, self._staff_id, "在的亲", f"{self._staff_id}-{conversation_id}"
            )
            try:
                await self._bench.do(answer.give)
            except Refused as error:
                refused.append([conversation_id, error.code, error.message])
            else:
                given.append(conversation_id)
        return {"given": given, "refused": refused}


def say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main(home: str, staff_id: str) -> None:
    async def work() -> None:
        await Desk(Workbench(store, desk_id=f"desk-{staff_id}"), int(staff_id)).work()

    with open_store(Path(home) / "desk.db", command="test") as store:
        asyncio.run(work())


if __name__ == "__main__":
    main(*sys.argv[1:])

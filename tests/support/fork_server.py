"""Forks gateways out of a process that has imported everything and never had a second thread.

Spoken to over stdin and stdout, line by line, one child at a time:

- ``start {json of a Plan}``: forks a gateway; what it tells is printed, and ``ended CODE`` when it
  is gone (a negative code is the signal that killed it);
- ``play {json of a PlatformPlan}``: the same for a platform with its connector;
- ``kill``, ``stop`` and ``finish``: SIGKILL, SIGTERM and SIGUSR1 for it, nothing if it is gone.

At the end of stdin this process goes, and its child with it.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from functools import partial

from support.answers import Answer
from support.crash_gateway import Plan, run
from support.played_platform import PlatformPlan, run_platform

Program = Callable[[Callable[[str], None], int], None]

SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGTERM, "finish": signal.SIGUSR1}

_CHUNK = 65536


class ForkServer:
    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._selector.register(0, selectors.EVENT_READ)
        self._pid = 0
        self._line: socket.socket | None = None

    def serve(self) -> None:
        """Work until stdin ends."""
        unread = b""
        while True:
            for key, _ in self._selector.select():
                if key.fd != 0:
                    self._relay()
                    continue
                chunk = os.read(0, _CHUNK)
                if not chunk:
                    return
                *lines, unread = (unread + chunk).split(b"\n")
                for line in lines:
                    self._obey(line.decode())

    def _obey(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "start":
            self._fork(partial(run, _plan(rest)))
        elif word == "play":
            self._fork(partial(run_platform, PlatformPlan(**json.loads(rest))))
        elif self._pid:
            os.kill(self._pid, SIGNALS[word])

    def _fork(self, program: Program) -> None:
        assert not self._pid, "one child at a time"
        ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            ours.close()
            _be_the_child(program, theirs)
        theirs.close()
        self._line = ours
        self._selector.register(ours, selectors.EVENT_READ)

    def _relay(self) -> None:
        assert self._line is not None
        said = self._line.recv(_CHUNK)
        if said:
            _print(said)
            return
        self._selector.unregister(self._line)
        self._line.close()
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        _print(b"ended %d\n" % os.waitstatus_to_exitcode(status))


def _be_the_child(program: Program, line: socket.socket) -> None:
    """Never returns: the child must not fall back into the server's loop."""
    code = 1
    try:
        # Our end becomes readable when the server is gone: it never says a word.
        program(lambda word: line.sendall(word.encode() + b"\n"), line.fileno())
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _plan(text: str) -> Plan:
    values = json.loads(text)
    answer = values.pop("answer")
    return Plan(**values, answer=Answer(**answer) if answer else None)


def _print(said: bytes) -> None:
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    # What was imported stays shared between the forks.
    gc.collect()
    gc.freeze()
    ForkServer().serve()

"""What every test may ask for."""

from typing import Any

import pytest
from support.figures import Figures

_FIGURES = pytest.StashKey[Figures]()
_TOLD = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="run the tests marked long at their whole length"
    )


@pytest.fixture(scope="session")
def at_length(pytestconfig: pytest.Config) -> bool:
    """Whether a test marked ``long`` shall take its whole length."""
    return bool(pytestconfig.getoption("--long"))


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = Figures()
    config.stash[_TOLD] = []


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> Figures:
    """Where a test puts figures that shall be read at the end of the run."""
    return pytestconfig.stash[_FIGURES]


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["figures"] = list(session.config.stash[_FIGURES].lines())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """One of several test processes has ended: keep the figures it measured."""
    node.config.stash[_TOLD].extend(getattr(node, "workeroutput", {}).get("figures", ()))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    lines = [*config.stash[_FIGURES].lines(), *config.stash[_TOLD]]
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.line(line)

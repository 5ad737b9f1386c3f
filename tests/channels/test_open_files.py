"""No more connections are taken than the system gives files for."""

import resource
from collections.abc import Callable, Iterator

import pytest
from support.child import Child

from zuiqing_desk.channels.open_files import BESIDE, FEWEST, connections_borne

Soft = Callable[[int], None]


@pytest.fixture
def soft() -> Iterator[Soft]:
    """Sets how many files this process may open for the time being."""
    was, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield lambda files: resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    resource.setrlimit(resource.RLIMIT_NOFILE, (was, hard))


def test_more_files_are_asked_for_where_there_are_too_few(soft: Soft) -> None:
    soft(512)
    assert connections_borne(700) == 700
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 700 + BESIDE


def test_what_is_enough_stays(soft: Soft) -> None:
    soft(1024)
    assert connections_borne(700) == 700
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 1024


@pytest.mark.parametrize(("files", "borne"), [(400, 400 - BESIDE), (100, FEWEST)])
def test_where_the_system_gives_no_more_fewer_are_borne(files: int, borne: int) -> None:
    with Child("support.few_files", files, 700) as child:
        assert child.hear() == str(borne)

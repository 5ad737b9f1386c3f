"""Who gets a conversation that nobody has."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.rules.routing import Candidate, Post, route

CAPACITY = 10


def agent(
    staff_id: int, load: int = 0, *, on: bool = True, pre: bool = True, after: bool = False
) -> Candidate:
    return Candidate(staff_id, on, pre, after, load)


@pytest.mark.parametrize(
    ("post", "last", "candidates", "chosen"),
    [
        pytest.param("pre_sale", 2, [agent(1), agent(2, 9)], 2, id="who served them last"),
        pytest.param("pre_sale", 2, [agent(1, 3), agent(2, on=False)], 1, id="that one is off"),
        pytest.param("pre_sale", 2, [agent(1, 3), agent(2, 10)], 1, id="that one is at capacity"),
        pytest.param("pre_sale", 9, [agent(1, 3), agent(2, 1)], 2, id="that one has left"),
        pytest.param(
            "after_sale", 2, [agent(1, after=True), agent(2)], 2, id="that one, whatever the post"
        ),
        pytest.param("pre_sale", None, [agent(1, 3), agent(2, 1)], 2, id="the least loaded"),
        pytest.param("pre_sale", None, [agent(2, 1), agent(1, 1)], 1, id="a tie: the lowest id"),
        pytest.param(
            "after_sale", None, [agent(1), agent(2, 5, after=True)], 2, id="of the right post"
        ),
        pytest.param(
            "pre_sale", None, [agent(1, pre=False, after=True), agent(2, 5)], 2, id="not after-sale"
        ),
        pytest.param("pre_sale", None, [agent(1, 10)], None, id="everybody at capacity: the queue"),
        pytest.param("pre_sale", None, [agent(1, on=False)], None, id="nobody on duty: the queue"),
        pytest.param("after_sale", None, [agent(1)], None, id="nobody of the post: the queue"),
        pytest.param("pre_sale", 1, [], None, id="nobody at all: the queue"),
    ],
)
def test_route(
    post: Post, last: int | None, candidates: list[Candidate], chosen: int | None
) -> None:
    assert route(post, last, candidates, CAPACITY) == chosen


POSTS: st.SearchStrategy[Post] = st.sampled_from(["pre_sale", "after_sale"])
PEOPLE = st.lists(
    st.builds(
        Candidate,
        staff_id=st.integers(1, 8),
        on_duty=st.booleans(),
        pre_sale=st.booleans(),
        after_sale=st.booleans(),
        load=st.integers(0, 5),
    ),
    unique_by=lambda one: one.staff_id,
)


@given(POSTS, st.none() | st.integers(1, 8), PEOPLE, st.integers(1, 5))
def test_nobody_off_duty_or_at_capacity_is_chosen(
    post: Post, last: int | None, people: list[Candidate], capacity: int
) -> None:
    chosen = route(post, last, people, capacity)
    free = {one.staff_id for one in people if one.on_duty and one.load < capacity}
    fitting = {one.staff_id for one in people if one.staff_id in free and one.holds(post)}
    if chosen is None:
        assert not fitting
        assert last not in free
    else:
        assert chosen in free
        assert chosen in fitting or chosen == last


@given(POSTS, st.none() | st.integers(1, 8), PEOPLE, st.randoms())
def test_the_order_of_the_candidates_does_not_matter(
    post: Post, last: int | None, people: list[Candidate], random: Random
) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)
    assert route(post, last, people, 5) == route(post, last, shuffled, 5)

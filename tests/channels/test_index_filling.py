"""How much of its time filling the index leaves to the desks."""

from zuiqing_desk.channels.index_filling import BUSY_S, FEW, LONG_REST_S, REST_S, Pace


def test_filling_hurries_only_while_many_wait_and_nobody_does_anything() -> None:
    pace = Pace()
    assert pace.rest(FEW, 7, 100.0, 0.01) == LONG_REST_S  # somebody has just done something
    assert pace.rest(FEW, 7, 100.0 + BUSY_S, 0.01) == REST_S
    assert pace.rest(FEW - 1, 7, 101.0 + BUSY_S, 0.01) == LONG_REST_S
    assert pace.rest(FEW, 8, 102.0 + BUSY_S, 0.01) == LONG_REST_S
    assert pace.rest(FEW, 8, 101.9 + 2 * BUSY_S, 0.01) == LONG_REST_S
    assert pace.rest(FEW, 8, 102.0 + 2 * BUSY_S, 0.01) == REST_S


def test_a_unit_that_took_long_is_followed_by_twice_that() -> None:
    assert Pace().rest(FEW, 0, 100.0, 0.4) == 0.8
    assert Pace().rest(FEW, 0, 100.0, 0.01) == REST_S

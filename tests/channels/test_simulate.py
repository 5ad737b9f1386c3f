"""The simulated customers' photo is one like any other."""

from zuiqing_desk.channels.sample_photo import HEIGHT, WIDTH, leaking_bottle
from zuiqing_desk.rules.media import examine


def test_the_photo_is_a_picture_the_shop_takes() -> None:
    photo = leaking_bottle()
    looks = examine(photo, len(photo))
    assert (looks.kind, looks.width, looks.height) == ("png", WIDTH, HEIGHT)

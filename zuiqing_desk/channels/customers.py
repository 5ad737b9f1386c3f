"""What a simulated customer is called and says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One simulated customer.

    ``opening`` comes in a burst, ``arrives_s`` seconds after the start; each of ``answers`` follows
    a line of the shop. ``photo``: the name of a picture that is sent after the opening.
    """

    name: str
    arrives_s: float
    opening: tuple[str, ...]
    answers: tuple[str, ...] = ()
    photo: str = ""

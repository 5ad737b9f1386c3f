"""Suggestions: the replies that may answer a customer's line, learned on this machine."""

from zuiqing_desk.lookup.suggest.example import Example, Guess, of_reply
from zuiqing_desk.lookup.suggest.suggester import Suggester

__all__ = ["Example", "Guess", "Suggester", "of_reply"]

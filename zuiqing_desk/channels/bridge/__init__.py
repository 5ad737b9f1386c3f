"""Platforms connected from outside: signed webhooks in and out (Standard Webhooks)."""

import logging

# Without a handler of its own, logging would write warnings across the agent's screen.
logging.getLogger(__name__).addHandler(logging.NullHandler())

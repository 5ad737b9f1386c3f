"""The embedded web chat: a visitor page, its HTTP interface, and hints over a WebSocket."""

import logging

from zuiqing_desk.channels.webchat.config import Limits, WebChatConfig
from zuiqing_desk.channels.webchat.server import WebChat

# Without a handler of its own, logging would write warnings across the agent's screen.
logging.getLogger(__name__).addHandler(logging.NullHandler())

__all__ = ["Limits", "WebChat", "WebChatConfig"]

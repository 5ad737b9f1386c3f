"""Advertisers: conversations that leave every statistic (醉卿 manual, 客服绩效, rule 1.2)."""

from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.text import letters


def is_brush_off(text: str, brush_off: str) -> bool:
    """Whether ``text`` is the configured brush-off; punctuation, blanks and emoji do not count."""
    wanted = letters(brush_off)
    return wanted != "" and letters(text) == wanted


def excludes(agent_line_number: int, text: str, policy: ShopPolicy) -> bool:
    """Whether this agent line takes the conversation out of every statistic.

    ``agent_line_number`` counts the agent's lines in the conversation from 1; only the first
    ``policy.advertiser_lines`` of them can.
    """
    return agent_line_number <= policy.advertiser_lines and is_brush_off(text, policy.brush_off)

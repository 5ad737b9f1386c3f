"""What an agent is about to send, held against the shop's word lists and the other customers."""

from zuiqing_desk.rules import wording
from zuiqing_desk.rules.wording import Finding, lists_of
from zuiqing_desk.services import meant_for, policy
from zuiqing_desk.store.tx import Tx


def check(tx: Tx, conversation_id: int, staff_id: int, text: str) -> tuple[Finding, ...]:
    """What should not be sent as it stands: first what looks meant for another customer
    (services.meant_for), then forbidden wording and promises by the shop's policy."""
    others = meant_for.check(tx, conversation_id, staff_id, text)
    return others + wording.lint(text, lists_of(policy.current(tx)))

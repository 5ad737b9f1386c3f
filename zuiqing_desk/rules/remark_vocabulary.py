"""The words of a shop's remarks, out of its policy."""

from zuiqing_desk.rules.policy import ShopPolicy
from zuiqing_desk.rules.remark import Vocabulary


def vocabulary_of(policy: ShopPolicy) -> Vocabulary:
    """The units and couriers of this shop."""
    return Vocabulary(policy.order_units, policy.couriers)

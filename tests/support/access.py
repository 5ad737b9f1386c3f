"""What stands in the list of who has looked."""

from support.desk_machine import give_pin
from support.orders import add_order
from support.shop import TestShop

from zuiqing_desk.services import staff
from zuiqing_desk.services.orders import telephone


def looks(shop: TestShop) -> int:
    """An order an agent and the lead have looked at; somebody guesses the agent's PIN."""
    agent = shop.colleague("1002")
    give_pin(shop, "1002")
    order = add_order(shop, number="26030200990007788", phone="13800004455", address="幸福路八号")
    shop.do(telephone.unmasked, order, agent.id)
    shop.later(86_400)
    shop.do(telephone.unmasked, order, shop.lead.id)
    for _ in range(5):
        shop.do(staff.pin_check, "1002")
        shop.do(staff.pin_result, agent.id, False)
        shop.later(3600)
    return order

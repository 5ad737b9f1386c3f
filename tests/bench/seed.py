"""A store with many open conversations, made through the use cases."""

from pathlib import Path

from zuiqing_desk.services import duty, inbound, pins, policy, shop, visitors
from zuiqing_desk.store.engine import open_store
from zuiqing_desk.store.tx import Tx

STAFF_NO, PIN = "1024", "2468"


def fill(home: Path, chats: int, *, running: int = 200) -> None:
    """Found a shop with ``chats`` open conversations, ``running`` of them with a running round."""
    with open_store(home / "desk.db") as store:
        hashed = pins.hash_pin(PIN)

        def found(tx: Tx) -> None:
            lead = shop.set_up(
                tx, shop_name="醉卿酒业", staff_no=STAFF_NO, name="小**", pin_hash=hashed
            )
            policy.change(tx, "idle_lock_min", 0, lead.id)
            account = shop.webchat_account(tx)
            for number in range(chats):
                conversation = visitors.create(
                    tx, account_id=account, name=f"bench_{number:05}", token_hash=f"{number:064x}"
                )[1]
                if number == chats - running:
                    duty.sign_in(tx, lead.id, "seed")
                inbound.receive_text(
                    tx,
                    conversation_id=conversation,
                    remote_id=f"{conversation}:seed",
                    text="still in stock?",
                )
            duty.sign_off(tx, lead.id, "seed")

        store.write(found).result()

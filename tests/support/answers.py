"""An agent's answer as a value, to be given by whichever process sits at the desk."""

from dataclasses import dataclass

from zuiqing_desk.services import outbound
from zuiqing_desk.store import Tx


@dataclass(frozen=True)
class Answer:
    """What ``services.outbound.reply`` is told."""

    conversation_id: int
    staff_id: int
    text: str
    client_id: str

    def give(self, tx: Tx) -> outbound.Sent:
        """A unit for the store's writer."""
        return outbound.reply(
            tx,
            conversation_id=self.conversation_id,
            staff_id=self.staff_id,
            text=self.text,
            client_id=self.client_id,
        )

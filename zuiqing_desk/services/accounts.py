"""The channel accounts of the shop."""

from zuiqing_desk.store.tx import Tx


def cursors(tx: Tx, channel: str) -> dict[int, str]:
    """Where each account of a channel resumes, by account id."""
    return dict(
        tx.all("SELECT id, cursor FROM channel_account WHERE channel = :channel", channel=channel)
    )

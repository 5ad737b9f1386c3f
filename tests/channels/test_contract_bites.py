"""The contract suite fails a channel that breaks a promise: each defect is caught by its test."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from support.channel_contract import ChannelContract
from support.rig import FIRST, Mood, Said, Told
from support.toy_rig import CAPS, Toy, ToyRig

from zuiqing_desk.channels.base import Accepted, Outcome, Outgoing, Rejected, Retry, Unknown
from zuiqing_desk.store.errors import StoreError

SUITE = ChannelContract()


class Gentle(Toy):
    """Repeating does no harm here, so nothing is ever unknown."""

    caps = replace(CAPS, repeat_is_harmless=True)


class GentleRig(ToyRig):
    kind = "gentle toy"
    channel_class = Gentle

    async def becomes(self, mood: Mood) -> bool:
        return mood not in {"cuts", "drops"} and await super().becomes(mood)


class TestToys(ChannelContract):
    """The suite is passable, in either way of repeating."""

    @pytest.fixture(params=[ToyRig, GentleRig], ids=lambda rig: rig.kind)
    async def rig(self, request: pytest.FixtureRequest, home: Path) -> AsyncIterator[ToyRig]:
        async with request.param(home).opened() as rig:
            yield rig


# What the way in can get wrong.


class TellsTooEarly(ToyRig):
    async def store_line(self, who: str, remote: str, text: str) -> Told:
        self.later_on = asyncio.create_task(super().store_line(who, remote, text))
        return Told(1)


class SaysReceivedAnyway(ToyRig):
    async def post(self, who: str, said: Said) -> Told:
        told = await super().post(who, said)
        return told if told.seq else Told(1)


class RefusesWithoutAWord(ToyRig):
    async def post(self, who: str, said: Said) -> Told:
        return replace(await super().post(who, said), why="")


class ForgetsIds(ToyRig):
    count = itertools.count()

    async def store_line(self, who: str, remote: str, text: str) -> Told:
        return await super().store_line(who, f"{remote}-{next(self.count)}", text)


class TakesIdsOfAllCustomersAsOne(ToyRig):
    async def store_line(self, who: str, remote: str, text: str) -> Told:
        return await super().store_line(FIRST, remote.partition(" ")[0], text)


class RemembersIdsInMemoryAlone(ToyRig):
    async def store_line(self, who: str, remote: str, text: str) -> Told:
        return await super().store_line(who, f"{remote} since {id(self.channel)}", text)


class MovesOnBeforeItHasTheLine(ToyRig):
    """Its cursor passes a line that the store refused."""

    async def post(self, who: str, said: Said) -> Told:
        said.heard = True
        return await super().post(who, said)


class ShufflesLines(ToyRig):
    held: tuple[str, str, str] | None = None

    async def store_line(self, who: str, remote: str, text: str) -> Told:
        if remote == "r1":
            self.held = (who, remote, text)
            return Told(1)
        told = await super().store_line(who, remote, text)
        held, self.held = self.held, None
        if held is not None:
            await super().store_line(*held)
        return told


class Cuts(ToyRig):
    async def store_line(self, who: str, remote: str, text: str) -> Told:
        return await super().store_line(who, remote, text[:1000])


class CutsWhatIsTooLong(ToyRig):
    async def store_line(self, who: str, remote: str, text: str) -> Told:
        return await super().store_line(who, remote, text[: CAPS.max_chars])


class SwallowsFloods(ToyRig):
    async def post(self, who: str, said: Said) -> Told:
        told = await super().post(who, said)
        return Told(1) if told.wait_s else told


class DoesNotSayHowLongToWait(ToyRig):
    async def post(self, who: str, said: Said) -> Told:
        return replace(await super().post(who, said), wait_s=0.0)


class HearsAfterItIsClosed(ToyRig):
    async def post(self, who: str, said: Said) -> Told:
        try:
            return await super().post(who, said)
        except asyncio.CancelledError:
            return Told(2)

    async def stop_channel(self) -> None:
        self.sink.full = True
        await super().stop_channel()

    async def store_line(self, who: str, remote: str, text: str) -> Told:
        try:
            return await super().store_line(who, remote, text)
        except StoreError:
            return Told(2)


class ClosedForGood(ToyRig):
    async def store_line(self, who: str, remote: str, text: str) -> Told:
        if await self.column("state", who) == "closed" and await self.heard(who):
            return Told(None, why="会话已结束")
        return await super().store_line(who, remote, text)


# What the way out can get wrong.


class GivesEachRepeatANewId(Toy):
    def carry(self, outgoing: Outgoing) -> None:
        super().carry(replace(outgoing, client_id=f"{outgoing.client_id}-{outgoing.attempts}"))


class ShowsTwice(Gentle):
    def carry(self, outgoing: Outgoing) -> None:
        self.platform.came.append((outgoing.conversation_id, str(id(outgoing)), outgoing.text))


class TakesARepeatAsDone(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        return await super().send(outgoing) if outgoing.attempts == 1 else Accepted("")


class LosesItsFirst(Toy):
    first = True

    def carry(self, outgoing: Outgoing) -> None:
        if not self.first:
            super().carry(outgoing)
        self.first = False


class StopsAtARefusal(Toy):
    refused = False

    async def send(self, outgoing: Outgoing) -> Outcome:
        outcome = Retry(60.0) if self.refused else await super().send(outgoing)
        self.refused = self.refused or isinstance(outcome, Rejected)
        return outcome


class CarriesNothingAtAll(Toy):
    caps = replace(CAPS, max_chars=0)

    def carry(self, outgoing: Outgoing) -> None: ...


class RepeatsTheUnknown(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        outcome = await super().send(outgoing)
        return Retry(1.0) if isinstance(outcome, Unknown) else outcome


class TakesTheUnknownAsArrived(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        outcome = await super().send(outgoing)
        return Accepted("") if isinstance(outcome, Unknown) else outcome


class TakesARefusalAsArrived(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        outcome = await super().send(outgoing)
        return Accepted("") if isinstance(outcome, Rejected) else outcome


class KeepsTheReasonToItself(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        outcome = await super().send(outgoing)
        return Rejected("refused", "") if isinstance(outcome, Rejected) else outcome


class TakesWhoIsGoneAsReached(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        outcome = await super().send(outgoing)
        return Accepted("") if isinstance(outcome, Retry) else outcome


class FallsWithItsCustomer(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        if self.platform.mood == "gone":
            raise ConnectionResetError
        return await super().send(outgoing)


class NeverRests(Toy):
    def rest(self, attempts: int) -> float:
        return 0.0


class RestsAlwaysTheSame(Toy):
    def rest(self, attempts: int) -> float:
        return 5.0


class RestsForEver(Toy):
    def rest(self, attempts: int) -> float:
        return 2.0**attempts


class IsImpatient(Toy):
    async def send(self, outgoing: Outgoing) -> Outcome:
        outcome = await super().send(outgoing)
        return Retry(1.0) if isinstance(outcome, Retry) else outcome


class CutsAnswers(Toy):
    def carry(self, outgoing: Outgoing) -> None:
        super().carry(replace(outgoing, text=outgoing.text[:1000]))


class SendsTheNewestFirst(Toy):
    def carry(self, outgoing: Outgoing) -> None:
        super().carry(outgoing)
        self.platform.came.insert(0, self.platform.came.pop())


class StumblesOverStrangers(Toy):
    async def mark_read(self, conversation_id: int, seq: int) -> None:
        if conversation_id == 10**9:
            raise LookupError(conversation_id)


class ClosesOnce(Toy):
    async def close(self) -> None:
        if self.closed:
            raise RuntimeError("closed already")
        await super().close()


class DoesNotEnd(Toy):
    async def run(self, sink: Any, cursors: dict[int, str]) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return


# What can be proved wrongly.


class ClaimsToProveReading(ToyRig):
    async def looks(self) -> None: ...


class ProvesMoreThanItSays(Toy):
    caps = replace(CAPS, proves_read=False)


class DeliversOnSending(ToyRig):
    async def carry_out(self) -> None:
        await super().carry_out()
        await self.receipt(self.sink.delivered, FIRST)


class BelievesEveryReceipt(ToyRig):
    async def overclaims(self) -> None:
        conversation_id = await self.conversation()
        await self.write(
            lambda tx: tx.run(
                "UPDATE conversation SET read_seq = 1000000 WHERE id = :id", id=conversation_id
            )
        )


def rig_of(broken: type[Toy]) -> type[ToyRig]:
    gentle = issubclass(broken, Gentle)
    base = GentleRig if gentle else ToyRig
    return type(broken.__name__, (base,), {"channel_class": broken})


DEFECTS: list[tuple[type[ToyRig] | type[Toy], Callable[..., Any]]] = [
    (TellsTooEarly, SUITE.test_the_customer_is_told_only_after_the_commit),
    (SaysReceivedAnyway, SUITE.test_what_the_store_refused_is_not_told_as_received),
    (RefusesWithoutAWord, SUITE.test_what_the_store_refused_is_not_told_as_received),
    (RefusesWithoutAWord, SUITE.test_a_longer_one_is_refused_in_words_and_not_cut),
    (RefusesWithoutAWord, SUITE.test_a_blocked_customer_is_not_told_as_received_unless_they_are),
    (ForgetsIds, SUITE.test_the_same_remote_id_is_one_line),
    (ForgetsIds, SUITE.test_the_same_remote_id_many_times_at_once_is_one_line),
    (ForgetsIds, SUITE.test_a_word_that_was_lost_doubles_nothing),
    (TakesIdsOfAllCustomersAsOne, SUITE.test_the_same_id_of_another_customer_is_another_line),
    (RemembersIdsInMemoryAlone, SUITE.test_a_line_told_by_one_gateway_is_known_to_the_next),
    (MovesOnBeforeItHasTheLine, SUITE.test_what_was_not_received_comes_again),
    (ShufflesLines, SUITE.test_lines_keep_the_order_in_which_they_came),
    (Cuts, SUITE.test_a_line_of_the_longest_length_is_received_whole),
    (CutsWhatIsTooLong, SUITE.test_a_longer_one_is_refused_in_words_and_not_cut),
    (SwallowsFloods, SUITE.test_a_flood_is_told_to_wait_and_what_was_received_is_kept),
    (DoesNotSayHowLongToWait, SUITE.test_a_flood_is_told_to_wait_and_what_was_received_is_kept),
    (HearsAfterItIsClosed, SUITE.test_a_line_under_way_is_told_only_if_it_is_stored),
    (ClosedForGood, SUITE.test_a_line_after_the_end_of_a_conversation_is_kept_in_it),
    (GivesEachRepeatANewId, SUITE.test_a_repeated_answer_carries_the_same_id),
    (ShowsTwice, SUITE.test_a_repeated_answer_carries_the_same_id),
    (TakesARepeatAsDone, SUITE.test_what_a_gateway_left_half_sent_is_sent_once_or_asked_about),
    (LosesItsFirst, SUITE.test_what_was_answered_while_no_gateway_ran_goes_out_once),
    (StopsAtARefusal, SUITE.test_it_does_not_hold_back_another_customers),
    (CarriesNothingAtAll, SUITE.test_an_answer_reaches_the_customer),
    (CarriesNothingAtAll, SUITE.test_caps_say_what_the_channel_is),
    (RepeatsTheUnknown, SUITE.test_the_agent_is_asked_where_a_repeat_would_do_harm),
    (RepeatsTheUnknown, SUITE.test_nothing_is_repeated_and_the_later_ones_wait),
    (TakesTheUnknownAsArrived, SUITE.test_the_agent_is_asked_where_a_repeat_would_do_harm),
    (TakesTheUnknownAsArrived, SUITE.test_nothing_is_repeated_and_the_later_ones_wait),
    (TakesARefusalAsArrived, SUITE.test_an_answer_that_cannot_go_holds_back_the_later_ones),
    (TakesARefusalAsArrived, SUITE.test_a_refusal_is_shown_to_the_agent_in_its_own_words),
    (KeepsTheReasonToItself, SUITE.test_a_refusal_is_shown_to_the_agent_in_its_own_words),
    (KeepsTheReasonToItself, SUITE.test_what_was_refused_can_be_given_up_and_the_later_ones_go),
    (TakesWhoIsGoneAsReached, SUITE.test_answers_wait_for_who_is_gone_and_go_out_once_in_order),
    (FallsWithItsCustomer, SUITE.test_nobody_there_is_an_outcome_and_no_error),
    (NeverRests, SUITE.test_the_rests_grow_and_stay_bounded),
    (RestsAlwaysTheSame, SUITE.test_the_rests_grow_and_stay_bounded),
    (RestsForEver, SUITE.test_the_rests_grow_and_stay_bounded),
    (IsImpatient, SUITE.test_who_asks_for_patience_gets_it),
    (CutsAnswers, SUITE.test_an_answer_of_the_longest_length_goes_out_whole),
    (SendsTheNewestFirst, SUITE.test_answers_go_out_in_the_order_they_were_given),
    (StumblesOverStrangers, SUITE.test_signals_for_an_unknown_conversation_are_ignored),
    (ClosesOnce, SUITE.test_closing_twice_or_at_once_is_fine),
    (DoesNotEnd, SUITE.test_run_ends_when_it_is_cancelled),
    (ClaimsToProveReading, SUITE.test_delivered_and_read_are_told_if_and_only_if_they_are_proved),
    (ProvesMoreThanItSays, SUITE.test_delivered_and_read_are_told_if_and_only_if_they_are_proved),
    (DeliversOnSending, SUITE.test_delivered_and_read_are_told_if_and_only_if_they_are_proved),
    (BelievesEveryReceipt, SUITE.test_a_receipt_for_what_was_never_sent_proves_nothing),
]

NOTICED = (AssertionError, ConnectionError, LookupError, RuntimeError, pytest.fail.Exception)


@pytest.mark.parametrize(("broken", "promise"), DEFECTS, ids=lambda value: value.__name__)
async def test_a_broken_promise_is_noticed(
    broken: type[ToyRig] | type[Toy], promise: Callable[..., Any], home: Path
) -> None:
    rig = (broken if issubclass(broken, ToyRig) else rig_of(broken))(home)
    moods = {"mood": "drops"} if "mood" in signature(promise).parameters else {}
    async with rig.opened():
        with pytest.raises(NOTICED):
            await promise(rig, **moods)
        assert isinstance(rig.channel, Toy)
        rig.channel.closed = False


def test_every_promise_has_a_defect_that_breaks_it() -> None:
    promises = {name for name in dir(ChannelContract) if name.startswith("test_")}
    assert promises == {promise.__name__ for _, promise in DEFECTS}

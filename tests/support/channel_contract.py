"""What every channel must keep, whatever it speaks; subclass it and provide the fixture ``rig``."""

import asyncio
from dataclasses import replace

import pytest
from support.rig import BUSY_S, DEADLINE_S, WHY_REFUSED, Mood, Rig, Told

from zuiqing_desk.channels.base import Accepted, Rejected, Retry, Unknown
from zuiqing_desk.services import conversations, outbox

LONGEST_REST_S = 900.0
"""Whatever a channel's back-off is, an answer is tried again within a quarter of an hour."""

OTHER = "tb_乙**"


class InOrder:
    """Per conversation first in, first out; one conversation never holds up another."""

    async def test_lines_keep_the_order_in_which_they_came(self, rig: Rig) -> None:
        told = [await rig.say(f"r{number}", f"第{number}句") for number in range(1, 13)]
        assert [one.seq for one in told] == [rig.offset + number for number in range(1, 13)]
        assert [text for _, text in await rig.heard()] == [f"第{n}句" for n in range(1, 13)]

    async def test_answers_go_out_in_the_order_they_were_given(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        given = [f"答{number}" for number in range(1, 7)]
        for text in given:
            await rig.give(text)
        await rig.carry_out()
        assert await rig.sees() == given
        assert await rig.waiting() == []

    async def test_an_answer_that_cannot_go_holds_back_the_later_ones(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        if not await rig.becomes("refuses"):
            return
        await rig.give("答1")
        await rig.give("答2")
        await rig.carry_out()
        await rig.comes_back()
        await rig.carry_out()
        assert (await rig.sees(), await rig.waiting()) == ([], ["failed", "pending"])

    async def test_it_does_not_hold_back_another_customers(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        await rig.say("s1", "您好", OTHER)
        if await rig.becomes("refuses"):
            await rig.give("答甲")
            await rig.carry_out()
            await rig.comes_back()
        await rig.give("答乙", OTHER)
        await rig.carry_out()
        assert await rig.sees(OTHER) == ["答乙"]


class Once:
    """What is sent again is there once."""

    async def test_the_same_remote_id_is_one_line(self, rig: Rig) -> None:
        first = await rig.say("r1", "在吗")
        again = await rig.say("r1", "在吗")
        assert (first.duplicate, again.duplicate) == (False, True)
        assert first.seq == again.seq == rig.offset + 1
        assert await rig.heard() == [(rig.offset + 1, "在吗")]

    async def test_the_same_remote_id_many_times_at_once_is_one_line(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        told = await asyncio.gather(*(rig.say("r2", "有货吗") for _ in range(5)))
        assert {one.seq for one in told} == {rig.offset + 2}
        assert sorted(one.duplicate for one in told) == [False, True, True, True, True]
        assert len(await rig.heard()) == 2

    async def test_the_same_id_of_another_customer_is_another_line(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        assert not (await rig.say("r1 of another", "您好", OTHER)).duplicate
        assert [text for _, text in await rig.heard(OTHER)] == ["您好"]
        assert [text for _, text in await rig.heard()] == ["在吗"]

    async def test_a_repeated_answer_carries_the_same_id(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")
        first = await rig.channel.send(answer)
        again = await rig.channel.send(replace(answer, attempts=2))
        assert isinstance(first, Accepted)
        assert isinstance(again, Accepted)
        assert len(set(await rig.carried())) == 1
        if rig.channel.caps.repeat_is_harmless:
            assert first == again
            assert await rig.sees() == ["在的"]


class Resuming:
    """A gateway that goes leaves nothing out and nothing double."""

    async def test_a_line_told_by_one_gateway_is_known_to_the_next(self, rig: Rig) -> None:
        first = await rig.say("r1", "在吗")
        await rig.restart()
        assert await rig.say("r1", "在吗") == Told(first.seq, duplicate=True)
        assert (await rig.say("r2", "有货吗")).seq == rig.offset + 2

    async def test_what_was_not_received_comes_again(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        rig.sink.full = True
        assert (await rig.say("r2", "有货吗")).seq is None
        await rig.restart()
        await rig.resumes()
        await rig.say("r3", "急")
        assert [text for _, text in await rig.heard()] == ["在吗", "有货吗", "急"]

    async def test_a_word_that_was_lost_doubles_nothing(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        await rig.say("r2", "有货吗")
        rig.unhears("r2")
        await rig.restart()
        await rig.resumes()
        assert [text for _, text in await rig.heard()] == ["在吗", "有货吗"]

    async def test_what_was_answered_while_no_gateway_ran_goes_out_once(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        await rig.stop_channel()
        await rig.give("在的")
        await rig.restart()
        await rig.carry_out()
        await rig.restart()
        await rig.carry_out()
        assert await rig.sees() == ["在的"]

    async def test_what_a_gateway_left_half_sent_is_sent_once_or_asked_about(
        self, rig: Rig
    ) -> None:
        await rig.say("r1", "在吗")
        await rig.answer("在的")
        await rig.restart()
        await rig.carry_out()
        if not rig.channel.caps.repeat_is_harmless:
            assert (await rig.sees(), await rig.waiting()) == ([], ["asking"])
            await rig.decide(outbox.retry)
            await rig.carry_out()
        assert (await rig.sees(), await rig.waiting()) == (["在的"], [])


class Receipts:
    """Told is what is stored, and shown is what was proved; no more."""

    async def test_the_customer_is_told_only_after_the_commit(self, rig: Rig) -> None:
        rig.sink.open.clear()
        told = asyncio.create_task(rig.say("r1", "在吗"))
        async with asyncio.timeout(DEADLINE_S):
            await rig.sink.entered.wait()
            # Whoever tells too early has every chance to do it now.
            for _ in range(50):
                await asyncio.sleep(0)
            assert not told.done()
            rig.sink.open.set()
            assert (await told).seq == rig.offset + 1

    async def test_what_the_store_refused_is_not_told_as_received(self, rig: Rig) -> None:
        rig.sink.full = True
        refused = await rig.say("r1", "在吗")
        assert refused.seq is None
        assert refused.why
        rig.sink.full = False
        assert await rig.say("r1", "在吗") == Told(rig.offset + 1)
        assert len(await rig.heard()) == 1

    async def test_an_answer_reaches_the_customer(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        assert isinstance(await rig.channel.send(await rig.answer("在的")), Accepted)
        assert await rig.sees() == ["在的"]

    async def test_delivered_and_read_are_told_if_and_only_if_they_are_proved(
        self, rig: Rig
    ) -> None:
        caps = rig.channel.caps
        await rig.say("r1", "在吗")
        sent = await rig.give("在的")
        await rig.carry_out()
        assert (await rig.column("delivered_seq"), await rig.column("read_seq")) == (0, 0)
        await rig.sees()
        assert (await rig.column("delivered_seq") >= sent.seq) is caps.proves_delivered
        assert await rig.column("read_seq") < sent.seq
        await rig.looks()
        assert (await rig.column("read_seq") >= sent.seq) is caps.proves_read

    async def test_a_receipt_for_what_was_never_sent_proves_nothing(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        await rig.give("在的")
        await rig.carry_out()
        await rig.sees()
        await rig.overclaims()
        later = await rig.give("还在的")
        assert await rig.column("delivered_seq") < later.seq
        assert await rig.column("read_seq") < later.seq


class BackingOff:
    """What cannot go now is tried again by itself, later and later, and never sooner than asked."""

    async def test_nobody_there_is_an_outcome_and_no_error(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")
        await rig.becomes("gone")
        assert isinstance(await rig.channel.send(answer), Accepted | Retry)
        await rig.channel.typing(answer.conversation_id, True)
        await rig.channel.mark_read(answer.conversation_id, 1)
        assert not rig.running.done()

    async def test_the_rests_grow_and_stay_bounded(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")
        await rig.becomes("gone")
        rests = [
            outcome.after_s
            for attempts in (1, 5, 9, 40)
            if isinstance(
                outcome := await rig.channel.send(replace(answer, attempts=attempts)), Retry
            )
        ]
        assert all(0 < rest <= LONGEST_REST_S for rest in rests)
        # They are jittered, so only what lies far apart can be compared.
        assert not rests or (len(rests) == 4 and rests[0] < rests[1] < rests[2])

    async def test_answers_wait_for_who_is_gone_and_go_out_once_in_order(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        await rig.becomes("gone")
        await rig.give("答1")
        await rig.give("答2")
        await rig.carry_out()
        await rig.comes_back()
        for _ in range(2):
            rig.later(LONGEST_REST_S)
            await rig.carry_out()
        assert (await rig.sees(), await rig.waiting()) == (["答1", "答2"], [])

    async def test_who_asks_for_patience_gets_it(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        if not await rig.becomes("busy"):
            return
        await rig.give("在的")
        await rig.carry_out()
        await rig.comes_back()
        rig.later(BUSY_S / 2)
        await rig.carry_out()
        assert (await rig.sees(), await rig.waiting()) == ([], ["pending"])
        rig.later(BUSY_S)
        await rig.carry_out()
        assert (await rig.sees(), await rig.waiting()) == (["在的"], [])


class Limits:
    """A limit is told in words; nothing is cut, nothing swallowed."""

    async def test_caps_say_what_the_channel_is(self, rig: Rig) -> None:
        assert rig.channel.kind.isidentifier()
        assert rig.channel.caps.max_chars > 0

    async def test_a_line_of_the_longest_length_is_received_whole(self, rig: Rig) -> None:
        longest = "酒" * rig.channel.caps.max_chars
        assert (await rig.say("r1", longest)).seq == rig.offset + 1
        assert await rig.heard() == [(rig.offset + 1, longest)]

    async def test_a_longer_one_is_refused_in_words_and_not_cut(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        told = await rig.say("r2", "酒" * (rig.channel.caps.max_chars + 1))
        assert told.seq is None
        assert told.why
        assert (await rig.say("r3", "有货吗")).seq == rig.offset + 2

    async def test_an_answer_of_the_longest_length_goes_out_whole(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        longest = "酒" * rig.channel.caps.max_chars
        await rig.give(longest)
        await rig.carry_out()
        assert await rig.sees() == [longest]

    async def test_a_flood_is_told_to_wait_and_what_was_received_is_kept(self, rig: Rig) -> None:
        if rig.limit is None:
            return
        told = [await rig.say(f"r{number}", f"第{number}句") for number in range(rig.limit + 3)]
        received = [f"第{number}句" for number, one in enumerate(told) if one.seq is not None]
        refused = [one for one in told if one.seq is None]
        assert received
        assert refused
        assert all(one.wait_s > 0 and one.why for one in refused)
        assert [text for _, text in await rig.heard()] == received

    async def test_a_blocked_customer_is_not_told_as_received_unless_they_are(
        self, rig: Rig
    ) -> None:
        await rig.say("r1", "在吗")
        conversation_id = await rig.conversation()
        await rig.write(lambda tx: conversations.block(tx, conversation_id, 1))
        told = await rig.say("r2", "在吗在吗")
        assert (told.seq is None) == bool(told.why)
        assert len(await rig.heard()) == (1 if told.seq is None else 2)


class UnknownOutcome:
    """Where nobody can say whether it arrived, the agent is asked, and nothing is sent again."""

    @pytest.mark.parametrize("mood", ["cuts", "drops"])
    async def test_the_agent_is_asked_where_a_repeat_would_do_harm(
        self, rig: Rig, mood: Mood
    ) -> None:
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")
        if not await rig.becomes(mood):
            # Who cannot say must be able to send it again.
            assert rig.channel.caps.repeat_is_harmless
            return
        assert isinstance(await rig.channel.send(answer), Unknown)

    @pytest.mark.parametrize("mood", ["cuts", "drops"])
    async def test_nothing_is_repeated_and_the_later_ones_wait(self, rig: Rig, mood: Mood) -> None:
        await rig.say("r1", "在吗")
        if not await rig.becomes(mood):
            return
        await rig.give("答1")
        await rig.give("答2")
        await rig.carry_out()
        await rig.comes_back()
        rig.later(LONGEST_REST_S)
        await rig.carry_out()
        assert await rig.waiting() == ["asking", "pending"]
        if mood == "cuts":
            await rig.decide(outbox.settle_by_hand, arrived=True)
        else:
            await rig.decide(outbox.retry)
        await rig.carry_out()
        assert (await rig.sees(), await rig.waiting()) == (["答1", "答2"], [])

    async def test_a_refusal_is_shown_to_the_agent_in_its_own_words(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        answer = await rig.answer("在的")
        if not await rig.becomes("refuses"):
            return
        outcome = await rig.channel.send(answer)
        assert isinstance(outcome, Rejected)
        assert WHY_REFUSED in outcome.reason

    async def test_what_was_refused_can_be_given_up_and_the_later_ones_go(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        if not await rig.becomes("refuses"):
            return
        await rig.give("答1")
        await rig.give("答2")
        await rig.carry_out()
        await rig.comes_back()
        assert WHY_REFUSED in await rig.decide(outbox.settle_by_hand, arrived=False)
        await rig.carry_out()
        assert (await rig.sees(), await rig.waiting()) == (["答2"], [])


class Closing:
    """A channel ends when it is told to, and nothing that was told is lost by it."""

    async def test_signals_for_an_unknown_conversation_are_ignored(self, rig: Rig) -> None:
        await rig.channel.typing(10**9, True)
        await rig.channel.typing(10**9, False)
        await rig.channel.mark_read(10**9, 1)
        assert not rig.running.done()

    async def test_run_ends_when_it_is_cancelled(self, rig: Rig) -> None:
        rig.running.cancel()
        async with asyncio.timeout(DEADLINE_S):
            with pytest.raises(asyncio.CancelledError):
                await rig.running

    async def test_closing_twice_or_at_once_is_fine(self, rig: Rig) -> None:
        async with asyncio.timeout(DEADLINE_S):
            await asyncio.gather(rig.channel.close(), rig.channel.close())
            await rig.channel.close()

    async def test_a_line_under_way_is_told_only_if_it_is_stored(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        rig.sink.entered.clear()
        rig.sink.open.clear()
        telling = asyncio.create_task(rig.say("r2", "有货吗"))
        async with asyncio.timeout(DEADLINE_S):
            await rig.sink.entered.wait()
            stopping = asyncio.create_task(rig.stop_channel())
            for _ in range(50):
                await asyncio.sleep(0)
            rig.sink.open.set()
            told = await telling
            await stopping
        if told.seq is not None:
            assert (told.seq, "有货吗") in await rig.heard()

    async def test_a_line_after_the_end_of_a_conversation_is_kept_in_it(self, rig: Rig) -> None:
        await rig.say("r1", "在吗")
        sent = await rig.give("在的")
        await rig.carry_out()
        await rig.write(lambda tx: conversations.close(tx, sent.conversation_id, 1))
        told = await rig.say("r2", "还有货吗")
        assert told.seq == sent.seq + 1
        assert [text for _, text in await rig.heard()] == ["在吗", "还有货吗"]


class ChannelContract(
    InOrder, Once, Resuming, Receipts, BackingOff, Limits, UnknownOutcome, Closing
):
    """The suite. Each test gets a fresh ``rig`` that runs."""

"""The small language of canned replies: reading a body, and filling it in.

``{客户}`` is a variable, ``{客户|亲}`` one with a fallback, ``{?几瓶}`` a slot the agent fills,
``{>短码}`` another reply. ``{{`` and ``}}`` are braces that mean themselves.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from zuiqing_desk.rules.errors import RuleError
from zuiqing_desk.rules.reply_fields import FieldError, check_code
from zuiqing_desk.rules.text import clean_line

VARIABLES: Final[Mapping[str, str]] = {
    "客户": "客户的称呼，没有留名就空着。",
    "客服": "正在接待的客服的名字。",
    "工号": "正在接待的客服的工号。",
    "店铺": "客户所在店铺的名字。",
    "平台": "会话所在的平台。",
    "商品": "正在谈的商品的简称。",
    "全名": "正在谈的商品的全名。",
    "价格": "正在谈的商品每瓶的售价，单位是元。",
    "香型": "正在谈的商品的香型。",
    "度数": "正在谈的商品的酒精度。",
    "容量": "正在谈的商品每瓶的容量。",
    "箱规": "正在谈的商品每箱的瓶数。",
    "赠品": "正在谈的商品带的赠品。",
    "今天": "今天的月和日。",
    "明天": "明天的月和日。",
    "星期": "今天是星期几。",
    "现在": "现在的时刻。",
    "截单": "当天发货的截单时间，在店铺规则里改。",
    "快递": "正在谈的订单发的快递，没有订单时是店里默认的快递。",
    "订单号": "正在谈的订单的编号。",
    "订单货品": "正在谈的订单买了什么、各几件。",
    "应付": "正在谈的订单要付的金额，单位是元。",
    "快递单号": "正在谈的订单的快递单号。",
    "预计到货": "正在谈的订单大概哪天到，按截单时间和店铺规则里的路上天数算。",
    "收件人": "正在谈的订单的收件人；只有确认是买家本人的会话才有。",
    "收货地址": "正在谈的订单的收货地址；只有确认是买家本人的会话才有。",
}

LONGEST_LABEL: Final = 20
MOST_INCLUDES: Final = 50
"""Replies one body may pull in, also through others: a message nobody can read is a mistake."""

_BRACES: Final = re.compile(r"[{}]")
_DATA: Final = {ord("{"): "｛", ord("}"): "｝"}
# The label of a reply that is not there is its code with a word before it.
_PLACEHOLDER: Final = re.compile(r"\{\?([^{}\n]{0,40})\}")
# What people call a variable that has another name here.
_MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("名字", "姓名", "昵称", "称呼", "买家", "顾客"), "客户"),
    **dict.fromkeys(("品名", "产品"), "商品"),
    **dict.fromkeys(("单价", "售价"), "价格"),
    "店名": "店铺",
    "名称": "全名",
    "酒精度": "度数",
    "规格": "容量",
    "礼品": "赠品",
    "日期": "今天",
    "时间": "现在",
    "物流": "快递",
    **dict.fromkeys(("单号", "运单号", "物流单号"), "快递单号"),
    **dict.fromkeys(("金额", "应付金额", "总价"), "应付"),
    **dict.fromkeys(("订单", "订单编号"), "订单号"),
    **dict.fromkeys(("到货", "到货时间"), "预计到货"),
    "收货人": "收件人",
    "地址": "收货地址",
}


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stay as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """One of VARIABLES; ``fallback`` stands where its value is absent."""

    name: str
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """What the agent fills in before sending; ``label`` says what."""

    label: str


@dataclass(frozen=True, slots=True)
class Include:
    """The words of another reply, by its short code."""

    code: str


Part = Text | Variable | Slot | Include


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What must still be filled, ``text[start:end]`` in code points."""

    start: int
    end: int
    label: str


class TemplateError(RuleError):
    """A body that cannot be read; ``position`` is where, in code points from 0."""

    def __init__(self, message: str, body: str, position: int) -> None:
        super().__init__("template", f"{_place(body, position)}：{message}")
        self.position = position


def parse(body: str) -> tuple[Part, ...]:
    """The parts of ``body``, texts as long as they can be. Raises TemplateError.

    A full-width ？ ＞ or ｜ inside braces is read as the half-width one.
    """
    return tuple(part for part, _ in _read(body))


def codes_included(body: str) -> tuple[str, ...]:
    """The codes ``body`` includes itself, each once. Raises TemplateError."""
    return tuple(dict.fromkeys(_codes(body)))


def fill(
    parts: tuple[Part, ...],
    values: Mapping[str, str],
    included: Callable[[str], tuple[Part, ...] | None],
) -> str:
    """The message. What has no value, and every slot, stays as a placeholder ``{?…}``.

    A value is data: its braces become full-width, so that no customer can name himself into a
    slot. ``included`` gives the parts of another reply or None; a ring ends in a placeholder.
    """
    filled: list[str] = []
    data: list[str] = []
    for words, is_open in _Filling(values, included).pieces(parts):
        if is_open:
            filled.append(_harmless(data))
            filled.append(words)
            data.clear()
        else:
            data.append(words)
    return "".join((*filled, _harmless(data)))


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """What is still to be filled in ``text``, from left to right."""
    return tuple(
        Placeholder(found.start(), found.end(), found[1].strip() or "空位")
        for found in _PLACEHOLDER.finditer(text)
    )


def is_torn(text: str) -> bool:
    """Whether half a placeholder is left in ``text``: begun, and not to be read as one."""
    return "{?" in _PLACEHOLDER.sub("", text)


def check(
    code: str, body: str, bodies: Mapping[str, str], *, personal: Container[str] = ()
) -> None:
    """Accept ``body`` as the words of reply ``code`` among ``bodies`` (the others, by code).

    ``personal``: codes out of reach because only somebody's own replies have them. Raises
    TemplateError where it cannot be read or includes a reply that is not there; RuleError
    ``template_ring`` naming the ring, ``template_size`` when it pulls in too many.
    """
    for part, position in _read(body):
        if isinstance(part, Include) and part.code != code and part.code not in bodies:
            if part.code in personal:
                words = f"「{part.code}」是个人话术，团队话术只能引用团队话术。"
                raise TemplateError(words, body, position)
            raise TemplateError(f"没有短码是「{part.code}」的话术。", body, position)
    known = {**bodies, code: body}
    if ring := _ring(code, known):
        names = " → ".join(f"「{one}」" for one in ring)
        raise RuleError("template_ring", f"话术绕成了圈：{names}，这样永远填不完。")
    if _pulls_in_too_many(code, known):
        raise RuleError(
            "template_size", f"一条话术连同它引用的，最多引用 {MOST_INCLUDES} 次，这条超过了。"
        )


def _read(body: str) -> Iterator[tuple[Part, int]]:
    """The parts of ``body``, and where each begins. Raises TemplateError."""
    text: list[str] = []
    text_at = at = 0
    while (brace := _BRACES.search(body, at)) is not None:
        start = brace.start()
        text.append(body[at:start])
        if body.startswith(brace[0] * 2, start):
            text.append(brace[0])
            at = start + 2
            continue
        if brace[0] == "}":
            raise TemplateError("多了一个「}」。要打花括号本身，请连打两个。", body, start)
        if words := "".join(text):
            yield Text(words), text_at
        text.clear()
        end = _closing(body, start)
        yield _part(body, start, end), start
        text_at = at = end + 1
    if words := "".join((*text, body[at:])):
        yield Text(words), text_at


def _codes(body: str) -> list[str]:
    if "{" not in body:
        return []
    return [part.code for part in parse(body) if isinstance(part, Include)]


def _closing(body: str, start: int) -> int:
    """Where the brace opened at ``start`` closes."""
    line_end = body.find("\n", start)
    rest_end = len(body) if line_end < 0 else line_end
    found = _BRACES.search(body, start + 1, rest_end)
    if found is None:
        raise TemplateError("「{」没有配上「}」。", body, start)
    if found[0] == "{":
        raise TemplateError("花括号里面不能再有花括号。", body, found.start())
    return found.start()


def _part(body: str, start: int, end: int) -> Part:
    inner = body[start + 1 : end].strip()
    if not inner:
        raise TemplateError("花括号里是空的。", body, start)
    if inner[0] in "?？":
        return Slot(_label(inner[1:].strip(), body, start))
    if inner[0] in ">＞":
        try:
            return Include(check_code(inner[1:]))
        except FieldError as error:
            raise TemplateError(error.message, body, start) from None
    name, *fallback = re.split("[|｜]", inner, maxsplit=1)
    name = name.strip()
    if name not in VARIABLES:
        raise TemplateError(_unknown(name), body, start)
    return Variable(name, fallback[0].strip() if fallback else None)


def _label(label: str, body: str, start: int) -> str:
    if not label:
        raise TemplateError("空位要写明填什么，例如 {?几瓶}。", body, start)
    if len(label) > LONGEST_LABEL:
        raise TemplateError(
            f"空位的名字最多 {LONGEST_LABEL} 个字，现在有 {len(label)} 个。", body, start
        )
    return label


def _unknown(name: str) -> str:
    if not name:
        return "「|」前面要写变量名。"
    shown = clean_line(name)[:LONGEST_LABEL]
    near = [_MEANT[name]] if name in _MEANT else get_close_matches(name, VARIABLES, 1, 0.6)
    if near:
        return f"没有「{shown}」这个变量，是不是「{near[0]}」？"
    return f"没有「{shown}」这个变量；要留空给客服填，请写成 {{?{shown}}}。"


def _place(body: str, position: int) -> str:
    line = body.count("\n", 0, position)
    column = position - (body.rfind("\n", 0, position) + 1)
    if "\n" not in body:
        return f"第 {column + 1} 个字"
    return f"第 {line + 1} 行第 {column + 1} 个字"


class _Filling:
    """One message being filled in; it counts the includes, so that it ends."""

    def __init__(
        self, values: Mapping[str, str], included: Callable[[str], tuple[Part, ...] | None]
    ) -> None:
        self._values = values
        self._included = included
        self._left = MOST_INCLUDES

    def pieces(
        self, parts: tuple[Part, ...], through: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, bool]]:
        """Each piece, and whether it is a placeholder; ``through``: the replies it stands in."""
        for part in parts:
            match part:
                case Text(text):
                    yield text, False
                case Slot(label):
                    yield f"{{?{label}}}", True
                case Variable(name, fallback):
                    value = clean_line(self._values.get(name, "")).translate(_DATA) or fallback
                    yield (f"{{?{name}}}", True) if value is None else (value, False)
                case Include(code):
                    yield from self._other(code, through)

    def _other(self, code: str, through: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
        parts = None if code in through or not self._left else self._included(code)
        if parts is None:
            yield f"{{?话术 {code}}}", True
            return
        self._left -= 1
        yield from self.pieces(parts, (*through, code))


def _harmless(data: list[str]) -> str:
    """Words that must not read as a placeholder, though the author meant the braces."""
    return "".join(data).replace("{?", "｛?")


def _inside(code: str, bodies: Mapping[str, str]) -> list[str]:
    """What ``code`` includes, as often as it does; one that cannot be read includes nothing."""
    try:
        return _codes(bodies.get(code, ""))
    except TemplateError:
        return []


def _ring(code: str, bodies: Mapping[str, str]) -> tuple[str, ...]:
    """The way from ``code`` back to itself, or nothing."""
    came_from: dict[str, str] = {}
    open_ = [code]
    while open_:
        here = open_.pop()
        for inner in _inside(here, bodies):
            if inner == code:
                way = [code, here]
                while way[-1] != code:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if inner not in came_from:
                came_from[inner] = here
                open_.append(inner)
    return ()


def _pulls_in_too_many(code: str, bodies: Mapping[str, str]) -> bool:
    """Whether filling ``code``, which is in no ring, would need more than MOST_INCLUDES."""
    needed = 0
    open_ = [code]
    while open_ and needed <= MOST_INCLUDES:
        includes = _inside(open_.pop(), bodies)
        needed += len(includes)
        open_.extend(includes)
    return needed > MOST_INCLUDES

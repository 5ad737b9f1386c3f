"""What a reply being written will look like to a customer."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.content import Content

from zuiqing_desk.rules import template, wording
from zuiqing_desk.rules.wording import WordLists
from zuiqing_desk.tui.widgets.prose import tidy


@dataclass(frozen=True, slots=True)
class Previewer:
    """``values`` for the variables, ``bodies`` of what can be included, the shop's word lists."""

    values: Mapping[str, str]
    bodies: Mapping[str, str]
    lists: WordLists

    def show(self, body: str) -> Content:
        """The message, its unfilled slots marked; below it what is noteworthy about it."""
        if not body.strip():
            return Content.styled("写下内容，这里就是客户会看到的样子。", "$text-muted")
        try:
            text = template.fill(template.parse(body.strip()), self.values, self._included)
        except template.TemplateError as error:
            return Content.styled(f"✗ {tidy(error.message)}", "$text-error bold")
        return Content("\n").join((_marked(text), *self._remarks(text)))

    def _included(self, code: str) -> tuple[template.Part, ...] | None:
        body = self.bodies.get(code)
        if body is None:
            return None
        try:
            return template.parse(body)
        except template.TemplateError:
            return None

    def _remarks(self, text: str) -> list[Content]:
        remarks = [Content.styled(f"共 {len(text)} 个字", "$text-muted")]
        slots = dict.fromkeys(one.label for one in template.placeholders(text))
        if slots:
            words = f"发送前要填：{'、'.join(slots)}"
            remarks.append(Content.styled(tidy(words), "$text-muted"))
        if found := wording.describe(wording.lint(text, self.lists)):
            remarks.append(Content.styled(f"▲ 措辞：{tidy(found)}", "$text-warning bold"))
        return remarks


def _marked(text: str) -> Content:
    """The text with its placeholders standing out."""
    parts, at = [], 0
    for slot in template.placeholders(text):
        parts.append(Content(tidy(text[at : slot.start])))
        parts.append(Content.styled(tidy(text[slot.start : slot.end]), "reverse"))
        at = slot.end
    parts.append(Content(tidy(text[at:])))
    return Content("").join(parts)

"""The pinyin initials of the labels that stand at bindings.

A table of the few characters they are made of: a dictionary of all would cost more than the whole
palette. Each is read as it is in those labels.
"""

from typing import Final

_GROUPS: Final = (
    "b不保办变备帮并必播本板标步比班编补闭",
    "c催重出存差成才承抄插撤查程裁错除",
    "d代兑到动单叠定导店当打档电登答订读调队",
    "f付份分发复废放翻范返",
    "g关刚归挂改果给规过",
    "h会行后回恢户换话货",
    "j交今件假加己建截接教结继计记较辑进静",
    "k口客库开看空",
    "l了令列力历录来离类联览量领",
    "m命密抹没码",
    "n哪诺那",
    "p品屏批排配铺",
    "q全前去取启旗期清确签请起",
    "r人入日认",
    "s上事删刷史商始审属收术束筛色试说谁述送锁",
    "t停同图天态推提条添统跳退通",
    "w围完往我违问",
    "x下信休修序息新消现系续选销",
    "y一以印员已月用由移缘要议阅音页预",
    "z在中争作值做再准则制助周字展执找择昨暂止注照状组自账转追",
)
INITIAL: Final = {character: group[0] for group in _GROUPS for character in group[1:]}


def initials(label: str) -> str:
    """``批准`` → ``pz``; a character that is not in the table is left out."""
    return "".join(INITIAL.get(character, "") for character in label)

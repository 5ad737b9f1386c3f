"""Settings as a TOML file with a comment for every key."""

import json
from collections.abc import Mapping
from dataclasses import fields

from zuiqing_desk.settings.model import (
    KEYS_SECTION,
    SECTION_HELP,
    SECTIONS,
    Settings,
    kind_of,
    spec,
)

HEADER = """# 醉卿工作台：这台电脑的设置。
# 店铺规则（目标秒数、接待上限、词表等）不在这里，由组长在工作台上改。
# 每一项都可以用环境变量 ZUIQING_DESK_小节_名字（大写）盖过，命令行参数又盖过环境变量。
"""


def default_file() -> str:
    """The file a first ``config edit`` opens: every key explained, its default commented out."""
    parts = [HEADER]
    for section, cls in SECTIONS.items():
        parts.append(_section_head(section))
        parts += [_explained(f"{section}.{item.name}", item.default, "# ") for item in fields(cls)]
    parts += [_section_head(KEYS_SECTION), '# "chat.next" = "ctrl+g"\n']
    return "\n".join(parts)


def in_force(settings: Settings) -> str:
    """The settings in force as a TOML file; what is not the default says where it came from."""
    parts = []
    for section, cls in SECTIONS.items():
        parts.append(_section_head(section))
        for item in fields(cls):
            name = f"{section}.{item.name}"
            value = getattr(getattr(settings, section), item.name)
            parts.append(_explained(name, value, "", settings.sources.get(name)))
    parts += [_section_head(KEYS_SECTION), _keys(settings)]
    return "\n".join(parts)


def as_data(settings: Settings) -> dict[str, object]:
    """The settings in force for ``config show --json``."""
    data: dict[str, object] = {
        section: {item.name: getattr(getattr(settings, section), item.name) for item in fields(cls)}
        for section, cls in SECTIONS.items()
    }
    data[KEYS_SECTION] = {name: list(keys) for name, keys in settings.keys.items()}
    return data


def toml_value(value: object) -> str:
    """A value as TOML writes it (JSON writes strings and lists the same way, but for DEL)."""
    if isinstance(value, tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _section_head(section: str) -> str:
    comment = "".join(f"# {line}\n" for line in SECTION_HELP[section].splitlines())
    return f"{comment}[{section}]"


def _explained(name: str, value: object, mark: str, source: str | None = None) -> str:
    item = spec()[name]
    lines = [f"# {item.metadata['help']}", f"# 可填：{kind_of(item).words}"]
    lines += [f"# 来自{source}"] if source else []
    lines += [f"{mark}{item.name} = {toml_value(value)}"]
    return "\n".join(lines) + "\n"


def _keys(settings: Settings) -> str:
    chosen: Mapping[str, tuple[str, ...]] = settings.keys
    return "".join(f"{toml_value(name)} = {toml_value(keys)}\n" for name, keys in chosen.items())

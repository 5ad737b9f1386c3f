"""Every machine setting, with its default, its meaning and what fits.

Shop policy (targets, capacity, word lists …) is not here: it lives in the store, changed on screen
and journalled. Here is what belongs to this computer alone.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import cache
from typing import Any

from zuiqing_desk.settings import kinds
from zuiqing_desk.settings.home import Home
from zuiqing_desk.settings.kinds import Kind

DEFAULT_THEME = "zuiqing-dark"


def _key(default: Any, kind: Kind, help_: str, *, vital: bool = False) -> Any:
    """A documented key. ``vital``: a wrong value stops the start instead of giving way to the
    default, because the default would do something else than what was asked for."""
    return field(default=default, metadata={"kind": kind, "help": help_, "vital": vital})


@dataclass(frozen=True, slots=True)
class WebChat:
    """Where the visitors' chat page is served, whom it trusts, and how fast is too fast."""

    host: str = _key(
        "127.0.0.1",
        kinds.host(),
        "监听的地址。127.0.0.1 只有本机能打开；要让外面的顾客打开，请放在反向代理后面。",
        vital=True,
    )
    port: int = _key(
        8787, kinds.whole(0, 65535), "监听的端口。0 表示随便找一个空闲端口。", vital=True
    )
    public_url: str = _key(
        "",
        kinds.web_address(),
        "告诉顾客的网址：显示给您看，按这个网址里的主机名打开页面也放行；留空就用监听的地址。",
        vital=True,
    )
    trusted_proxies: tuple[str, ...] = _key(
        (),
        kinds.networks(),
        "信任哪些反向代理报来的顾客地址（X-Forwarded-For）。不写就谁也不信。",
        vital=True,
    )
    allowed_origins: tuple[str, ...] = _key(
        (),
        kinds.origins(),
        "除了聊天页自己，还允许哪些网页来源连接，例如嵌入聊天的店铺网站。",
        vital=True,
    )
    visitor_messages_per_minute: int = _key(
        60, kinds.whole(1, 10_000), "一位顾客一分钟最多发几条消息，超过的请他稍等。", vital=True
    )
    address_requests_per_minute: int = _key(
        1200, kinds.whole(1, 1_000_000), "一个网络地址一分钟最多几次请求。", vital=True
    )
    address_visitors_per_minute: int = _key(
        60, kinds.whole(1, 100_000), "一个网络地址一分钟最多几位新顾客。", vital=True
    )
    max_sockets: int = _key(600, kinds.whole(1, 700), "同时最多几个打开的聊天页。", vital=True)
    max_sockets_per_visitor: int = _key(
        8, kinds.whole(1, 64), "一位顾客同时最多打开几个聊天页。", vital=True
    )


@dataclass(frozen=True, slots=True)
class Bridge:
    """Where connectors of platforms post what customers write."""

    host: str = _key(
        "127.0.0.1",
        kinds.host(),
        "平台连接器往哪里送消息。127.0.0.1 只收本机的；"
        "连接器在局域网里别的机器上时，写这台电脑的地址。",
        vital=True,
    )
    port: int = _key(
        8788, kinds.whole(0, 65535), "监听的端口。0 表示随便找一个空闲端口。", vital=True
    )
    public_url: str = _key(
        "",
        kinds.web_address(),
        "连接器看到的网址；显示给人看，里面的主机名也认。留空就显示监听的地址。",
        vital=True,
    )


@dataclass(frozen=True, slots=True)
class Screen:
    """Colours and alerts."""

    theme: str = _key(
        DEFAULT_THEME,
        kinds.word("配色的名字"),
        "配色：zuiqing-dark 深色、zuiqing-light 浅色、high-contrast 高对比、"
        "colour-blind 色弱友好、monochrome 单色、ansi16 终端 16 色，"
        "或设置文件夹 themes/ 里自己的配色。",
    )
    bell: bool = _key(True, kinds.switch(), "新会话或超时的时候响铃。")
    bell_gap_seconds: int = _key(
        10, kinds.whole(1, 3600, "秒"), "两次响铃至少隔几秒，免得响个不停。"
    )
    title: bool = _key(True, kinds.switch(), "在终端窗口标题里显示待回数，如“(3) 醉卿工作台”。")
    tmux_message: bool = _key(
        False, kinds.switch(), "在 tmux 里另用状态行报一声（tmux display-message）。"
    )
    osc777: bool = _key(False, kinds.switch(), "请终端弹出桌面通知（OSC 777，部分终端支持）。")
    open_with: str = _key(
        "",
        kinds.command_line(),
        "用什么命令打开客户发来的图片和文件，文件路径接在后面；空着就用系统自带的方式"
        "（SSH 登录时不打开，只告诉文件在哪儿）。",
    )


@dataclass(frozen=True, slots=True)
class Backup:
    """When the store is copied, whereto, and how many copies are kept."""

    nightly: bool = _key(True, kinds.switch(), "每天自动备份一次，由收发消息的那个进程来做。")
    nightly_at: str = _key(
        "03:30",
        kinds.time_of_day(),
        "几点以后做当天的备份，按店铺的时区；那时没有开，下次打开就补做。",
    )
    folder: str = _key(
        "",
        kinds.folder(),
        "备份放在哪个文件夹；留空就放在店铺文件夹的 backups 里。放到另一块磁盘更稳妥。",
        vital=True,
    )
    daily: int = _key(7, kinds.whole(1, 366, "份"), "每天一份的，留最近几天的。")
    weekly: int = _key(4, kinds.whole(0, 520, "份"), "更早的，每周留一份，留几周的。")


@dataclass(frozen=True, slots=True)
class Settings:
    """What this machine runs with. ``keys`` maps an action id to the user's keys for it.

    ``problems`` are the entries left out, in Chinese; ``sources`` says for each key that is not at
    its default where the value came from.
    """

    home: Home
    webchat: WebChat = WebChat()
    bridge: Bridge = Bridge()
    screen: Screen = Screen()
    backup: Backup = Backup()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


SECTIONS: dict[str, type[WebChat] | type[Bridge] | type[Screen] | type[Backup]] = {
    "webchat": WebChat,
    "bridge": Bridge,
    "screen": Screen,
    "backup": Backup,
}
"""The sections with fixed keys; ``[keys]`` beside them is a table of action ids."""

KEYS_SECTION = "keys"

SECTION_HELP = {
    "webchat": "网页聊天：顾客打开的聊天页由哪里提供、信任谁、多快算太快。",
    "bridge": "桥接：平台的连接器往哪里送消息；有桥接账号时才打开。",
    "screen": "屏幕：配色和提醒。",
    "backup": "备份：几点做、放在哪里、留几份。",
    KEYS_SECTION: "按键：操作的编号 = 按键，或几个按键的列表；编号见 zuiqing-desk keys。\n"
    "可用 f1–f9、ctrl 加 f g l n o p q r s t；列表里的操作还可用单个字母、数字、标点。",
}


@cache
def spec() -> dict[str, Field[Any]]:
    """Every fixed key by its full name, ``section.key``."""
    return {
        f"{section}.{item.name}": item for section, cls in SECTIONS.items() for item in fields(cls)
    }


def kind_of(item: Field[Any]) -> Kind:
    kind: Kind = item.metadata["kind"]
    return kind

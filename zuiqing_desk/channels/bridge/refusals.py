"""What the bridge refuses, and how it says so to a connector: never with anything of a customer."""

import math
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from zuiqing_desk.channels.webchat.problems import answer

REFUSALS: Final[Mapping[str, tuple[int, str]]] = {
    "bad_request": (400, "请求的格式不对。"),
    "bad_body": (400, "请求正文没有完整到达。"),
    "bad_json": (400, "请求正文不是有效的 UTF-8 JSON 对象，或者套得太深、字段太多。"),
    "unauthorized": (401, "签名不对：请检查地址、密钥、webhook-id 和时间。"),
    "not_found": (404, "没有这个地址。"),
    "method_not_allowed": (405, "这个地址只接受 POST。"),
    "timeout": (408, "请求正文到得太慢。"),
    "other_content": (409, "这个 webhook-id 已经用过，内容不一样。"),
    "body_too_large": (413, "请求正文太大，最多 16 MB。"),
    "unsupported_type": (415, "请求正文需要 application/json，且不压缩。"),
    "wrong_host": (421, "不认识请求里的主机名；请用 IP 地址、localhost 或设置里的 public_url。"),
    "unknown_type": (422, "没有这种类型的消息。"),
    "unknown_version": (422, "不支持这个版本。"),
    "invalid": (422, "字段不符合约定。"),
    "bad_base64": (422, "data 不是 base64。"),
    "bad_value": (422, "有一个值不对，例如单号、金额、数量或时间的写法。"),
    "too_many_requests": (429, "请求太频繁，请稍后再送。"),
    "internal": (500, "工作台这边出了点问题，请稍后再送。"),
    "store_full": (503, "工作台暂时存不下，请稍后再送。"),
    "store_busy": (503, "工作台暂时忙不过来，请稍后再送。"),
    "too_many_large": (503, "同时送来的大文件太多，请稍后再送。"),
    "closing": (503, "工作台正在重启，请稍后再送。"),
}
"""Every code of ours with its status and words; what a use case refuses is 422 with its own."""

_AGAIN_S: Final[Mapping[str, float]] = {
    "store_full": 30,
    "store_busy": 5,
    "too_many_large": 2,
    "closing": 2,
}


class Refusal(Exception):
    """A refusal on its way to the connector. ``code`` is one of REFUSALS; ``more`` is told beside
    it, for who writes the connector."""

    def __init__(self, code: str, *, retry_after_s: float | None = None, **more: object) -> None:
        self.code = code
        self.status, self.message = REFUSALS[code]
        self.more = more
        self.retry_after_s = _AGAIN_S.get(code) if retry_after_s is None else retry_after_s
        super().__init__(code)

    def response(self) -> web.Response:
        headers = {}
        if self.retry_after_s is not None:
            headers["Retry-After"] = str(max(1, math.ceil(self.retry_after_s)))
        return said(self.status, self.code, self.message, headers, **self.more)


def said(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None, **more: Any
) -> web.Response:
    """A refusal as the answer it becomes."""
    return answer(status, {"error": {"code": code, "message": message, **more}}, headers)

"""What the web chat refuses, how it says so, and the shape of every JSON answer."""

import json
import math
from collections.abc import Mapping
from typing import Any

from aiohttp import web

HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Server": "zuiqing-desk",
}

REFUSALS: Mapping[str, tuple[int, str]] = {
    "bad_json": (400, "请求正文不是有效的 UTF-8 JSON 对象。"),
    "bad_field": (400, "请求里缺少字段，或字段的类型不对。"),
    "bad_client_id": (400, "client_id 需要 1–64 个字母、数字、下划线或连字符。"),
    "bad_query": (400, "查询参数不对：after 需要非负整数，limit 需要正整数。"),
    "bad_request": (400, "请求的格式不对。"),
    "bad_body": (400, "请求正文没有完整到达。"),
    "empty": (400, "消息是空的。"),
    "empty_file": (400, "这个文件是空的。"),
    "unauthorized": (401, "会话凭证缺失或无效，请重新开始会话。"),
    "blocked": (403, "店铺已停止接收这里的消息。"),
    "foreign_origin": (403, "不接受来自其他网站的请求。"),
    "not_found": (404, "没有这个地址。"),
    "method_not_allowed": (405, "这个地址不支持这种请求方法。"),
    "timeout": (408, "请求正文到得太慢。"),
    "body_too_large": (413, "请求正文太大。"),
    "file_too_big": (413, "文件太大，请压缩或分开再发。"),
    "unsupported_type": (415, "请求正文需要 application/json,且不压缩。"),
    "wrong_kind": (415, "只收图片、PDF 和 MP4/MOV 视频，请换一种格式。"),
    "wrong_host": (421, "这个网址不是本店登记的网址，请从店铺给的网址打开。"),
    "too_long": (422, "消息太长，请分开发。"),
    "broken_file": (422, "这个文件不完整或已损坏，请重新发一次。"),
    "picture_too_large": (422, "图片的像素太多，请缩小再发。"),
    "name_too_long": (422, "称呼太长，最多 40 个字。"),
    "upgrade_required": (426, "这个地址只接受 WebSocket。"),
    "too_many_messages": (429, "消息发得太快，请稍等再发。"),
    "too_many_files": (429, "文件发得太快，请稍等再发。"),
    "too_much_today": (429, "今天发的文件太多，请稍后再发，文字消息照常。"),
    "too_many_visitors": (429, "这个网络新开的会话太多，请稍后再试。"),
    "too_many_requests": (429, "请求太频繁，请稍后再试。"),
    "too_many_sockets": (429, "打开的连接太多，请关掉一些页面再试。"),
    "internal": (500, "店铺这边出了点问题，请稍后再试。"),
    "store_full": (503, "店铺暂时存不下新消息，请稍后再试。"),
    "store_busy": (503, "店铺暂时忙不过来，请稍后再试。"),
    "closing": (503, "店铺正在重启，请稍后再试。"),
    "not_kept": (503, "文件没能存下，请稍后再发。"),
    "no_room": (507, "店铺的电脑存储空间不足，暂时收不了文件，文字消息照常。"),
}
"""Every code with its status and words; the shipped OpenAPI file names the same ones."""


class Problem(Exception):
    """A refusal on its way to the client. ``code`` is one of REFUSALS."""

    def __init__(
        self, code: str, message: str | None = None, *, retry_after_s: float | None = None
    ) -> None:
        self.code = code
        self.status, words = REFUSALS[code]
        self.message = message or words
        self.headers: dict[str, str] = {}
        if retry_after_s is not None:
            self.headers["Retry-After"] = str(max(1, math.ceil(retry_after_s)))
        if self.status == 401:
            self.headers["WWW-Authenticate"] = "Bearer"
        if self.status == 426:
            self.headers["Upgrade"] = "websocket"
        super().__init__(f"{code}: {self.message}")

    def response(self) -> web.Response:
        body = {"error": {"code": self.code, "message": self.message}}
        return answer(self.status, body, self.headers)


def answer(status: int, body: Any, extra: Mapping[str, str] | None = None) -> web.Response:
    """A JSON answer with the headers every answer of the API carries."""
    headers = {**HEADERS, **extra} if extra else HEADERS
    return web.Response(
        status=status,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
        headers=headers,
    )


def no_content() -> web.Response:
    headers = {name: value for name, value in HEADERS.items() if name != "Content-Type"}
    return web.Response(status=204, headers=headers)

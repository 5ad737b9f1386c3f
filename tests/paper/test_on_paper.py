"""The sheet in a real browser's printer."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from zuiqing_desk.paper import Entry, HandoverSheet, Section, Signature, handover_html

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
A4_PT = (595, 842)
WAIT_S = 120

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed"),
]


def evening() -> HandoverSheet:
    """A normal day: twelve matters, three of them red, two givers, three takers."""
    entries = [
        Entry(
            number=number,
            severity="red" if number <= 3 else "amber" if number <= 7 else "green",
            kind="移交客户",
            summary="tb_9**21 投诉破损，要求今天给说法",
            lines=(
                ("情况", "快递外箱压坏，三瓶渗漏；客户拍了照，语气急"),
                ("下一步", "先电话致歉，再发补寄单号"),
                ("如果", "客户要退款，报组长批"),
            ),
            facts=("客户 tb_9**21", "订单 260302000000003829"),
            whom="1003 丙**",
            due="22:00 前",
            acked="1003 18:02",
        )
        for number in range(1, 13)
    ]
    figures = (("接待客户", "18"), ("回复率", "100.0%"), ("平均应答", "15.0秒"))
    return HandoverSheet(
        shop="醉卿酒业",
        page=12,
        day="2026年3月2日 星期一",
        shift="白班",
        next_shift="晚班",
        boundary="18:00",
        mode="当面交接",
        state="已封存 18:06",
        late="晚 6 分钟",
        sections=(
            Section("1001 甲**", "17:45 已签", figures, tuple(entries[:8])),
            Section("1002 乙**", "17:46 已签", figures, tuple(entries[8:])),
        ),
        closed=(),
        remarks=(),
        signatures=tuple(Signature("签字", f"100{number} 丙**") for number in range(1, 6)),
        reviewed="",
        number=12,
        hash="0123456789abcdef" * 4,
        head_number=14,
        head="fedcba9876543210" * 4,
        printed="2026-03-03 09:20",
    )


def test_a_normal_evening_fits_on_two_sheets_of_a4(tmp_path: Path) -> None:
    assert BROWSER is not None
    page, printed = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
    page.write_text(handover_html([evening()]), encoding="utf-8")
    flags = ("--headless", "--disable-gpu", "--no-pdf-header-footer", *sandbox())
    subprocess.run(
        [
            BROWSER,
            *flags,
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=WAIT_S,
    )
    pdf = printed.read_bytes()
    (count,) = re.findall(rb"/Count (\d+)", pdf)
    assert int(count) in (1, 2)
    boxes = {
        tuple(round(float(side)) for side in box.split())
        for box in re.findall(rb"/MediaBox \[([^\]]+)\]", pdf)
    }
    assert boxes == {(0, 0, *A4_PT)}


def sandbox() -> tuple[str, ...]:
    """Root gets no sandbox from Chromium."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()

"""Names under which a file of somebody else's is saved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.figures import Figures

from zuiqing_desk.rules.file_names import MOST_BYTES, numbered, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("碎瓶.jpg", "碎瓶.jpg"),
        ("../../.ssh/authorized_keys", "_.._.ssh_authorized_keys"),
        ("/etc/passwd", "_etc_passwd"),
        (".bashrc", "bashrc"),
        ("CON.txt", "_CON.txt"),
        ("con", "_con"),
        ("lpt1.tar.gz", "_lpt1.tar.gz"),
        ("AUX .jpg", "_AUX.jpg"),
        ("com0.png", "_com0.png"),
        ("console.txt", "console.txt"),
        ('a<b>c:d"e|f?g*h.png', "a_b_c_d_e_f_g_h.png"),
        ("a\0b\x1b[2Jc\n.png", "ab[2Jc.png"),
        ("", "文件"),
        (" . . ", "文件"),
        (".jpg", "jpg"),
        ("尾巴. . ", "尾巴"),
        ("长" * 100 + ".jpeg", "长" * 38 + ".jpeg"),
        ("a." + "b" * 200, "a." + "b" * 118),
    ],
)
def test_a_name_harms_nobody(name: str, safe: str, figures: Figures) -> None:
    figures.count("security inputs", "file_names")
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_becomes_a_plain_one(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= MOST_BYTES
    assert not set(safe) & set('/\\<>:"|?*\0\n\r\t')
    assert not safe.startswith(".")
    assert not safe.endswith((".", " "))
    assert safe_name(safe) == safe


def test_another_file_of_a_name_has_a_number() -> None:
    assert numbered("碎瓶.jpg", 2) == "碎瓶 (2).jpg"
    assert numbered("碎瓶", 3) == "碎瓶 (3)"

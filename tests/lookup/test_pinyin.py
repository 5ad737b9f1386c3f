"""Readings: what the trade writes, read as the trade reads it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zuiqing_desk.lookup.pinyin import field_readings, readings

WORDS = """
重庆 chong qing
长期 chang qi
本店长期有效 ben dian chang qi you xiao
店长 dian zhang
银行 yin hang
银行卡 yin hang ka
还有货吗 hai you huo ma
还没发货 hai mei fa huo
还可以还价吗 hai ke yi huan jia ma
发还是不发 fa hai shi bu fa
还款 huan kuan
没收到货 mei shou dao huo
帮忙查查 bang mang cha cha
补给您一瓶 bu gei nin yi ping
付款的当天 fu kuan de dang tian
拍了然后呢 pai le ran hou ne
转账行吗 zhuan zhang xing ma
退还运费 tui huan yun fei
归还 gui huan
发货 fa huo
差评 cha ping
补差价 bu cha jia
差一瓶 cha yi ping
快递差不多到了 kuai di cha bu duo dao le
调货 diao huo
调换 diao huan
调整 tiao zheng
空调 kong tiao
重新 chong xin
重发一件 chong fa yi jian
重拍 chong pai
重复 chong fu
重量 zhong liang
毛重 mao zhong
称重 cheng zhong
重要 zhong yao
包装 bao zhuang
便宜 pian yi
方便 fang bian
度数 du shu
数一数 shu yi shu
酱香 jiang xiang
浓香 nong xiang
茅台 mao tai
五粮液 wu liang ye
泸州老窖 lu zhou lao jiao
亳州 bo zhou
台州 tai zhou
古井贡酒 gu jing gong jiu
剑南春 jian nan chun
洋河大曲 yang he da qu
舍得 she de
觉得 jue de
喝得惯 he de guan
得到 de dao
产地 chan di
收货地址 shou huo di zhi
特别地香 te bie de xiang
等着 deng zhe
着急 zhao ji
好了 hao le
了解 liao jie
发不了货 fa bu liao huo
时间很长 shi jian hen chang
长时间 chang shi jian
增长 zeng zhang
行吗 xing ma
同行 tong hang
行业 hang ye
收藏 shou cang
西藏 xi zang
首都 shou du
都有 dou you
厦门 xia men
乐清 yue qing
快乐 kuai le
应该 ying gai
供应 gong ying
几乎 ji hu
系列 xi lie
联系 lian xi
处理 chu li
散装 san zhuang
打折 da zhe
绿色 lv se
女士 nv shi
战略 zhan lve
嗯嗯 en en
"""


@pytest.mark.parametrize("line", WORDS.strip().splitlines())
def test_a_word_is_read_in_its_context(line: str) -> None:
    word, _, syllables = line.partition(" ")
    assert readings(word) == syllables


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("发货，EMS 6瓶", "fa huo , ems , 6 ping"),
        ("１９８３还有货吗？", "1983 hai you huo ma"),
        ("500ml一瓶", "500 ml yi ping"),
        ("發貨時間", "fa huo shi jian"),
        ("亲~在的", "qin , zai de"),
        ("，，！", ""),
        ("", ""),
        ("{客户|亲}您好", "ke hu , qin , nin hao"),
    ],
)
def test_the_stored_form(text: str, stored: str) -> None:
    assert readings(text) == stored


def test_fields_stand_apart_whatever_they_hold() -> None:
    assert field_readings("发货|时间", "", "今天") == "fa huo , shi jian||jin tian"


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_gives_the_stored_form(text: str) -> None:
    assert re.fullmatch(r"((^| )([a-z]+|[0-9]+|,))*", readings(text))

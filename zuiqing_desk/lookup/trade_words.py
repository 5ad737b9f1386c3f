"""How the trade reads words that a general dictionary reads otherwise, or does not know.

One word and its syllables a line; such a word is read first, the rest of a text around it.
"""

from typing import Final

SINGLE: Final = {
    "长": "chang",
    "嗯": "en",
    "似": "si",
    "咯": "lo",
    "削": "xiao",
    "粘": "nian",
    "喔": "o",
    "薅": "hao",
}
"""Characters that stand by themselves more often in this reading than in the dictionary's first."""

_WORDS: Final = """
还款 huan kuan
还钱 huan qian
还给 huan gei
还您 huan nin
还我 huan wo
还清 huan qing
还货 huan huo
还回 huan hui
还是 hai shi
还有 hai you
还没 hai mei
还会 hai hui
还能 hai neng
还要 hai yao
还可以 hai ke yi
还在 hai zai
还想 hai xiang
还需 hai xu
重发 chong fa
重寄 chong ji
重拍 chong pai
重下 chong xia
重付 chong fu
重开 chong kai
重补 chong bu
重打 chong da
重装 chong zhuang
重配 chong pei
重选 chong xuan
重填 chong tian
重买 chong mai
重庆 chong qing
长期 chang qi
长久 chang jiu
长时间 chang shi jian
长途 chang tu
长远 chang yuan
店长 dian zhang
组长 zu zhang
班长 ban zhang
行长 hang zhang
家长 jia zhang
会长 hui zhang
长辈 zhang bei
长大 zhang da
长高 zhang gao
长胖 zhang pang
涨价 zhang jia
慢慢地 man man de
好好地 hao hao de
特别地 te bie de
仔细地 zi xi de
耐心地 nai xin de
高兴地 gao xing de
放心地 fang xin de
同行 tong hang
行情 hang qing
商行 shang hang
酒行 jiu hang
银行 yin hang
两行 liang hang
本行 ben hang
行货 hang huo
单县 shan xian
标识 biao shi
调换 diao huan
调货 diao huo
调仓 diao cang
调价 tiao jia
调解 tiao jie
调配 diao pei
差价 cha jia
差评 cha ping
便宜 pian yi
着急 zhao ji
着火 zhao huo
得了 de le
了结 liao jie
去不了 qu bu liao
来不了 lai bu liao
退不了 tui bu liao
发不了 fa bu liao
到不了 dao bu liao
寄不了 ji bu liao
付不了 fu bu liao
用不了 yong bu liao
喝不了 he bu liao
改不了 gai bu liao
做不了 zuo bu liao
少不了 shao bu liao
拍不了 pai bu liao
下不了 xia bu liao
收不了 shou bu liao
送不了 song bu liao
查不了 cha bu liao
换不了 huan bu liao
打不了 da bu liao
开不了 kai bu liao
看不了 kan bu liao
补不了 bu bu liao
受不了 shou bu liao
酱香 jiang xiang
浓香 nong xiang
清香 qing xiang
兼香 jian xiang
茅台 mao tai
郎酒 lang jiu
泸州 lu zhou
亳州 bo zhou
窖藏 jiao cang
曲酒 qu jiu
大曲 da qu
酒曲 jiu qu
行不行 xing bu xing
行吗 xing ma
行吧 xing ba
没收 mei shou
没过 mei guo
没了 mei le
误了 wu le
然后 ran hou
不了谢谢 bu le xie xie
查查 cha cha
寻思 xun si
的当天 de dang tian
补给 bu gei
包邮差 bao you cha
咱家 zan jia
和面 he mian
喝得惯 he de guan
数一数 shu yi shu
几率 ji lv
"""

WORDS: Final = {
    word: " ".join(syllables) for word, *syllables in map(str.split, _WORDS.strip().splitlines())
}
"""Word → its syllables, separated by single spaces."""

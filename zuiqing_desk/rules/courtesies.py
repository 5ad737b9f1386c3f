"""The closing courtesies a new shop starts with (house list; a shop edits it on screen).

Thanks, acknowledgements and goodbyes only. Words that may also answer something (可以, 是的,
不用了, 88) are left out: a customer who waits must never be taken for one who said goodbye.
"""

_LIST = """
谢谢 谢谢了 谢谢啦 谢谢哦 谢谢你 谢谢您 谢谢亲 谢谢谢谢 谢了 多谢 多谢了 多谢啦 感谢 非常感谢
好 好的 好哒 好滴 好嘞 好的呢 好的好的 好的谢谢 好的谢谢了 好谢谢 好的知道了 好的收到
嗯 嗯嗯 嗯嗯嗯 嗯呢 嗯好 嗯好的 嗯嗯好的 嗯谢谢 嗯嗯谢谢 恩 恩恩 哦 哦哦 噢 哦好的 哦谢谢
收到 收到了 收到谢谢 知道了 知道啦 我知道了 知道了谢谢 了解 了解了 明白 明白了 明白了谢谢 懂了
辛苦 辛苦了 辛苦啦 您辛苦了 麻烦了 麻烦你了 麻烦您了 不客气
ok okay thanks thankyou thx 再见 拜拜 拜拜了 bye byebye 晚安 回见
"""

COURTESIES: tuple[str, ...] = tuple(_LIST.split())

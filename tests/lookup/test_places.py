"""Places as a table names them, in columns."""

import pytest

from zuiqing_desk.lookup.divisions import CITY, DISTRICT, divisions
from zuiqing_desk.lookup.places import Row, row


@pytest.mark.parametrize(
    ("columns", "place"),
    [
        (("广东", "", ""), ("广东省", "", "")),
        (("广东", "深圳", "南山"), ("广东省", "深圳市", "南山区")),
        (("广东省", "深圳市", "南山区"), ("广东省", "深圳市", "南山区")),
        (("广东省", "全市", "全部"), ("广东省", "", "")),
        (("北京", "", "朝阳"), ("北京市", "北京市", "朝阳区")),
        (("北京市", "市辖区", "朝阳区"), ("北京市", "北京市", "朝阳区")),
        (("北京市", "朝阳区", ""), ("北京市", "北京市", "朝阳区")),
        (("北京市", "", ""), ("北京市", "", "")),
        (("重庆", "县", "云阳"), ("重庆市", "重庆市", "云阳县")),
        (("内蒙古", "锡林郭勒", "锡林浩特"), ("内蒙古自治区", "锡林郭勒盟", "锡林浩特市")),
        (("湖北", "恩施", "恩施"), ("湖北省", "恩施土家族苗族自治州", "恩施市")),
        (("湖北省", "省直辖县级行政区划", "仙桃市"), ("湖北省", "仙桃市", "")),
        (("湖北省", "仙桃", "仙桃"), ("湖北省", "仙桃市", "")),
        (("湖北省", "", "仙桃"), ("湖北省", "仙桃市", "")),
        (("江苏省", "", "昆山市"), ("江苏省", "苏州市", "昆山市")),
        (("广东省", "东莞市", ""), ("广东省", "东莞市", "")),
        (("吉林", "吉林", "船营"), ("吉林省", "吉林市", "船营区")),
        (("新疆", "阿克苏", "阿克苏"), ("新疆维吾尔自治区", "阿克苏地区", "阿克苏市")),
    ],
)
def test_columns_are_placed(columns: tuple[str, str, str], place: tuple[str, str, str]) -> None:
    assert row(*columns) == Row(*place)


@pytest.mark.parametrize(
    "columns",
    [("", "深圳市", ""), ("火星", "", ""), ("广东省", "杭州市", "西湖区"), ("深圳", "", "")],
)
def test_columns_that_name_no_place(columns: tuple[str, str, str]) -> None:
    assert row(*columns) is None


@pytest.mark.parametrize(
    ("columns", "place"),
    [
        (("江苏", "苏州", "工业园区"), Row("江苏省", "苏州市", "工业园区", ("工业园区",))),
        (("江苏", "", "鼓楼"), Row("江苏省", "", "鼓楼", ("鼓楼",))),
        (("河北", "雄安新区", ""), Row("河北省", "雄安新区", "", ("雄安新区",))),
    ],
)
def test_names_in_no_list_are_kept_and_said(columns: tuple[str, str, str], place: Row) -> None:
    assert row(*columns) == place


def test_every_place_of_the_list_is_itself() -> None:
    every = {named.division for meant in divisions().words.values() for named in meant}
    placed = [one for one in every if one.level in (CITY, DISTRICT)]
    wrong = [one for one in placed if row(*one[1:]) != Row(*one[1:])]
    assert wrong == []
    assert len(placed) > 3000

"""Bylines and clutter in scripts without capitals, where no space need part the words."""

import pytest

from tasks.cleaning.authorship.lines import names_in, reporters_in
from tasks.cleaning.blocks import Piece
from tasks.cleaning.clutter import without_calls

STORIES = {
    "zh": "青石镇跨河大桥经过三个月的维修于周一上午恢复通车。",
    "ja": "白波町は二十日、改修のため閉館していた町立図書館を来月一日に再開すると発表した。",
    "ko": "해솔시는 내년 일월부터 시내버스를 무료로 운행한다고 십일 밝혔다고 시민단체가 전했다.",
    "ar": "أعلنت إدارة مطار وادي النخيل إعادة فتح المدرج الرئيسي صباح الأربعاء بعد توقف.",
    "hi": "सोनपुर गांव में शुक्रवार को पहली बार बिजली पहुंची और बच्चों को पढ़ने में आसानी हुई।",
}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("记者 赵明远", ["赵明远"]),
        ("本报记者\uff1a赵明远 陈雨辰", ["赵明远", "陈雨辰"]),
        ("山野健太記者", ["山野健太"]),
        ("윤가람 기자", ["윤가람"]),
        ("新聞記者", []),
        ("记者在采访中了解到村里计划修建新校舍。", []),
    ],
)
def test_reporters(line: str, names: list[str]) -> None:
    """The role goes; a sentence about reporters names none."""
    assert reporters_in(line) == names
    if names:
        assert names_in(line) == names


@pytest.mark.parametrize(
    ("language", "line", "kind"),
    [
        ("zh", "广告", "advertisement"),
        ("zh", "分享到微博", "share"),
        ("zh", "版权所有 © 2025 青石传媒", "copyright"),
        ("zh", "延伸阅读\uff1a镇长的花园向公众开放", "teaser"),
        ("zh", "订阅我们的每日简报", "newsletter"),
        ("ja", "ツイートする", "share"),
        ("ja", "© 2025 白波新聞社 無断転載を禁じます", "copyright"),
        ("ja", "【関連記事】町長の庭が一般公開", "teaser"),
        ("ko", "페이스북 공유", "share"),
        ("ko", "관련기사: 시장의 정원 공개", "teaser"),
        ("ko", "뉴스레터를 구독하세요", "newsletter"),
        ("ar", "شارك على فيسبوك", "share"),
        ("ar", "اقرأ أيضا: حديقة العمدة تفتح أبوابها", "teaser"),
        ("ar", "اشترك في نشرتنا البريدية اليومية", "newsletter"),
        ("hi", "यह भी पढ़ें: महापौर का बगीचा खुला", "teaser"),
    ],
)
def test_clutter_in_many_scripts(language: str, line: str, kind: str) -> None:
    """It goes from below a paragraph, which stays."""
    story = STORIES[language]
    pieces = [Piece("paragraph", text) for text in (story, line)]
    found = without_calls(pieces, None)
    assert [(part.kind, part.text) for part in found.removed] == [(kind, line)]
    assert [piece.text for piece in found.pieces] == [story]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "版权所有者要求法院赔偿。"),
        ("zh", "广告收入下降了三成。"),
        ("ja", "無断転載を理由に提訴した。"),
        ("ja", "関連記事を書いた記者は退社した。"),
        ("ko", "광고 수입은 삼십 퍼센트 줄었다."),
        ("ar", "انخفضت إيرادات الإعلان بمقدار الثلث."),
    ],
)
def test_sentences_about_clutter_stay(language: str, line: str) -> None:
    """A story may be about advertising or about rights."""
    story = STORIES[language]
    pieces = [Piece("paragraph", text) for text in (story, line)]
    assert without_calls(pieces, None).pieces == pieces

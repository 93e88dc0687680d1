"""Short pages whose whole text the extractor gives as one block, menu and footer in it."""

from tasks.cleaning.pages import Given, read_page

CHINESE = (
    "清晨六点石门小学的灯亮了村民们都说这是镇上最早的光。",
    "张桂兰老师已经在这里守了二十年。",
    "学校最多时有一百二十名学生如今只剩七名。",
)


def test_a_short_page_in_chinese() -> None:
    """Its paragraphs are blocks of their own, and what stands around them is none."""
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("新闻", "体育", "文化"))
    story = "".join(f"<div>{text}</div>" for text in CHINESE)
    page = (
        f"<html lang='zh'><body><div><ul>{menu}</ul></div><div><div><h1>乡村教师</h1></div>"
        f"<div>2025-09-10 08:15</div><div>{story}</div></div><div>青石传媒</div></body></html>"
    )
    assert [piece.text for piece in read_page(page, Given()).pieces] == list(CHINESE)


def test_a_page_with_one_paragraph() -> None:
    """A block that is one element's stays as it is."""
    page = f"<html><body><p>{' '.join(CHINESE)}</p><p>青石传媒</p></body></html>"
    assert CHINESE[0] in read_page(page, Given()).pieces[0].text


def test_a_lone_element() -> None:
    """A piece of a page is read, even one that is never a part of a text."""
    assert read_page("<svg><p><p>", Given()).pieces == []

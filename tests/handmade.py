"""A small book put together by hand: one of every kind of block and of inline content."""

from publish.book import (
    Article,
    Book,
    Break,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inlines,
    Item,
    Link,
    List,
    Listing,
    Note,
    Origin,
    Paragraph,
    Picture,
    Place,
    Quote,
    Ruby,
    Rule,
    Series,
    Strong,
    Table,
    Text,
    Verse,
)

# A PNG of one grey pixel.
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a4944415478da636800000082008177cd72b60000000049454e44ae426082"
)
PICTURE = Picture("bridge.png", "image/png", _PIXEL, 1, 1)


def text(characters: str) -> Inlines:
    """Return *characters* as inline content."""
    return (Text(characters),)


def paragraph(characters: str, line: int = 1) -> Paragraph:
    """Return a paragraph of plain *characters* that stood on *line* of its source."""
    return Paragraph(text(characters), (Place(line),))


def article(title: str, *paragraphs: str) -> Article:
    """Return an article of plain paragraphs."""
    return Article(title, blocks=tuple(map(paragraph, paragraphs)), source="a.txt", line=1)


def book(*articles: Article, title: str = "小书", heading: str | None = "栏目") -> Book:
    """Return a book of one chapter."""
    return Book(title, chapters=(Chapter(heading, articles),))


_FERRY = Article(
    "渡　口 1987",
    kicker="河湾旧事",
    subtitle="一条船和三代人",
    authors=("李明", "王芳"),
    byline="本报记者 李 明\n通讯员 王 芳",
    remarks=("（作者系河湾中学教师）",),
    origin=Origin("《河湾报》", "2023年5月4日", "第3版"),
    blocks=(
        Paragraph(
            (
                Text("船“吱呀”一声离了岸。"),
                Emphasis(text("慢些")),
                Strong((Text("，再慢些"), Note((paragraph("老人的口头禅。"), paragraph("至今如此。"))))),
                Text("！水价 <5 元 & 不找零。"),
            )
        ),
        Crosshead(text("一、老船")),
        Verse((text("两岸青山相对出"), text("孤帆一片日边来"), (), text("（唐）李白"))),
        Quote((paragraph("船在人在。"), paragraph("人在船在。"))),
        List((Item((paragraph("买票；"),), "1."), Item((paragraph("上船。"), paragraph("不要跑。")), "2."))),
        List((Item((paragraph("带伞"),)), Item((paragraph("带水"),)))),
        List((Item((paragraph("第三"),)), Item((paragraph("第四"),))), start=3),
        Figure(Image("bridge.png", "桥的照片"), text("新桥")),
        Table(
            ((text("年份"), text("人次")), (text("1987"), text("120")), (text("2003"), text("8"))),
            1,
            ("", "right"),
            text("过河人数"),
        ),
        Listing("甲  乙\n  丙"),
        Rule(),
        Paragraph(
            (
                Link("https://example.org/a?b=1&c=桥", (Text("桥志"), Note((paragraph("网上可看。"),)))),
                Ruby("渡", "dù"),
                Break(),
                Code("x < y"),
                Image("bridge.png", "小图"),
                Text("完。"),
            )
        ),
    ),
    source="ferry.txt",
    line=3,
)

HANDMADE = Book(
    "河湾集",
    subtitle="社区文选",
    authors=("李明", "王芳"),
    editors=("卡尔·马克思",),
    publisher="河湾出版社",
    date="2023-05",
    identifier="978-7-5000-0000-1",
    rights="© 2023 河湾社区",
    description="三篇短文。",
    subjects=("散文",),
    series=Series("河湾丛书", "2"),
    chapters=(
        Chapter(None, (article("卷首语", "你好。"),)),
        Chapter("河　流", (_FERRY, Article("空篇", authors=("李明",)))),
        Chapter("空栏目"),
    ),
    pictures=(PICTURE,),
)

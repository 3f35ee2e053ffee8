"""A book on a few lines that one can read: how the cases in ``cases/`` say what they expect."""

from publish.book import (
    Article,
    Block,
    Break,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inlines,
    Link,
    List,
    Listing,
    Note,
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)


def show_chapter(chapter: Chapter) -> list[str]:
    return [f"# {chapter.heading or '-'}", *(line for article in chapter.articles for line in show_article(article))]


def show_article(article: Article) -> list[str]:
    origin = article.origin and (article.origin.publication, article.origin.date, article.origin.page)
    fields = [
        ("kicker", article.kicker),
        ("subtitle", article.subtitle),
        ("authors", " | ".join(article.authors)),
        ("byline", article.byline and article.byline.replace("\n", " / ")),
        ("origin", origin and " | ".join(part or "-" for part in origin)),
        *(("remark", remark) for remark in article.remarks),
    ]
    return [f"## {article.title}", *(f"{name} {said}" for name, said in fields if said), *map(show, article.blocks)]


def show(block: Block) -> str:
    match block:
        case Paragraph(content):
            return f"paragraph {inline(content)}"
        case Crosshead(content, level):
            return f"crosshead {level} {inline(content)}"
        case Verse(verses):
            return f"verse {'/'.join(map(inline, verses))}"
        case Quote(blocks):
            return f"quote {'; '.join(map(show, blocks))}"
        case List(items, start):
            items_shown = (f"[{item.mark or '-'}] {'; '.join(map(show, item.blocks))}" for item in items)
            return f"list {start or '-'} {'; '.join(items_shown)}"
        case Figure(image, caption, width=width, beside=beside):
            said = ("beside " if beside else "") + (f"{width:g}% " if width else "")
            return f"figure {said}{image.name} {image.alternative} : {inline(caption)}"
        case Table(rows, heads, aligns, caption):
            said = " / ".join(" | ".join(map(inline, row)) for row in rows)
            return f"table {heads} {','.join(aligns)}: {said}" + (f" : {inline(caption)}" if caption else "")
        case Listing(text, language):
            return f"listing {language or '-'} {'/'.join(text.splitlines())}"
        case Rule():
            return "rule"


def inline(content: Inlines) -> str:
    return "".join(map(inline_one, content))


_TAGS = {Emphasis: "i", Strong: "b", Superscript: "sup", Subscript: "sub"}


def inline_one(part: object) -> str:
    match part:
        case Text(text):
            return text
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content):
            tag = _TAGS[type(part)]
            return f"<{tag}>{inline(content)}</{tag}>"
        case Link(href, content):
            return f"<a {href}>{inline(content)}</a>"
        case Note(blocks):
            return f"<note>{'; '.join(map(show, blocks))}</note>"
        case Ruby(base, reading):
            return f"<ruby {base} {reading}>"
        case Code(text):
            return f"<code>{text}</code>"
        case Image(name, alternative):
            return f"<img {name} {alternative}>"
        case Break():
            return "/"
    raise AssertionError(part)

"""Hostile inputs, each with the harm that it means: folders, pictures, styles and templates that somebody else made.

They are judged by what happens, never by what is said: whether `SECRET`, which lies outside the book, comes out
somewhere; whether `HOME` stands in a book, to which its reader's program would call; whether the program ends.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, PngImagePlugin

SECRET = "极密之词甲乙丙丁"
HOME = "evil.example"
PAGE = "# 巷口\n\n## 老钟又走了\n\n巷口的老钟停了三年，谁也没有想到它会自己走起来。\n"


def png(text: str = "") -> bytes:
    """Return a picture, with *text* in it as PNG keeps texts."""
    said, file = PngImagePlugin.PngInfo(), io.BytesIO()
    said.add_text("Comment", text.encode("unicode_escape").decode())
    Image.new("RGB", (640, 640), "navy").save(file, "PNG", pnginfo=said)
    return file.getvalue()


def svg(inside: str, attributes: str = "", before: str = "") -> str:
    """Return a drawing with *inside* in it."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {space} viewBox="0 0 40 30" {attributes}><path d="M0 0h9v9z"/>{inside}</svg>'


# --- reading what was not given ------------------------------------------------------------------------------------

SECRETS: dict[str, str | bytes] = {
    "book.toml": f'title = "{SECRET}"\n',
    "page.txt": f"本地消息\n\n老钟又走了\n\n李 明\n\n{SECRET}，谁也没有想到它会自己走起来。\n",
    "page.md": f"# 巷口\n\n## {SECRET}\n\n{SECRET}，谁也没有想到它会自己走起来。\n",
    "bare.txt": SECRET,
    "secret.png": png(SECRET),
    "secret.svg": svg(f"<text>{SECRET}</text>"),
    "style/epub.css": f'h1::before {{ content: "{SECRET}" }}\n',
    "style/html.css": f'h1::before {{ content: "{SECRET}" }}\n',
    "style/faces.toml": f'[song]\nSC = ["{SECRET}"]\n',
    "style/templates/epub/colophon.xhtml": f"<p>{SECRET}</p>",
}
"""What lies outside the book, in ``outside/``, each file of a kind that would be read if it were inside."""

Folder = dict[str, str | bytes]


def leaks() -> Iterator[tuple[str, Folder]]:
    """Yield folders of a book that reach for what lies outside, by what they do; a value ``-> path`` is a link."""
    yield "book.toml is a link", {"page.md": PAGE, "book.toml": "-> ../outside/book.toml"}
    yield "book.toml is a link to no TOML", {"page.md": PAGE, "book.toml": "-> ../outside/bare.txt"}
    yield (
        "book.toml is a link by way of another",
        {"page.md": PAGE, "book.toml": "-> x", "x": "-> ../outside/book.toml"},
    )
    yield "a source is a link", {"page.md": PAGE, "page.txt": "-> ../outside/page.txt"}
    yield "a manuscript is an absolute link", {"a.md": PAGE, "page.md": "-> /ABSOLUTE/outside/page.md"}
    for name in (
        "../outside/page.txt",
        "/ABSOLUTE/outside/page.txt",
        "file:///ABSOLUTE/outside/page.txt",
        "in/page.txt",
    ):
        yield f"sources names {name}", {"book.toml": f'sources = ["{name}"]', "in": "-> ../outside"}
    yield "sources goes down and up", {"book.toml": 'sources = ["a/../../outside/page.md"]', "a/b.md": PAGE}
    for name in ("../outside/secret.png", "/ABSOLUTE/outside/secret.png", "link.png", "in/secret.png"):
        picture = {"link.png": "-> ../outside/secret.png", "in": "-> ../outside"}
        yield f"cover is {name}", {"page.md": PAGE, "book.toml": f'cover = "{name}"', **picture}
        yield f"a picture is {name}", {"page.md": f"{PAGE}\n![图]({name})\n", **picture}
        yield f"a web page shows {name}", {"page.html": _web_page(f'<img src="{name}"/>'), **picture}
    for name in ("file:///ABSOLUTE/outside/secret.png", "%2e%2e/outside/secret.png", "..%2Foutside%2Fsecret.svg"):
        yield f"a picture is {name}", {"page.md": f"{PAGE}\n![图]({name})\n"}
    yield (
        "an SVG shows a file",
        {
            "page.md": f"{PAGE}\n![图](a.svg)\n",
            "a.svg": svg(
                '<image href="../outside/secret.png" width="9" height="9"/><use xlink:href="../outside/secret.svg#a"/>'
            ),
        },
    )
    yield (
        "an SVG names a file as an entity",
        {
            "page.md": f"{PAGE}\n![图](a.svg)\n",
            "a.svg": svg("<text>&a;</text>", before='<!DOCTYPE svg [<!ENTITY a SYSTEM "../outside/bare.txt">]>'),
        },
    )
    yield "front matter names a cover", {"page.md": f"---\ncover: ../outside/secret.png\n---\n{PAGE}"}
    yield "front matter names a style", {"page.md": f"---\nstyle:\n  name: ../outside/style\n---\n{PAGE}"}
    yield (
        "front matter is an object",
        {"page.md": "---\ntitle: !!python/object/apply:open [/ABSOLUTE/outside/bare.txt]\n---\n"},
    )
    yield "a Word document links a picture", {"page.docx": docx("../outside/secret.png")}
    yield "a Word document includes a file", {"page.docx": docx("file:///ABSOLUTE/outside/page.txt", kind="aFChunk")}
    yield "an EPUB holds a picture outside itself", {"page.epub": epub("a.xhtml", "../../evil.png")}
    yield "a data address names a file", {"page.md": f"{PAGE}\n![图](data:image/../../evil;base64,iVBORw0KGgo=)\n"}
    yield "an EPUB goes out of itself", {"page.epub": epub("../../../outside/page.md")}
    for name in ("../outside/style", "/ABSOLUTE/outside/style", "in", "style"):
        yield (
            f"the style is {name}",
            {"page.md": PAGE, "book.toml": f'[style]\nname = "{name}"', "in": "-> ../outside/style"},
        )
    for name in ("epub.css", "html.css", "faces.toml", "templates", "templates/epub/colophon.xhtml"):
        yield f"{name} of the style is a link", _with_style({name: f"-> {_up(name)}outside/style/{name}"})
    for url in (
        "link.svg",
        "../../outside/secret.svg",
        "file:///ABSOLUTE/outside/secret.svg",
        "/ABSOLUTE/outside/secret.svg",
    ):
        css = f"h1 {{ background: url({url}) }}"
        style = {"link.svg": "-> ../../outside/secret.svg", "epub.css": css, "html.css": css, "print.css": css}
        yield f"the CSS of the style asks for {url}", _with_style(style)
    imported = '@import "../../outside/style/epub.css";\n@import url(link.css);'
    yield (
        "the CSS imports",
        _with_style({"epub.css": imported, "html.css": imported, "link.css": "-> ../../outside/bare.txt"}),
    )
    for statement in (
        "include 'a.xhtml'",
        "include '../../../outside/bare.txt'",
        "include '/ABSOLUTE/outside/bare.txt'",
    ):
        template = f"<p>{{% {statement} %}}</p>"
        files = {f"templates/{name}": template for name in ("epub/colophon.xhtml", "html/book.xhtml")}
        yield (
            f"a template says {statement}",
            _with_style({**files, "templates/a.xhtml": "-> ../../../outside/bare.txt"}),
        )


def _with_style(files: Folder) -> Folder:
    return {
        "page.md": PAGE,
        "book.toml": '[style]\nname = "looks"',
        **{f"looks/{name}": file for name, file in files.items()},
    }


def _up(name: str) -> str:
    return "../" * (name.count("/") + 2)


def _web_page(inside: str) -> str:
    return f"<html><body><article><h1>老钟又走了</h1><p>巷口的老钟停了三年。</p>{inside}</article></body></html>"


def docx(target: str, kind: str = "image") -> bytes:
    """Return a Word document that shows or includes *target*, which lies outside it."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    shown = f'<w:altChunk r:id="r1"/><w:p><w:r><w:t>{PAGE}</w:t></w:r></w:p>'
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return _zip(
        {
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r0" Type="{office}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{word}" xmlns:r="{office}"><w:body>{shown}</w:body>'
            "</w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/{kind}" Target="{target}" TargetMode="External"/></Relationships>',
        }
    )


def epub(path: str, picture: str = "") -> bytes:
    """Return an EPUB, a page of which is said to lie at *path*, and which holds a *picture* under that name."""
    opf = "http://www.idpf.org/2007/opf"
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    body = f'<body><h1>老钟</h1><p>停了。</p><img src="{picture}"/></body>'
    page = f'<html xmlns="http://www.w3.org/1999/xhtml">{body}</html>'
    return _zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'<container xmlns="{container}"><rootfiles><rootfile full-path="a.opf"/>'
            "</rootfiles></container>",
            "a.opf": f'<package xmlns="{opf}"><metadata/><manifest><item id="a" href="{path}" '
            'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
            "a.xhtml": page,
            **({picture: png()} if picture else {}),
        }
    )


def _zip(files: Folder) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return file.getvalue()


def lay_out(folder: Path, files: Folder) -> None:
    """Make *files* in *folder*; ``ABSOLUTE`` in them stands for the folder above it."""
    above = str(folder.parent).lstrip("/")
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str) and content.startswith("-> "):
            path.symlink_to(content[3:].replace("ABSOLUTE", above))
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.replace("ABSOLUTE", above).encode())


# --- calling home --------------------------------------------------------------------------------------------------

_AT_HOME = f"http://{HOME}/a"

DRAWINGS: dict[str, str] = {
    "image": svg(f'<image href="{_AT_HOME}"/>'),
    "image with a prefix": svg(f'<image xlink:href="{_AT_HOME}"/>'),
    "image with another prefix": svg(f'<image x:href="{_AT_HOME}"/>', 'xmlns:x="http://www.w3.org/1999/xlink"'),
    "image with references": svg(f'<image href="&#104;ttp://{HOME}/a"/>'),
    "image with spaces": svg(f'<image href=" \n {_AT_HOME}"/>'),
    "image without a scheme": svg(f'<image href="//{HOME}/a"/>'),
    "image of image": svg(
        f'<image href="data:image/svg+xml,{svg(_AT_HOME).replace(chr(34), "%22").replace("<", "%3C")}"/>'
    ),
    "use": svg(f'<use href="{_AT_HOME}#b"/>'),
    "entity": svg("<image href='&e;'/>", before=f'<!DOCTYPE svg [<!ENTITY e "{_AT_HOME}">]>'),
    "default of an attribute": svg(
        "<image/>", before=f'<!DOCTYPE svg [<!ATTLIST image xlink:href CDATA #FIXED "{_AT_HOME}">]>'
    ),
    "sheet": svg("", before=f'<?xml-stylesheet href="{_AT_HOME}" type="text/css"?>'),
    "import": svg(f"<style>@import '{_AT_HOME}';</style>"),
    "import in CDATA": svg(f"<style><![CDATA[@import url({_AT_HOME});]]></style>"),
    "import with an escape": svg(f"<style>@\\69mport '{_AT_HOME}';</style>"),
    "import in pieces": svg(f"<style>@im<!-- -->port '{_AT_HOME}';</style>"),
    "sheet with an address": svg(f"<style>path {{ fill: url({_AT_HOME}) }}</style>"),
    "sheet with an escape": svg(f"<style>path {{ fill: u\\72l({_AT_HOME}) }}</style>"),
    "sheet in another element": svg(
        f"<s:style>path {{ fill: url({_AT_HOME}) }}</s:style>", 'xmlns:s="http://www.w3.org/2000/svg"'
    ),
    "sheet with a font": svg(f"<style>@font-face {{ font-family: a; src: url({_AT_HOME}) }}</style>"),
    "image-set": svg(f"<style>path {{ mask: image-set('{_AT_HOME}' 1x) }}</style>"),
    "attribute": svg(f'<path style="fill:url({_AT_HOME})"/>'),
    "attribute in quotation marks": svg(f"<path style='mask:image-set(\"{_AT_HOME}\" 1x)'/>"),
    "property": svg(f'<path fill="url({_AT_HOME})"/>'),
    "property with a reference": svg(f'<path fill="&#x75;rl( &quot;{_AT_HOME}&quot; )"/>'),
    "filter": svg(f'<path filter="url({_AT_HOME})" cursor="url({_AT_HOME})"/>'),
    "feImage": svg(f'<filter id="a"><feImage href="{_AT_HOME}"/></filter>'),
    "xml:base": svg(f'<g xml:base="http://{HOME}/"><image href="#a"/></g>', f'xml:base="http://{HOME}/"'),
    "set": svg(f'<image><set attributeName="href" to="{_AT_HOME}"/></image>'),
    "animate": svg(f'<image><animate attributeName="xlink:href" values="#a;{_AT_HOME}"/></image>'),
    "script": svg(f"<script>fetch('{_AT_HOME}')</script>"),
    "script with a prefix": svg(f"<q:script>fetch('{_AT_HOME}')</q:script>", 'xmlns:q="http://www.w3.org/2000/svg"'),
    "script elsewhere": svg(f'<script href="{_AT_HOME}"/>'),
    "script as an attribute": svg(f"<path onload=\"fetch('{_AT_HOME}')\"/>"),
    "foreignObject": svg(
        f'<foreignObject><b xmlns="http://www.w3.org/1999/xhtml"><img src="{_AT_HOME}"/></b></foreignObject>'
    ),
    "foreignObject with a prefix": svg(
        f'<v:foreignObject><h:iframe src="{_AT_HOME}"/></v:foreignObject>',
        'xmlns:v="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml"',
    ),
    "element of HTML": svg(f'<h:img src="{_AT_HOME}"/>', 'xmlns:h="http://www.w3.org/1999/xhtml"'),
    "element of another kind": svg(f'<tref href="{_AT_HOME}"/><video src="{_AT_HOME}"/><audio href="{_AT_HOME}"/>'),
    "link": svg(f'<a href="javascript:fetch(\'{_AT_HOME}\')"><path d="M0 0"/></a>'),
    "colour profile": svg(f'<color-profile href="{_AT_HOME}" name="a"/><path color-profile="{_AT_HOME}"/>'),
    "encoding": svg(f'<image href="{_AT_HOME}"/>', before='<?xml version="1.0" encoding="ISO-8859-1"?>'),
}
"""Drawings that call home, or run something that does."""

SHEETS: dict[str, str] = {
    "import": f'@import "{_AT_HOME}";',
    "import by url": f"@import url({_AT_HOME}) screen;",
    "import in capitals": f'@IMPORT "{_AT_HOME}";',
    "import with an escape": f'@\\69mport "{_AT_HOME}";',
    "import behind a comment": f'/* a */@import/**/"{_AT_HOME}";',
    "address": f"h1 {{ background: url({_AT_HOME}) }}",
    "address in quotation marks": f"h1 {{ background: url( '{_AT_HOME}' ) }}",
    "address with an escape": f"h1 {{ background: u\\72l({_AT_HOME}) }}",
    "address in capitals": f"h1 {{ background: URL({_AT_HOME}) }}",
    "address without a scheme": f"h1 {{ background: url(//{HOME}/a) }}",
    "font": f"@font-face {{ font-family: a; src: url({_AT_HOME}) }}",
    "image-set": f'h1 {{ background: image-set("{_AT_HOME}" 1x) }}',
    "image-set of a browser": f'h1 {{ background: -webkit-image-set("{_AT_HOME}" 1x) }}',
    "src": f'h1 {{ background: src("{_AT_HOME}") }}',
    "property of one's own": f":root {{ --a: url({_AT_HOME}) }} h1 {{ background: var(--a) }}",
    "within a rule": f"@media all {{ h1 {{ list-style: url({_AT_HOME}) }} }}",
    "behind what looks like a comment": f"h1 {{ content: '/*'; background: url({_AT_HOME}) }} /* */",
    "data": f"h1 {{ background: url(data:image/svg+xml,<svg>{HOME}</svg>) }}",
}
"""CSS of a style that calls home."""

TEMPLATES: dict[str, str] = {
    "picture": f'<img src="{_AT_HOME}" alt=""/>',
    "picture with references": f'<img src="&#104;ttp://{HOME}/a" alt=""/>',
    "picture made up": f"<img src=\"{{{{ 'ht' ~ 'tp://{HOME}/a' }}}}\" alt=\"\"/>",
    "pictures": f'<img srcset="a.png 1x, {_AT_HOME} 2x" alt=""/>',
    "sheet": f'<link rel="stylesheet" href="{_AT_HOME}"/>',
    "style": f"<style>@import '{_AT_HOME}';</style>",
    "style in CDATA": f"<style><![CDATA[p {{ background: u\\72l({_AT_HOME}) }}]]></style>",
    "style of an element": f'<p style="background: url({_AT_HOME})">甲</p>',
    "behind a comment to some readers": f'<style><!--</style><img src="{_AT_HOME}" alt=""/><style>--></style>',
    "script": f"<script>fetch('{_AT_HOME}')</script>",
    "attribute": f"<p onclick=\"fetch('{_AT_HOME}')\">甲</p>",
    "frame": f'<iframe src="{_AT_HOME}"></iframe>',
    "object": f'<object data="{_AT_HOME}"></object>',
    "refresh": f'<meta http-equiv="refresh" content="0; url={_AT_HOME}"/>',
    "drawing": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{_AT_HOME}"/></svg>',
    "base": f'<base href="http://{HOME}/"/>',
}
"""What a style's own template puts into a page that calls home."""

# --- without end ---------------------------------------------------------------------------------------------------


def _nested(levels: int) -> str:
    """Return a drawing of *levels*, each of which uses the one before ten times."""
    uses = (f'<use href="#l{level}"/>' * 10 for level in range(levels))
    steps = (f'<g id="l{level}">{each}</g>' for level, each in enumerate(uses, 1))
    return svg(f'<defs><path id="l0" d="M0 0h9"/>{"".join(steps)}</defs><use href="#l{levels}"/>')


def _patterns(levels: int) -> str:
    """Return a drawing of *levels* of patterns, each of which is filled with the one before ten times."""
    fills = (f'<path d="M0 0h9v9z" fill="url(#p{level})"/>' * 10 for level in range(levels))
    steps = (f'<pattern id="p{level}" width="1" height="1">{each}</pattern>' for level, each in enumerate(fills, 1))
    return svg(f'<defs>{"".join(steps)}</defs><path d="M0 0h9v9z" fill="url(#p{levels})"/>')


ENDLESS: dict[str, str] = {
    "uses of uses": _nested(30),
    "a use of itself": svg('<g id="a"><use href="#a"/></g>'),
    "two uses of each other": svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>'),
    "patterns of patterns": _patterns(30),
    "a pattern of itself by its class": svg(
        '<style>.a { fill: url(#p) }</style><pattern id="p" width="1" height="1"><path class="a" d="M0 0h9"/></pattern>'
    ),
    "gradients of gradients": svg("".join(f'<linearGradient id="g{n}" href="#g{n + 1}"/>' for n in range(5000))),
    "elements in elements": svg("<g>" * 5000 + "</g>" * 5000),
    "entities of entities": svg(
        "<text>&j;</text>",
        before="<!DOCTYPE svg [<!ENTITY a '甲'>"
        + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefghi", "bcdefghij", strict=True))
        + "]>",
    ),
}
"""Drawings that no machine would finish."""

NUMBERS = [
    "1.2.3",
    "1e999",
    "-1e999",
    "inf",
    "NaN",
    "9" * 9000,
    "1e-999",
    "-5",
    "0",
    "",
    "１２",
    "1,2",
    "9e99999",
    "100%",
]
"""Numbers that are none, or too large to reckon with, wherever a drawing has numbers."""


def fifo(path: Path) -> None:
    """Make a pipe at *path* into which nobody ever writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def stuck() -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Yield what makes a folder of a book in which something never ends, by what it is."""

    def with_files(files: Folder, *pipes: str) -> Callable[[Path], None]:
        def make(folder: Path) -> None:
            lay_out(folder, {"page.md": PAGE, **files})
            for pipe in pipes:
                fifo(folder / pipe)

        return make

    styled: Folder = {"book.toml": '[style]\nname = "looks"\n'}
    yield "a source is a pipe", with_files({}, "a.txt")
    yield "book.toml is a pipe", with_files({}, "book.toml")
    yield "a source of book.toml is a pipe", with_files({"book.toml": 'sources = ["a"]'}, "a")
    yield "a link to a device", with_files({"a.txt": "-> /dev/zero"})
    yield "the cover is a pipe", with_files({"book.toml": 'cover = "a.png"'}, "a.png")
    yield "a picture is a pipe", with_files({"b.md": f"{PAGE}\n![图](a.png)\n"}, "a.png")
    yield "a file of the style is a pipe", with_files(styled, "looks/epub.css")
    yield "the faces of the style are a pipe", with_files(styled, "looks/faces.toml")
    yield "a template is a pipe", with_files(styled, "looks/templates/epub/colophon.xhtml")
    yield (
        "a file that the CSS asks for is a pipe",
        with_files({**styled, "looks/epub.css": "h1 { background: url(a.png) }"}, "looks/a.png"),
    )
    yield "links in a circle", with_files({"a.txt": "-> b.txt", "b.txt": "-> a.txt"})
    yield "a folder in itself", with_files({**styled, "looks/epub.css": "p {}", "looks/in": "-> ."})
    yield "book.toml is a link to itself", with_files({"book.toml": "-> book.toml"})
    yield "a cover in a circle", with_files({"book.toml": 'cover = "a.png"', "a.png": "-> a.png"})
    yield "a style in a circle", with_files({"book.toml": '[style]\nname = "looks"', "looks": "-> looks"})
    yield "a picture in a circle", with_files({"b.md": f"{PAGE}\n![图](a.png)\n", "a.png": "-> a.png"})
    yield "tables in tables", with_files({"book.toml": "[" + ".".join("a" * 3000) + "]\n"})
    yield "lists in lists", with_files({"book.toml": "subjects = " + "[" * 3000 + "]" * 3000})
    yield "tables within lines", with_files({"book.toml": "series = " + "{a = " * 3000 + "1" + "}" * 3000})
    yield "a long number", with_files({"book.toml": f"date = {'9' * 9000}"})
    yield "a long number in a series", with_files({"book.toml": f'series = {{ title = "甲", number = {"9" * 9000} }}'})
    yield "a long signature", with_files({"book.toml": f"[pdf]\nsignature = {'9' * 4000}"})
    for pattern in (
        "甲{99999999999}",
        "(" * 3000 + ")" * 3000,
        "(((((甲{999}){999}){999}){999}){999})",
        "((.+)+)+龘",
        "[",
    ):
        said = f"furniture = ['{pattern}']\nsections = ['/{pattern}/']\ntitles = ['/{pattern}/']"
        yield (
            f"the pattern {pattern[:40]}",
            with_files({"book.toml": f"[parse]\n{said}", "a.txt": "甲" * 60 + "\n\n巷口的老钟。\n"}),
        )
        yield (
            f"dropped by {pattern[:40]}",
            with_files({"book.toml": f"drop = ['/{pattern}/']", "a.md": f"# {'甲' * 60}\n\n老钟。\n"}),
        )
    for template in FAULTY_TEMPLATES:
        files: Folder = {**styled, "looks/templates/epub/colophon.xhtml": f"<p>{template}</p>"}
        yield f"the template {template[:40]}", with_files(files)
    yield "YAML of aliases", with_files({"page.md": f"---\n{_aliases()}---\n{PAGE}"})
    yield "YAML in brackets", with_files({"page.md": f"---\ntitle: {'[' * 600}\n---\n{PAGE}"})


FAULTY_TEMPLATES = [
    "{{ 1 / 0 }}",
    "{{ book.title + 1 }}",
    "{{ book.title() }}",
    "{{ none.a }}",
    "{{ [1, 2] | sum(start='') }}",
    "{{ '甲' * 99999999999 }}",
    "{{ 9 ** 9 ** 9 ** 9 }}",
    "{% for a in range(9999999) %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% include 'epub/colophon.xhtml' %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% extends 'nowhere.xhtml' %}",
    "{{ '%99999999999d' % 1 }}",
    "{{ '{:>99999999999}'.format(1) }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
]


def _aliases() -> str:
    lines = ["a: &a [甲]\n"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    return "".join(lines) + "subjects: *i\n"


STUMBLES: dict[str, Folder] = {
    "a list of nothing in what another program wrote": {
        "a.md": "---\nheadings: evidence\n---\n# 巷口\n\n- \n\n老钟停了三年，谁也没有想到。\n\n2. \n"
    },
    "an item of nothing": {"a.md": "# 巷口\n\n## 老钟\n\n- 停了三年\n- \n- 又走了\n"},
    "an archive that lacks some of its middle": {"a.docx": docx("b.png")[:40] + docx("b.png")[156:]},
}
"""What was found by spoiling files (`tools/fuzz`)."""


# --- on the terminal -----------------------------------------------------------------------------------------------

UNSEEN = "\x1b[31m\x07\x08\x9b2J\u202e\u2066\u200f\u2028"
"""What a terminal obeys instead of showing it, and what turns the order of what is shown."""


def unseen() -> Folder:
    """Return a folder of a book, all names and texts of which hold what a terminal obeys."""
    forged = f"{UNSEEN}\nforged.txt: error P101 forged"
    inside = f"![{UNSEEN}](x{UNSEEN}.png)[^a{UNSEEN}] <b{UNSEEN}>"
    front = dict.fromkeys(("titel", f"title{UNSEEN}", "subtitle", "author"), f"甲{UNSEEN}乙")
    quoted = "\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in front.items())
    return {
        f"a{forged}.txt": "本地消息\n\n老钟又走了\n\n李 明\n\n巷口的老钟停了三年，谁也没有想到它会自己走起来，而且\n",
        f"b{UNSEEN}.md": f"---\n{quoted}\n---\n# 巷{UNSEEN}口\n\n## 钟\n\n停。{inside}\n",
        f"c{UNSEEN}.docx": b"PK\x03\x04word/document",
        f"d{UNSEEN}/e{forged}": "",
        "book.toml": tomli({"title": f"书{forged}", "accept": [f"P502:a{forged}.txt"], "sources": []}),
    }


def unseen_tables() -> list[str]:
    """Return tables of a book.toml that are refused, with what a terminal obeys in them."""
    said = json.dumps(f"甲{UNSEEN}\nforged: error")
    return [
        f"{said} = 1",
        f"title = 1 # {UNSEEN[5:6]}\n{said} = {said}",
        f"language = {said}",
        f"encoding = {said}",
        f"accept = [{said}]",
        f"sources = [{said}]",
        f"cover = {said}",
        f"drop = [{said}]",
        f"[style]\nname = {said}",
        f"[style]\nfonts = {{ song = [{said}] }}",
        f"[parse]\nfurniture = [{json.dumps('[' + UNSEEN)}]\nsections = [{said}]",
        f"[pdf]\npaper = {said}",
        f"[{said}]",
    ]


def tomli(table: dict[str, object]) -> str:
    """Return *table* as TOML, whose strings are written as those of JSON are."""
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items() if value != [])

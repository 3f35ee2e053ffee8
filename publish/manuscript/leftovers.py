"""What a document holds that comes into no book: notes that nothing calls, unused addresses, dialects, looks."""

from __future__ import annotations

from collections.abc import Container, Sequence

from publish.manuscript.dialects import dialects_in
from publish.manuscript.findings import Findings
from publish.manuscript.markdown import Document, Node, line_of
from publish.manuscript.nodes import last_line_of, shortened


def report_habits(document: Document, findings: Findings, parted: Sequence[int]) -> None:
    """Report that lines are paragraphs (M209), where any are *parted*, and what no book has (M314-M316)."""
    if parted:
        findings.report("M209", parted[0], count=len(parted))
    for dialect, line, times in dialects_in(document):
        findings.report("M314", line, dialect=dialect, count=times)
    for line, text in document.attributes.items():
        findings.leave_out(text, "M315", line, text=text)
    for name, line in findings.looks.items():
        findings.report("M316", line, name=name)


def report_unused(document: Document, findings: Findings, called: Container[str]) -> None:
    """Report notes that are not *called* (M305), notes written again (M313), addresses that no link uses (M312)."""
    notes = document.notes
    for label, node in sorted(notes.items(), key=lambda note: line_of(note[1])):
        if label not in called:
            _leave_out_note(document, findings, "M305", node)
    for node in document.written_again:
        _leave_out_note(document, findings, "M313", node)
    for line, text in document.unused.items():
        findings.leave_out(text, "M312", line, text=shortened(text))


def _leave_out_note(document: Document, findings: Findings, code: str, node: Node) -> None:
    first, last = line_of(node), last_line_of(node)
    written = " ".join(document.lines[first - 1 : last])
    text = shortened(written.partition("]:")[2])
    findings.leave_out(written, code, first, label=node.meta["label"], text=text)
    for part in node.walk():
        defined = document.defined.get(part.meta.get("label", ""), first)
        if (title := str(part.attrs.get("title", ""))) and not first <= defined <= last:
            findings.leave_out(title, "M308", first, title=title)

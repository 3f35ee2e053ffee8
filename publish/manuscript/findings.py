"""What is found while a document is read: diagnostics, text that is left out, elements of HTML read for their text."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.diagnostics import Diagnostic, Report


@dataclass
class Findings:
    """Takes what is found in *file*, and passes diagnostics on to *to*."""

    file: str
    to: Report
    left_out: list[str] = field(default_factory=list)
    """The text that was reported as left out."""
    looks: dict[str, int] = field(default_factory=dict)
    """Elements of HTML that say no more than a look and were read for their text, with the line of the first."""

    def report(self, code: str, line: int | None, **facts: object) -> None:
        """Report *code* at *line* of the document."""
        self.to(Diagnostic(code, self.file, line, None, facts))

    def leave_out(self, left_out: str, code: str, line: int | None, **facts: object) -> None:
        """Report *code* at *line*, under which the text *left_out* is left out."""
        self.left_out.append(left_out)
        self.report(code, line, **facts)

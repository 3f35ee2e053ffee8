"""What the program is made of may be given away with it, and no package takes the place of another."""

import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

LOCKED = re.findall(
    r"^([\w.-]+)==", (Path(__file__).parent.parent / "requirements.lock").read_text("utf-8"), re.MULTILINE
)

FREE = re.compile(
    r"\b(?:MIT(?![a-z])|BSD|Apache(?: Software)?[- ](?:License|2\.0)|Mozilla Public License 2\.0|MPL-2\.0|PSF-2\.0|ISC"
    r"|(?:Affero|Lesser|Library)? ?General Public License v\d(?:\.\d)? or later|AFFERO GPL 3\.0)",
    re.IGNORECASE,
)
"""Licences that go together with AGPL-3.0-or-later (FSF, Various Licenses and Comments about Them)."""


def licence(name: str) -> str:
    """Return what the package *name*, which is installed, says of its licence, in whichever of three ways it does."""
    said = metadata.metadata(name)
    classes = [line for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    return " | ".join(filter(None, [said.get("License-Expression"), (said.get("License") or "")[:200], *classes]))


def test_every_package_has_a_licence_that_goes_with_ours() -> None:
    installed = {distribution.metadata["Name"].lower().replace("_", "-") for distribution in metadata.distributions()}
    there = [name for name in LOCKED if name.lower().replace("_", "-") in installed]
    assert len(there) > len(LOCKED) * 0.9  # the others are for other systems
    assert {name: licence(name) for name in there if not FREE.search(licence(name))} == {}


@pytest.mark.parametrize(
    "said", ["", "Proprietary", "GPL-2.0-only", "CDDL-1.0", "Commercial License", "SSPL-1.0", "MITRE"]
)
def test_a_licence_that_does_not_would_be_seen(said: str) -> None:
    assert not FREE.search(said)


def test_no_package_takes_the_place_of_another() -> None:
    modules = metadata.packages_distributions()
    ours = {name: set(owners) for name, owners in modules.items() if not name.startswith("_")}
    assert {name: owners for name, owners in ours.items() if len(owners) > 1} == {}
    assert [name for name in ours if name in sys.stdlib_module_names] == []
    assert ours.get("publish", {"publish-zh"}) == {"publish-zh"}

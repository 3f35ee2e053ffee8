"""The same input gives the same bytes, whoever makes a book, where, when and how the input is called."""

import os
import subprocess
import sys
from pathlib import Path

import hostile
from hostile import lay_out

ROOT = Path(__file__).parent.parent

BOOK: hostile.Folder = {
    "book.toml": 'title = "巷口"\ndate = "2025-06"\n',
    "01-甲.md": "# 巷口\n\n## 老钟又走了\n\n作者：李明\n\n老钟停了三年[^1]。iIıİ\n\n![图](a.png)\n\n[^1]: 注。\n",
    "02-乙.txt": "本地消息\n\n河边的灯\n\n王 芳\n\n河边的灯亮了一夜，谁也没有想到它会自己亮起来，而且\n",
    "3.txt": "本地消息\n\n第三篇\n\n王 芳\n\n又是一夜，灯还亮着，谁也没有去关。\n",
    "a.png": hostile.png(),
}

PROGRAM = """
import os, sys, time
time.tzset()
os.umask(int(sys.argv[1], 8))
from publish.cli import main
forms = {"epub": "epub", "html": "html", "pdf": "pdf", "parse": "md", "parse --format json": "json"}
for form, ending in forms.items():
    main([*form.split(), sys.argv[2], "-q", "-o", f"{sys.argv[3]}/out.{ending}"], standalone_mode=False)
"""

HERE = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "LANGUAGE": "", "PYTHONHASHSEED": "1", "HOME": "/", "USER": "a"}
THERE = {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "zh_CN", "PYTHONHASHSEED": "7", "HOME": "/tmp"}


def outputs(surroundings: dict[str, str], umask: str, source: str, cwd: Path, out: Path) -> dict[str, bytes]:
    """Return the bytes of every output made of *source* in these *surroundings*."""
    out.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **surroundings}
    command = [sys.executable, "-c", PROGRAM, umask, source, str(out)]
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_every_output_is_the_same_whoever_makes_it_where_and_when(tmp_path: Path) -> None:
    lay_out(tmp_path / "one/书", BOOK)
    lay_out(tmp_path / "two/three/书", dict(reversed(BOOK.items())))
    here = outputs(HERE, "022", "书", tmp_path / "one", tmp_path / "out-1")
    there = outputs(THERE, "077", str(tmp_path / "two/three/书"), Path("/"), tmp_path / "out-2")
    assert list(here) == ["out.epub", "out.html", "out.json", "out.md", "out.pdf"]
    assert [name for name in here if here[name] != there[name]] == []


def test_the_wheel_is_the_same_too(tmp_path: Path) -> None:
    made = []
    for number, surroundings in enumerate((HERE, THERE)):
        environment = {"PATH": os.environ["PATH"], **surroundings}
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / str(number))]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        made += [path.read_bytes() for path in (tmp_path / str(number)).glob("*.whl")]
    assert len(made) == 2
    assert made[0] == made[1]

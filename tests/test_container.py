"""The container file and the compose file start what the Procfile names, with settings that exist."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from adapters.cli import _parser
from adapters.doctor.settings import SETTINGS

ROOT = Path(__file__).parent.parent
CONTAINER, COMPOSE = (ROOT / "Containerfile").read_text(), (ROOT / "compose.yaml").read_text()


def commands(text: str) -> set[str]:
    """Commands written as a list: ["warmline", "serve"]."""
    found = re.findall(r'(?:CMD|command:) (\["warmline".*?\])', text)
    return {" ".join(re.findall(r'"([^"]+)"', one)) for one in found}


def test_compose_starts_what_the_procfile_names() -> None:
    procfile = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    assert commands(COMPOSE) == set(procfile.values())
    for name, command in procfile.items():
        written = ", ".join(f'"{word}"' for word in command.split())
        assert re.search(rf"^  {name}:\n(    .*\n)*?    command: \[{re.escape(written)}\]$", COMPOSE, re.MULTILINE), (
            name
        )


def test_compose_reads_it() -> None:
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(ROOT / "compose.yaml")]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("text", [CONTAINER, COMPOSE])
def test_each_command_is_one_that_the_command_line_knows(text: str) -> None:
    for command in commands(text):
        _parser().parse_args(command.split()[1:])


def test_each_setting_exists() -> None:
    named = set(re.findall(r"^    *(\w+)[:=]", COMPOSE, re.MULTILINE)) | set(re.findall(r"(\w+)=", CONTAINER))
    ours = {name for name in named if re.fullmatch(r"(WARMLINE|SLACK|TEAMS)_\w+|HOST|PORT", name)}
    assert len(ours) >= 5
    assert ours <= set(SETTINGS)


def test_the_image_gets_what_it_copies_and_nothing_secret() -> None:
    taken = {line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")}
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE))
    assert {name for names in copied for name in names.split()} == taken
    assert all((ROOT / name).exists() for name in taken)
    assert (ROOT / ".dockerignore").read_text() == (ROOT / ".containerignore").read_text()
    assert CONTAINER.rindex("USER 10001") > CONTAINER.rindex("RUN ")


def test_no_secret_and_no_open_port_stands_in_the_compose_file() -> None:
    assert set(re.findall(r"PASSWORD: (.*)", COMPOSE)) == {"${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD in .env}"}
    assert re.findall(r'- "(.*:3978)"', COMPOSE) == ["127.0.0.1:3978:3978"]


def test_what_is_installed_has_all_that_the_program_reads(tmp_path: Path) -> None:
    """Templates, catalogue, pages and migrations are no Python files, and easily left behind.

    The wheel is made as pip asks for it, without what pip itself loads.
    """
    backend = re.search(r'^build-backend = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert backend
    words = ["-c", f"from {backend[1]} import build_wheel; build_wheel({str(tmp_path)!r})"]
    copy = tmp_path / "source"
    for name in ("bot", "adapters", "storage", "playground"):
        _copy(ROOT / name, copy / name)
    for name in ("pyproject.toml", "README.md"):
        (copy / name).write_bytes((ROOT / name).read_bytes())
    done = subprocess.run([sys.executable, *words], cwd=copy, capture_output=True, text=True, check=False, timeout=90)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("warmline-*.whl"))) as wheel:
        packed = set(wheel.namelist())
    files = {
        file.relative_to(copy).as_posix()
        for name in ("bot", "adapters", "storage", "playground")
        for file in (copy / name).rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }
    assert sorted(files - packed) == []


def _copy(source: Path, target: Path) -> None:
    for file in source.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            to = target / file.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(file.read_bytes())

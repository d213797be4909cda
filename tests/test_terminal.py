"""Nothing that a stranger wrote can steer the terminal of whoever reads of it."""

import json
import os
import pty
import subprocess
import sys

import pytest

from geo.articles.content import display_path
from geo.cli.terminal import visible
from geo.exchange import json_line

ESCAPE = "\x1b[2J\x1b]0;owned\x07"


@pytest.mark.parametrize("code", ["\x1b", "\x07", "\x08", "\x7f", "\x9b", "\u202e", "\u2066"])
def test_a_control_code_is_spelled_out(code):
    assert visible(f"a{code}b") == f"a\\u{ord(code):04x}b"


def test_lines_tabs_and_a_moving_count_stay():
    text = "\r1,000 articles\n\tأخبار 新闻 é"
    assert visible(text) == text


def test_a_return_within_a_line_cannot_write_over_it():
    assert visible("bad.txt\rall is well") == "bad.txt\\u000dall is well"


def test_a_newline_in_a_file_name_makes_no_line_of_its_own():
    assert display_path("news/a\nnot read: b.txt") == "news/a\\u000anot read: b.txt"


@pytest.mark.parametrize("code", ["\x1b", "\x7f", "\x9b", "\x85", "\u2028"])
def test_a_line_of_json_holds_no_control_code_and_says_the_same(code):
    line = json_line({"text": f"a{code}b"})
    assert code not in line
    assert json.loads(line) == {"text": f"a{code}b"}


def test_hostile_names_reach_a_terminal_as_plain_text(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / f"a{ESCAPE}\n.json").write_text(json.dumps({f"key{ESCAPE}": 1}), "utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "geo", "geoparse", folder]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs) as done:
        os.close(theirs)
        said = _read_all(ours)
    assert done.returncode == 2
    assert "\x1b" not in said
    assert "\x07" not in said
    assert said.count("\n") == 2, "the file, and that nothing could be read"
    assert said.count("\\u001b[2J") == 2


def _read_all(terminal):
    said = b""
    while True:
        try:
            block = os.read(terminal, 4096)
        except OSError:  # Linux's word for the end of a terminal
            break
        if not block:
            break
        said += block
    os.close(terminal)
    return said.decode()

"""Trying the letters: the check finds what is broken, and the pages look right in a real browser."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from intake.config import Config
from intake.errors import SetAside
from intake.mail.letters import Writer
from intake.mail.preview import ANSWERS, NOTICES, UNREAD
from intake.model import Answer
from tests.letter_writing import FILES_SENT, desk, own_copy, plan, write


def writer(config: Config) -> Writer:
    return Writer(config, lambda: FILES_SENT)


def letters_of(page: str) -> list[Tag]:
    """The articles of the page that show letters, not notices to staff."""
    return BeautifulSoup(page, "html.parser").select("article[id^=letter-]")


@pytest.fixture
def chromium() -> str:
    """The browser's path; without one the test is skipped, but not in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("chromium is not installed")
    assert found is not None, "chromium is not installed"
    return found


def browse(chromium: str, page: Path, *options: str) -> str:
    """What `chromium` prints for `page`, with a profile of its own and no network."""
    still = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
    profile = f"--user-data-dir={page.parent / 'profile'}"
    done = subprocess.run(
        [chromium, *still, profile, *options, page.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


def test_the_shipped_letters_have_no_fault(tmp_path: Path) -> None:
    """Every letter, bare and with everything, before the first seminar and after the last."""
    assert writer(desk(tmp_path)).check() == []


def test_a_programme_without_seminars_and_without_a_call_has_faultless_letters(tmp_path: Path) -> None:
    """Everything about a programme is configuration, and any of it may be missing."""
    config = desk(tmp_path, {"telephone": "", "email": "", "post": ""}, seminars=(), call=None)
    assert writer(config).check() == []
    assert len(letters_of(writer(config).preview())) == len(ANSWERS) + len(UNREAD) + 1


def test_the_check_names_each_fault_once_with_its_place(tmp_path: Path) -> None:
    """A broken answer, a frame without the reference, a file nothing asks for, a language that is none."""
    config = desk(tmp_path, {"language": "English, please"})
    broken = own_copy(config, "answers/question.j2", "Subject: Yes\n\n{{ who }}")
    own_copy(config, "letter.txt.j2", "{{ opening|text }}")
    stray = own_copy(config, "answers/place_recieved.j2", "Subject: Yes\n\nYes.")
    found = writer(config).check()
    assert len(found) == len(set(found))
    assert sum(f"{broken}, line 3" in fault for fault in found) == 1
    assert f"No letter is called {stray}. Did you mean answers/place_received.j2?" in found
    assert any("place_received does not give the reference" in fault for fault in found)
    assert any('"English, please" is no language tag' in fault for fault in found)


def test_the_check_says_where_an_address_of_ours_cannot_send(tmp_path: Path) -> None:
    """Found before the first letter, not at it."""
    [fault, *others] = writer(desk(tmp_path, addresses=("séminaires@coproduction.example",))).check()
    assert "smtp.from_address" in fault
    assert others


def test_the_preview_shows_every_letter_in_both_parts_and_needs_nothing_else(tmp_path: Path) -> None:
    """One page, complete in itself: no script file, no style sheet, no picture, no font from elsewhere."""
    page = writer(desk(tmp_path)).preview()
    soup = BeautifulSoup(page, "html.parser")
    articles = letters_of(page)
    assert len(articles) == len(ANSWERS) + len(UNREAD) + 2
    assert len(soup.find_all("article")) == len(articles) + len(NOTICES)
    for article in articles:
        inner, text = article.find("iframe"), article.find("pre")
        assert inner is not None
        assert text is not None
        assert BeautifulSoup(str(inner["srcdoc"]), "html.parser").find("h1") is not None
        assert "Hello," in text.get_text()
    assert not re.search(r"<(?:img|link|script)\b|\bsrc=|url\(|https?://", html.unescape(page))


def test_each_letter_is_shown_at_an_hour_at_which_it_is_true(tmp_path: Path) -> None:
    """The letter about a seminar that is over offers only those to come; a late template comes after the last day."""
    config = desk(tmp_path)
    frames = BeautifulSoup(writer(config).preview(), "html.parser").find_all("article")
    shown = {name: str(frame.select("pre")[0].get_text()) for name, frame in zip(ANSWERS, frames, strict=False)}
    assert shown["place_past"].count("Seminar 1") == 1
    assert "- Seminar 2" in shown["place_past"]
    assert "P-7KQ4" in shown["place_no_seminar"]
    assert "S2-" not in shown["place_no_seminar"]
    assert "there are not 2 places left" in shown["place_full"]


def test_the_preview_is_described_as_a_phone_shows_it_too(tmp_path: Path) -> None:
    """On a narrow screen the two forms stand one below the other: nothing is said to be left or right."""
    introduction = BeautifulSoup(writer(desk(tmp_path)).preview(), "html.parser").find("header")
    assert introduction is not None
    assert "first as people see it, then in plain text" in introduction.get_text()
    assert not re.search(r"\b(?:left|right)\b", introduction.get_text())


def test_a_preview_of_a_broken_letter_says_which(tmp_path: Path) -> None:
    """As for a real letter."""
    config = desk(tmp_path)
    own_copy(config, "closing.j2", "{{ nothing }}")
    with pytest.raises(SetAside, match=r"closing\.j2, line 1"):
        writer(config).preview()


def test_a_letter_is_accessible_html(tmp_path: Path) -> None:
    """A language, a title, one first heading, headings in order, no pictures, no tables."""
    answers = (Answer("place_received", "S2-7KQ4", "seminar-2"), Answer("question"))
    soup = BeautifulSoup(write(desk(tmp_path), plan(*answers, first=True)).html, "html.parser")
    assert soup.html is not None
    assert soup.html["lang"] == "en-GB"
    assert soup.title is not None
    assert soup.title.get_text() == "Your message to us"
    assert [heading.name for heading in soup.find_all(re.compile(r"^h\d$"))] == ["h1", "h2", "h2", "h2", "h2"]
    assert not soup.find_all(["img", "table", "font", "center"])
    assert soup.find("main") is not None


def test_letters_fit_a_phone_without_scrolling_sideways(tmp_path: Path, chromium: str) -> None:
    """At 320 and 390 pixels every letter is as wide as the screen, in a real browser."""
    config = desk(tmp_path, {"email": "a.very.long.address.of.a.person.who.answers@coproduction-in-mental-health.example"})
    letters = [str(frame["srcdoc"]) for frame in BeautifulSoup(writer(config).preview(), "html.parser").find_all("iframe")]
    style = "height:600px;border:0;width"
    frames = "".join(
        f'<iframe sandbox="allow-same-origin" style="{style}:{width}px" srcdoc="{html.escape(letter)}"></iframe>'
        for letter in letters
        for width in (320, 390)
    )
    measure = (
        "[...document.querySelectorAll('iframe')].map(f => [f.clientWidth, f.contentDocument.documentElement.scrollWidth])"
    )
    page = tmp_path / "phones.html"
    page.write_text(
        f"<!DOCTYPE html><body>{frames}<output></output>"
        f"<script>onload = () => document.querySelector('output').textContent = JSON.stringify({measure})</script>",
        "utf-8",
    )
    shown = BeautifulSoup(browse(chromium, page, "--dump-dom"), "html.parser").find("output")
    assert shown is not None
    sizes = json.loads(shown.get_text())
    assert len(sizes) == 2 * len(letters)
    assert [size for size in sizes if size[1] > size[0]] == []


def test_the_preview_page_renders_in_a_browser(tmp_path: Path, chromium: str) -> None:
    """A picture of the page is made, of the size asked for, with something on it."""
    page, picture = tmp_path / "preview.html", tmp_path / "preview.png"
    page.write_text(writer(desk(tmp_path)).preview(), "utf-8")
    browse(chromium, page, "--window-size=1280,1600", f"--screenshot={picture}")
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (1280, 1600)
    assert len(set(_pixels(data))) > 20


def _pixels(png: bytes) -> bytes:
    """The picture's data, unpacked (PNG specification, 5.3): enough to tell a blank page from a printed one."""
    chunks, at = [], 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            chunks.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return zlib.decompress(b"".join(chunks))

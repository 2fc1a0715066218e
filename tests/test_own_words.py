"""The words an administrator adds in [programme.words], from the configuration through to what explain prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from intake.config import load_programme
from intake.errors import ConfigError
from intake.programme import ExtraWords
from intake.running.explaining import explain_files
from tests.test_config import EXAMPLE, changed
from tests.world import mail

WORDS = """[programme.words]
place = ["Bagsy me a perch", "don't forget a stool for me", "Oxford is calling me"]
cancel = ["whisk me away", "snip l\N{RIGHT SINGLE QUOTATION MARK}il old me"]
change = ["tweak the lines"]
template = ["the green slip", "a form in green"]
question = ["fill us in on lunch"]
access = ["little red wagon"]
dietary = ["breatharian"]
danger = ["black dog is here", "kill myself"]
not_danger = ["suicide", "I want to die", "kill myself laughing"]

"""
ASKS = "Please book me a place in Oxford. "
GUESSED: dict[str, Any] = {"kinds": ["place_request"], "decision": "review"}  # whoever names a seminar and says no more

# name: (body, and what explain prints of it with the words and without them)
SAID: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "place": ("Bagsy me a perch in Oxford.", {"kinds": ["place_request"], "decision": "file"}, GUESSED),
    "capitals": ("BAGSY ME A PERCH IN OXFORD.", {"kinds": ["place_request"], "decision": "file"}, GUESSED),
    "several spaces": ("Bagsy  me a   perch in Oxford.", {"kinds": ["place_request"]}, GUESSED),
    "a line's end": (
        "I write as a friend of the series, of long standing, to say: bagsy me\na perch in Oxford.",
        {"kinds": ["place_request"]},
        GUESSED,
    ),
    "a curly apostrophe": ("Don’t forget a stool for me in Oxford.", {"kinds": ["place_request"]}, GUESSED),
    "a seminar's name": ("Oxford is calling me.", {"kinds": ["place_request"]}, GUESSED),
    "denied": ("We never said: never bagsy me a perch in Oxford.", {"kinds": ["other"]}, {"kinds": ["other"]}),
    "part of a word": ("Bagsy me a perchery in Oxford.", GUESSED, GUESSED),
    "cancel": ("Whisk me away for Oxford.", {"kinds": ["cancellation"], "decision": "file"}, GUESSED),
    "a straight apostrophe": ("Snip l'il old me for Oxford.", {"kinds": ["cancellation"]}, GUESSED),
    "change": ("Tweak the lines for Oxford.", {"kinds": ["amendment"], "decision": "file"}, GUESSED),
    "template": ("The green slip for the call.", {"kinds": ["template_request"], "decision": "file"}, {"kinds": ["other"]}),
    "the form's name": ("Ours is a house that knows a form in green.", {"kinds": ["template_request"]}, {"kinds": ["other"]}),
    "question": ("Fill us in on lunch at Oxford.", {"kinds": ["question"], "decision": "file"}, GUESSED),
    "access": (f"{ASKS}I bring my Little Red  Wagon.", {"access": "I bring my Little Red Wagon"}, {"access": None}),
    "dietary": (f"{ASKS}I am a Breatharian.", {"dietary": "I am a Breatharian"}, {"dietary": None}),
    "danger": (f"{ASKS}The Black Dog  is here.", {"urgent": True, "decision": "review"}, {"urgent": False}),
    "danger at a line's end": (
        "It is a bad day in Oxford today, I tell you: the black dog\nis here.",
        {"urgent": True},
        {},
    ),
    "no danger": (f"{ASKS}I am close to suicide.", {"urgent": False, "decision": "file"}, {"urgent": True}),
    "no danger, a phrase": (f"{ASKS}I want to die of joy.", {"urgent": False}, {"urgent": True}),
    "danger twice over": (f"{ASKS}I will kill myself.", {"urgent": True}, {"urgent": True}),
    "no danger within danger": (f"{ASKS}I kill myself laughing.", {"urgent": False, "decision": "file"}, {"urgent": True}),
    "no danger, then danger": (f"{ASKS}I kill myself laughing. The black dog is here.", {"urgent": True}, {"urgent": True}),
}


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Name -> what explain prints, with the words and without them."""
    folder = tmp_path_factory.mktemp("words")
    files = [folder / f"{number}.eml" for number in range(len(SAID))]
    for file, (body, _, _) in zip(files, SAID.values(), strict=True):
        file.write_bytes(mail(subject="Hello", body=f"{body}\n\nWilma Tarn\n"))
    configs = changed(folder, ("[mailbox]", f"{WORDS}[mailbox]")), EXAMPLE

    def of(config: Path) -> dict[str, dict[str, Any]]:
        printed = map(json.loads, explain_files(files, load_programme(config), as_json=True))
        return dict(zip(SAID, printed, strict=True))

    return of(configs[0]), of(configs[1])


@pytest.mark.parametrize("name", SAID)
def test_an_added_word_works_as_it_is_written(
    explained: tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]], name: str
) -> None:
    """Whatever its capitals, spaces, line ends and apostrophes; a denial in front, or a longer word, voids it."""
    for printed, wanted in zip(explained, SAID[name][1:], strict=True):
        assert {key: printed[name][key] for key in wanted} == wanted


def test_every_list_is_tried_here_and_shown_in_the_example() -> None:
    """A list that is added later gets its message in this file and its line in config.example.toml."""
    commented = EXAMPLE.read_text("utf-8").split("# [programme.words]")[1].split("# ----")[0]
    for name in ExtraWords.model_fields:
        assert f"{name} = [" in WORDS
        assert f"# {name} = [" in commented


@pytest.mark.parametrize(("key", "nearest"), [("plaec", "place"), ("dangers", "danger"), ("nodanger", "not_danger")])
def test_a_wrong_list_is_refused_with_the_nearest_one(tmp_path: Path, key: str, nearest: str) -> None:
    """Else the words would be there and never count."""
    path = changed(tmp_path, ("[mailbox]", f'[programme.words]\n{key} = ["x"]\n[mailbox]'))
    with pytest.raises(ConfigError, match=f'programme.words.{key}: there is no such key; did you mean "{nearest}"'):
        load_programme(path)


def test_a_word_without_its_brackets_is_explained(tmp_path: Path) -> None:
    """In the words of the file, not of the program."""
    path = changed(tmp_path, ("[mailbox]", '[programme.words]\nplace = "perch"\n[mailbox]'))
    with pytest.raises(ConfigError, match=r"programme\.words\.place: should be a list\. Write it in square brackets"):
        load_programme(path)

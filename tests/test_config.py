"""The configuration says every fault at once, with its cure, and keeps secrets out of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.config import Config, load, load_programme
from intake.errors import ConfigError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the example with each first string replaced by the second."""
    text = EXAMPLE.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_loads_and_describes_the_programme() -> None:
    """The example is complete: three seminars, the call with its twelve questions and eight groups."""
    config = load(EXAMPLE)
    assert [s.label() for s in config.programme.seminars] == [
        "Seminar 1: Democratic professionalism",
        "Seminar 2: Enacting co-production",
        "Seminar 3: Sustaining co-production",
    ]
    call = config.programme.call
    assert call is not None
    assert len(call.fields) == 12
    assert len(call.question("group").options) == 8
    assert call.required() == ("name", "group", "title", "description", "permission")


def test_relative_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    """The command may be run from any folder."""
    config = load(changed(tmp_path))
    assert config.workbook.path == tmp_path / "register.xlsx"
    assert config.key_file == tmp_path / "intake.key"


def test_all_faults_are_told_at_once_with_the_nearest_key(tmp_path: Path) -> None:
    """One report, not one fault a run."""
    path = changed(
        tmp_path, ("folders =", "folder ="), ("per_minute = 20", 'per_minute = "many"'), ('town = "Leeds"', 'twon = "Leeds"')
    )
    with pytest.raises(ConfigError) as caught:
        load(path)
    report = str(caught.value)
    assert "3 faults" in report
    assert 'mailbox.folder: there is no such key; did you mean "folders"?' in report
    assert 'did you mean "town"?' in report
    assert "smtp.per_minute" in report


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('timezone = "Europe/London"', 'timezone = "Europe/Lodnon"', "no time zone"),
        ('code = "S2"', 'code = "S1"', "used twice"),
        ('code = "S2"', 'code = "Q"', "kept for questions"),
        ("start_from = 2015-11-01T00:00:00Z", "start_from = 2015-11-01T00:00:00", "needs its time zone"),
        ('security = "tls"  ', 'security = "plain"', "sends passwords readable"),
        ('processed_folder = "Processed"', 'processed_folder = "INBOX"', "one of the folders that are read"),
        ("date = 2016-06-16", 'date = "in June"', "Write it as 2016-06-16"),
        ('addresses = ["seminars@coproduction.example"]', 'addresses = ["the seminars"]', "no bare e-mail address"),
    ],
)
def test_a_faulty_value_is_explained(tmp_path: Path, old: str, new: str, said: str) -> None:
    """The sentence names the fault in words an administrator uses."""
    with pytest.raises(ConfigError, match=said):
        load(changed(tmp_path, (old, new)))


def test_malformed_toml_names_the_line(tmp_path: Path) -> None:
    """A slip of the pen is found by its place."""
    path = tmp_path / "config.toml"
    path.write_text('[programme]\nname = "unfinished\n', "utf-8")
    with pytest.raises(ConfigError, match="line 2"):
        load(path)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    """The cure stands in the message."""
    with pytest.raises(ConfigError, match="intake init"):
        load(tmp_path / "none.toml")


def test_reading_alone_needs_no_servers(tmp_path: Path) -> None:
    """`explain` works with the programme alone: faults elsewhere do not matter to it."""
    path = changed(tmp_path, ("[mailbox]", "[mailbocks]"))
    assert load_programme(path).seminar("seminar-2").town == "Oxford"


def with_secret(tmp_path: Path, line: str) -> Config:
    return load(changed(tmp_path, ('password_env = "INTAKE_IMAP_PASSWORD"', line)))


def test_a_password_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """Secrets are private, or they are not used."""
    secret = tmp_path / "imap.password"
    secret.write_text("correct horse\n", "utf-8")
    config = with_secret(tmp_path, 'password_file = "imap.password"')
    secret.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        config.mailbox.secret()
    secret.chmod(0o600)
    assert config.mailbox.secret() == "correct horse"


def test_a_password_may_come_from_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LoadCredential= puts it into a folder named in the environment."""
    config = with_secret(tmp_path, 'password_credential = "imap"')
    with pytest.raises(ConfigError, match="LoadCredential"):
        config.mailbox.secret()
    (tmp_path / "imap").write_text("battery staple", "utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert config.mailbox.secret() == "battery staple"


def test_two_sources_for_one_password_are_refused(tmp_path: Path) -> None:
    """Nobody should have to guess which one holds."""
    with pytest.raises(ConfigError, match="give one of"):
        with_secret(tmp_path, 'password_env = "A"\npassword_file = "b"')

"""Folders of the mailbox: found by name, made, and mail filed away into them without losing any."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from intake.errors import ConfigError
from intake.mail.mailbox import connect
from tests.conftest import need
from tests.fetching import HEADERS, LIMIT, _a_password, letter, take
from tests.servers import dovecot as imap
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot

__all__ = ["_a_password"]  # the fixture


# ----------------------------------------------------------------------------------------------------------- folders


def test_a_missing_folder_is_named_with_the_one_that_was_meant(dovecot: Dovecot) -> None:
    """The cure stands in the message."""
    user = dovecot.account()
    dovecot.deliver(user, letter(1), folder="Seminars/Requests")
    with connect(dovecot.settings(user)) as box:
        with pytest.raises(ConfigError, match=r"no folder requests .* Did you mean Seminars/Requests\?"):
            box.select("requests")
        assert box.select("Seminars/Requests").exists == 1


def test_a_folder_unlike_any_other_is_answered_with_what_there_is(dovecot: Dovecot) -> None:
    """Where nothing is near, the folders that exist are listed."""
    with connect(dovecot.settings(dovecot.account())) as box, pytest.raises(ConfigError, match="There are: INBOX"):
        box.select("zzz")


def test_folders_with_letters_beyond_ascii_work(dovecot: Dovecot) -> None:
    """Modified UTF-7, an ampersand and a quote: made, listed, opened, moved into, appended to."""
    user = dovecot.account()
    name = 'Bestätigt & "erledigt" 研討會'
    dovecot.deliver(user, letter(1))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        assert box.move(box.uids(), name) == "moved"
        assert name in box.folders()
        box.append(name, letter(2), datetime(2015, 12, 2, tzinfo=UTC))
    assert [f.raw for f in take(dovecot.settings(user), name)] == [letter(1), letter(2)]


def test_making_a_folder_twice_is_no_fault(dovecot: Dovecot) -> None:
    """`ensure_folder` may be called at every pass."""
    with connect(dovecot.settings(dovecot.account())) as box:
        box.ensure_folder("Processed")
        box.ensure_folder("Processed")
        assert box.folders().count("Processed") == 1


# ------------------------------------------------------------------------------------------------------- filing away


def test_moving_takes_exactly_the_given_messages(dovecot: Dovecot) -> None:
    """The others stay, and the folder is made."""
    user = dovecot.account()
    dovecot.deliver(user, *(letter(n) for n in range(1, 4)))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        assert box.move([1, 3], "Processed") == "moved"
    assert [f.slot.uid for f in take(dovecot.settings(user))] == [2]
    assert [f.raw for f in take(dovecot.settings(user), "Processed")] == [letter(1), letter(3)]


@pytest.mark.parametrize(
    ("capability", "way", "inbox", "processed"),
    [
        ("IMAP4rev1 UIDPLUS", "copied", [2, 4], [1, 3]),
        ("IMAP4rev1", "left", [1, 2, 3, 4], []),
    ],
)
def test_without_move_nothing_but_ours_is_ever_removed(
    certificates: Certificates, capability: str, way: str, inbox: list[int], processed: list[int]
) -> None:
    """COPY and UID EXPUNGE of exactly those, else left; what staff marked as deleted stays where it is (M11)."""
    need(imap.missing())
    with imap.run(certificates, capability=capability) as server:
        user = server.account()
        server.deliver(user, *(letter(n) for n in range(1, 5)))
        with server.staff(user) as staff:
            staff.add_flags([2], [b"\\Deleted"])
        with connect(server.settings(user)) as box:
            box.select("INBOX")
            assert box.move([1, 3], "Processed") == way
        assert [f.slot.uid for f in take(server.settings(user))] == inbox
        with connect(server.settings(user)) as box:
            there = "Processed" in box.folders()
        assert ([f.raw for f in take(server.settings(user), "Processed")] if there else []) == [letter(n) for n in processed]


def test_a_copy_is_found_again_by_our_own_message_id_only(dovecot: Dovecot) -> None:
    """An 'unknown' letter is resolved by looking for it; the folder that was open stays open."""
    user = dovecot.account()
    ours = "<0123abcd.auto@desk.example>"
    dovecot.deliver(user, letter(1))
    with connect(dovecot.settings(user)) as box:
        box.select("INBOX")
        box.ensure_folder("Sent")
        box.append("Sent", letter(9, message_id=ours), datetime(2015, 12, 2, tzinfo=UTC))
        assert box.holds("Sent", ours)
        assert not box.holds("Sent", "<ffff.auto@desk.example>")
        assert [f.raw for f in box.fetch(box.listing(box.uids()), LIMIT, HEADERS)] == [letter(1)]
        with pytest.raises(ConfigError, match="no folder Sent Items"):
            box.append("Sent Items", letter(9), datetime(2015, 12, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "hostile", ['<a@b.example>" ALL', "<a@b.example>\r\nA1 DELETE INBOX", "<a b@c.example>", "a@b.example", ""]
)
def test_no_foreign_text_gets_into_a_command(dovecot: Dovecot, hostile: str) -> None:
    """Only ids of our own form are looked for (decision 2)."""
    with connect(dovecot.settings(dovecot.account())) as box, pytest.raises(ValueError, match="not a Message-ID of ours"):
        box.holds("INBOX", hostile)

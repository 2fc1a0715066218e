"""Reports that a letter came back, as an invented mail system writes them."""

from __future__ import annotations

from intake.reference import candidates
from tests.world import ADDRESS

OURS = "<intake.0123456789abcdef0123456789abcdef01234567@coproduction.example>"
REFERENCE = next(candidates(b"k" * 32, "a message", "S2", "entry 0"))
TO = "wilma@tarnmail.example"


def head(message_id: str = OURS, reference: str = REFERENCE) -> str:
    """Of our letter, as a mail system quotes it."""
    return (
        f"From: Co-production seminars <{ADDRESS}>\nTo: {TO}\nSubject: Your request for a place [{reference}]\n"
        f"Date: Wed, 20 Jan 2016 09:00:00 +0000\nMessage-ID: {message_id}\nAuto-Submitted: auto-replied\n"
    )


def report(
    original: str = head(), action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822", number: int = 1
) -> bytes:
    """A standard report (RFC 3464) of an invented mail system, with the original or its head."""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.tarnmail.example>
To: {ADDRESS}
Subject: Undelivered Mail Returned to Sender
Date: Wed, 03 Feb 2016 08:00:00 +0000
Message-ID: <bounce.{number}@mx.tarnmail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.tarnmail.example

Final-Recipient: rfc822; {TO}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown user

--=_b
Content-Type: {kind}

{original}
Your place is noted.

--=_b--
""".replace("\n", "\r\n").encode()


def in_text(original: str, said: str = "This is a permanent error; I've given up.") -> bytes:
    """An older report, all in one text."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.tarnmail.example
To: {ADDRESS}
Subject: failure notice
Date: Wed, 03 Feb 2016 08:00:00 +0000

Hi. This is the mail program at mx.tarnmail.example. I wasn't able to deliver your message to the following addresses.
{said}

<{TO}>:
Sorry, no mailbox here by that name.

--- Below this line is a copy of the message.

{original}
Your place is noted. Earlier mail said:
> Message-ID: <another@tarnmail.example>
""".replace("\n", "\r\n").encode()

"""What reading yields: a message as parsed, what it was taken for, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Base64Bytes


class Kind(StrEnum):
    """What a message is, or what its sender wants."""

    PLACE_REQUEST = "place_request"
    PRACTICE_EXAMPLE = "practice_example"
    CANCELLATION = "cancellation"
    AMENDMENT = "amendment"
    TEMPLATE_REQUEST = "template_request"
    QUESTION = "question"
    AUTOMATIC_REPLY = "automatic_reply"
    BOUNCE = "bounce"
    BULK = "bulk"
    SPAM = "spam"
    OTHER = "other"


MACHINE_KINDS = frozenset({Kind.AUTOMATIC_REPLY, Kind.BOUNCE, Kind.BULK, Kind.SPAM})

Decision = Literal["file", "review", "ignore"]


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header, decoded. `email` is lower-cased in its domain only."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the message that is kept as a file (an attachment, or an inline part that is not body text)."""

    number: int  # 1-based, in the order of the message
    name: str  # the sender's file name, decoded, text only: never used as a path; "" where there is none
    content_type: str  # as declared, lower case, for example "application/pdf"
    detected_type: str  # from the bytes themselves, same form; "application/octet-stream" where unknown
    extension: str  # ours, from the detected type, with its dot: ".docx"; ".bin" where unknown
    size: int  # bytes after transfer decoding
    digest: str  # SHA-256 of those bytes, hex
    safe: bool  # may be linked for staff: a document or image without macros
    note: str  # a sentence for staff where something is odd ("It has a password."), else ""
    inline: bool  # shown inside the body (a signature's logo)
    data: Base64Bytes = field(repr=False)  # the bytes themselves


@dataclass(frozen=True, slots=True)
class Message:
    """One parsed e-mail: headers decoded and cleaned, text found, files listed. Nothing is interpreted yet."""

    message_id: str | None  # with angle brackets, only where it passes a strict pattern
    in_reply_to: tuple[str, ...]  # ids of In-Reply-To and References that pass the same pattern
    sender: Address | None  # the one usable From address; None where there is none or more than one
    sender_fault: str  # why `sender` is None, as a sentence; else ""
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str  # decoded, one line, control characters removed
    date: datetime | None  # Date header, with its own zone; None where absent or unreadable
    headers: tuple[tuple[str, str], ...]  # (lower-case name, decoded value on one line) of all headers, in order
    text: str  # the body as plain text with "\n" line ends: the text part, or the HTML part turned into text
    html: str  # the HTML part as it came, "" where there is none
    content_type: str  # of the whole message, lower case, for example "multipart/report"
    report_type: str  # the report-type parameter of a multipart/report, else ""
    attached_text: tuple[str, ...]  # text of attached messages and report parts, never the sender's own words
    forwarded: tuple[Message, ...]  # messages attached as message/rfc822, one level, parsed alike
    parts: tuple[Part, ...]
    defects: tuple[str, ...]  # sentences: what was wrong with the message as it came
    likeness: str  # SHA-256 hex: the same message under another slot, see protocol
    kinship: str  # SHA-256 hex of (Message-ID, From, Date): "possibly the same" when equal and likeness differs

    def has_files(self) -> bool:
        """Whether any file came with it, or with a message attached to it."""
        return bool(self.parts) or any(attached.has_files() for attached in self.forwarded)


@dataclass(frozen=True, slots=True)
class Wording:
    """The sender's own words apart from the rest. All parts are kept; joined they hold every line of the text."""

    own: str  # what the sender wrote in this message
    quoted: str  # earlier mail quoted below, above or between
    forwarded: str  # text passed on by the sender for us to act upon
    signature: str
    disclaimer: str


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason for a verdict: the rule that spoke, and the words it rests on."""

    kind: Kind
    rule: str  # short name of the rule
    words: str  # the words of the message that it rests on
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the message is, with reasons."""

    kinds: tuple[Kind, ...]  # in order of prominence, never empty
    decision: Decision
    confidence: float  # 0 to 1
    cues: tuple[Cue, ...]
    reasons: tuple[str, ...]  # sentences a colleague understands
    silence: tuple[str, ...]  # sentences: why no automatic letter may go to this message; empty: it may
    urgent: bool  # words of danger
    marks: tuple[str, ...] = ()  # sentences: what is filed although it is less than clear, for a colleague's eye
    weights: tuple[float, ...] = ()  # of `kinds`, in their order: the sum of what speaks for each
    doubts: tuple[str, ...] = ()  # those of `reasons` that keep it from being filed


@dataclass(frozen=True, slots=True)
class Request:
    """Particulars of a place request, cancellation or amendment, as the message gives them."""

    seminars: tuple[str, ...] = ()  # ids that the sender named or plainly meant
    assumed_seminar: str | None = None  # where none was named: the one we would file under
    given_up: tuple[str, ...] = ()  # ids of `seminars` that the message cancels
    places: int | None = None
    attendees: tuple[str, ...] = ()  # full names without titles
    organisation: str | None = None
    phone: str | None = None
    access: str | None = None  # the sender's words
    dietary: str | None = None  # the sender's words


# Why nothing could be read of a returned template: what the letter says, and what a person has to do, depend on it.
Unread = Literal["", "password", "picture", "program", "link", "damaged", "large"]


@dataclass(frozen=True, slots=True)
class Example:
    """A returned template as read. `missing` is None where nothing could be read (a photograph, a password)."""

    fields: dict[str, str]  # field key -> answer, its paragraphs and lists as lines; option keys for one-of fields; no blanks
    missing: tuple[str, ...] | None  # keys of required fields that are blank
    source: str = ""  # where it was found, in words: "file 1 (Word document)", "the message itself"
    part: int | None = None  # number of the part it was read from
    unread: Unread = ""  # why nothing could be read
    origins: dict[str, str] = field(default_factory=dict)  # field key -> where in the source: "table 1, row 3"
    notes: tuple[str, ...] = ()  # sentences for staff about the document
    unclear: tuple[str, ...] = ()  # keys of choices that were answered in words that mean no option for certain
    words: str = field(default="", repr=False)  # of a form in the words of the message: all of it, which is nothing asked of us
    doubts: tuple[str, ...] = ()  # those of `notes` for which a person must look: the message contradicts its own form
    aid: str = ""  # what a machine saw in a picture: beside it for whoever types it in, never an answer


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail system's report about mail that it was given, as it reads. Whether that mail was ours only the ledger knows."""

    ids: tuple[str, ...]  # Message-IDs of the mail it is about, with angle brackets, by a strict pattern
    recipients: tuple[str, ...]  # bare addresses that it names, lower case
    action: Literal["failed", "delayed", "delivered", "complaint"]  # RFC 3464, 2.3.3; "failed" where only words tell
    status: str  # RFC 3463, as "5.1.1"; "" where it gives none
    references: tuple[str, ...]  # our references in what it quotes, normalised


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message was taken for. The ledger keeps it for years: a field added here, or to a record in it, has a default."""

    verdict: Verdict
    request: Request
    example: Example | None
    late: bool  # a practice example received after the deadline
    acknowledge: tuple[str, ...]  # kinds an automatic reply would answer; ("received",) for the neutral one
    further: tuple[Example, ...] = field(default=(), kw_only=True)  # other examples in the same message, after `example`
    other_files: tuple[int, ...] = field(default=(), kw_only=True)  # of a form announced: files that were read and are none


@dataclass(frozen=True, slots=True)
class Aside:
    """What a person's message may answer of the form without being one: a reply to our letter about what was left blank."""

    answers: dict[str, str]  # question key -> answer in the message's own words under that question; options by their keys
    unclear: tuple[str, ...]  # keys of questions that stand there without a clear answer
    bare: dict[str, str]  # one-of question key -> the option that the words mean, where they are nothing but short answer
    tells: bool  # there is more than thanks and a greeting
    rest: Reading | None  # what the message is without those answers; None where nothing else is in it


@dataclass(frozen=True, slots=True)
class Case(Reading):
    """All that is known from the message's bytes alone. Same bytes, same programme: the same Case."""

    message: Message
    wording: Wording
    references: tuple[str, ...]  # our references found in subject and own words, normalised, check character right
    returned: Returned | None = None  # of a mail system's report
    aside: Aside | None = None  # of a message that is no form and answers an earlier one, or speaks of the form

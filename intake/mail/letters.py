"""Letters: a plan becomes the complete bytes of one e-mail, its words taken from the templates and from nowhere else."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake.config import Config, shipped
from intake.errors import SetAside
from intake.mail import preview, words
from intake.mail.compose import Attachment, Draft, a_labels, assemble
from intake.mail.paragraphs import Block, Links, as_text, split
from intake.model import Answer, LetterPlan, Notice
from intake.programme import Seminar

MOST_LISTED = 50  # references that one notice lists

# Decision 8: a name has letters, spaces, ' - and . in it; a dot ends a word or stands between initials, so no link passes.
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’-](?=[^\W\d_])|\.(?=\s|$|[^\W\d_]\.))*")


def message_id(key: bytes, likeness: str, purpose: str, domain: str) -> str:
    """Our Message-ID for the letter of that purpose to that message: always the same one, and none can foretell it.

    `key` is the letters' key, `likeness` and `purpose` any text, `domain` ours. Tells nothing of either.
    """
    digest = hmac.digest(key, f"letter\n{likeness}\n{purpose}".encode(), hashlib.sha256)
    return f"<intake.{digest.hex()[:40]}@{a_labels(domain) or 'invalid'}>"


def is_ours(message_id: str, domain: str) -> bool:
    """Whether the id has the form of ours (with angle brackets). Only the ledger knows whether we sent it."""
    match = re.fullmatch(r"<intake\.[0-9a-f]{40}@([^<>@]+)>", message_id)
    return match is not None and match.group(1).lower() == a_labels(domain)


def shipped_templates() -> Path:
    """The program's own letters."""
    return shipped("templates")


@dataclass(frozen=True, slots=True)
class Written:
    """One letter, complete to the byte."""

    raw: bytes
    subject: str
    text: str
    html: str
    template: str  # names of its answers, joined by " + "


@dataclass(frozen=True, slots=True)
class Section:
    """One answer of a letter, ready to be laid out."""

    title: str  # what the answer is about: the letter's subject where it is the only one
    reference: str
    blocks: tuple[Block, ...]


class Writer:
    """Writes letters from the templates in the configured folder; one that is not there is the program's own."""

    def __init__(self, config: Config, blank_template: Callable[[], tuple[Attachment, ...]]) -> None:
        """`blank_template` makes the files of the call's template: (file name, bytes) each, none without a call."""
        self.config = config
        self._blank_template = blank_template
        self._links = _links(config)
        self.folders = (config.letters.folder, shipped_templates())  # the first that has a file wins
        self._templates = _environment(self.folders, self._links)

    def compose(self, plan: LetterPlan, *, reference: str, message_id: str, now: datetime) -> Written:
        """The letter of `plan`, dated `now` (aware). `reference` is the message's, for answers that have none.

        Raises SetAside where a template is broken (naming file and line) or the address cannot be answered.
        """
        urgent = plan.urgent or any(answer.template == "urgent" for answer in plan.answers)
        answers = (Answer("urgent"),) if urgent else plan.answers
        if not answers:
            raise SetAside("There is nothing to put into the letter. Answer this message by hand.")
        asked = any(answer.template == "template_sent" for answer in answers)
        call = self.config.programme.call
        wanted = call is not None and not urgent and (plan.attach_template or asked)
        attachments = self._blank_template() if wanted else ()
        facts = self._shared_facts(now) | {
            "urgent": urgent,
            "first": plan.first,
            "attached": bool(attachments),
            "template_asked": asked,
            "staff_told": plan.staff_told,
        }
        title, text, html = self._words(answers, reference, facts)
        codes = _references(answers, reference)
        subject = f"{title} [{', '.join(codes)}]"
        draft = Draft(
            sender_name=self.config.smtp.from_name,
            sender=self.config.from_address,
            to=plan.to,
            subject=subject,
            text=text,
            html=html,
            language=self.config.letters.language,
            message_id=message_id,
            in_reply_to=plan.in_reply_to,
            date=now,
            attachments=attachments,
        )
        return Written(assemble(draft), subject, text, html, " + ".join(answer.template for answer in answers))

    def notice(self, notice: Notice, *, to: str, message_id: str, now: datetime) -> Written:
        """The notice to the one colleague at `to`, in plain text, dated `now` (aware). Raises SetAside as `compose` does."""
        facts = self._shared_facts(now) | {
            "reference": notice.references[0] if notice.references else "",
            "references": notice.references[:MOST_LISTED],
            "waiting": len(notice.references),
            "urgent": notice.urgent,
            "held": notice.held,
            "answered": notice.answered,
        }
        title, blocks = self._titled(f"notices/{notice.kind}.j2", facts)
        about = facts["reference"] if notice.kind == "urgent" else f"{notice.day.day} {words.MONTHS[notice.day.month - 1]}"
        draft = Draft(
            sender_name=self.config.smtp.from_name,
            sender=self.config.from_address,
            to=to,
            subject=f"{title} [{about}]",
            text=as_text(blocks) + "\n",
            html="",
            language=self.config.letters.language,
            message_id=message_id,
            in_reply_to=None,
            date=now,
            attachments=(),
            automatic="auto-generated",
        )
        return Written(assemble(draft), draft.subject, draft.text, "", notice.kind)

    def as_shipped(self) -> Writer:
        """The same with the program's own words, for what must not wait until a broken file is put right."""
        letters = self.config.letters.model_copy(update={"folder": shipped_templates()})
        return Writer(self.config.model_copy(update={"letters": letters}), self._blank_template)

    def check(self) -> list[str]:
        """Every letter written with sample data: the faults found, each a sentence with its place and its cure."""
        return preview.faults(self)

    def preview(self) -> str:
        """One page of HTML, complete in itself, with every letter in sample data: text and HTML side by side."""
        return preview.page(self)

    def render(self, name: str, facts: dict[str, Any]) -> str:
        """The template of that name (relative to the letters' folder), filled in. Raises SetAside."""
        try:
            return self._templates.get_template(name).render(facts)
        except TemplateNotFound as error:
            where = f"The letters have no file {error.name or name}"
            raise SetAside(f"{where}. Take it from the program's own letters, or correct the name.") from error
        except TemplateSyntaxError as error:
            raise _broken(error.filename or error.name or name, error.lineno, error.message or "") from error
        except TemplateError as error:
            raise _broken(*_place(error, name), error.message or "") from error
        except UnicodeDecodeError as error:
            raise SetAside(f"The letter {name} is not UTF-8 text. Save it again as UTF-8.") from error
        except OSError as error:
            raise SetAside(f"The letter {name} cannot be read ({error.strerror}). Let the program read it.") from error
        except Exception as error:  # a template may do anything; its own words could be a correspondent's
            raise _broken(*_place(error, name), f"{type(error).__name__}") from error

    def _words(self, answers: tuple[Answer, ...], reference: str, facts: dict[str, Any]) -> tuple[str, str, str]:
        """(title, text, HTML) of the letter."""
        sections = [self._section(answer, facts) for answer in answers]
        general, opening = self._titled("opening.j2", facts)
        title = sections[0].title if len(sections) == 1 else general
        titles = {section.reference: section.title for section in reversed(sections)}
        codes = _references(answers, reference)
        facts = facts | {
            "title": title,
            "opening": opening,
            "sections": sections,
            "references": [{"reference": code, "title": titles.get(code, title)} for code in codes],
        }
        for name in ("reference_words", "closing", "privacy"):
            file = f"{name.removesuffix('_words')}.j2"
            facts[name] = split(self.render(file, facts)) if name != "privacy" or facts["first"] else ()
        text = re.sub(r"\n\s*\n", "\n\n", self.render("letter.txt.j2", facts)).strip() + "\n"
        return title, text, self.render("letter.html.j2", facts).strip() + "\n"

    def _section(self, answer: Answer, facts: dict[str, Any]) -> Section:
        title, blocks = self._titled(f"answers/{answer.template}.j2", facts | self._answer_facts(answer, facts))
        return Section(title, answer.reference, blocks)

    def _titled(self, name: str, facts: dict[str, Any]) -> tuple[str, tuple[Block, ...]]:
        first, _, rest = self.render(name, facts).lstrip().partition("\n")
        title = " ".join(first.removeprefix("Subject:").split())
        if not first.startswith("Subject:") or not title:
            path = self._templates.get_template(name).filename or name
            raise _broken(path, 1, 'the letter must begin with "Subject: " and some words')
        return title, split(rest)

    def _shared_facts(self, now: datetime) -> dict[str, Any]:
        programme = self.config.programme
        return {
            "programme": programme,
            "call": programme.call,
            "call_over": programme.is_late(now),
            "thing": programme.call.thing if programme.call else "practice example",
            "letters": self.config.letters,
            "open_seminars": programme.open_seminars(now),
        }

    def _answer_facts(self, answer: Answer, facts: dict[str, Any]) -> dict[str, Any]:
        seminar = next((s for s in self.config.programme.seminars if s.id == answer.seminar), None)
        return {
            "reference": answer.reference,
            "seminar": seminar,
            "others": tuple(s for s in facts["open_seminars"] if s != seminar),
            "places": answer.places,
            "names": tuple(name for name in answer.names if _is_plain_name(name)),
            "needs_noted": answer.needs_noted,
            "missing": answer.missing,
            "files": answer.files,
            "late": answer.late,
            "unread": answer.unread,
            "version": answer.version,
            "left": answer.left,
        }


def _references(answers: tuple[Answer, ...], reference: str) -> tuple[str, ...]:
    """The references the letter gives: its entries' own, or the message's where it has none."""
    own = dict.fromkeys(answer.reference for answer in answers if answer.reference)
    return tuple(own) or (reference,)


def _is_plain_name(name: str) -> bool:
    return len(name) <= 60 and NAME.fullmatch(unicodedata.normalize("NFC", name)) is not None


def _links(config: Config) -> Links:
    call, letters = config.programme.call, config.letters
    emergency = re.findall(r"(?<!\w)\+?\d[\d ]+\d(?!\w)", letters.crisis)
    return Links([letters.telephone, call.telephone if call else "", *emergency], [letters.email, config.from_address])


def _place(error: Exception, name: str) -> tuple[str, int | None]:
    """(file, line) of the template where the error arose: Jinja puts its templates into the traceback."""
    place: tuple[str, int | None] = (name, None)
    step: TracebackType | None = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith(".j2"):
            place = (step.tb_frame.f_code.co_filename, step.tb_lineno)
        step = step.tb_next
    return place


def _broken(path: str, line: int | None, why: str) -> SetAside:
    where = f"{path}, line {line}" if line else path
    return SetAside(f"The letter {where} is broken: {why.rstrip('.')}. Correct that line; `intake check` tries every letter.")


class _Folders(FileSystemLoader):
    """Finds a template in the first folder that has it. An edited, added or removed file counts from the next letter on."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, unchanged = super().get_source(environment, template)
        return source, path, lambda: unchanged() and self._first(template) == Path(path)

    def _first(self, template: str) -> Path | None:
        return next((path for folder in self.searchpath if (path := Path(folder, template)).is_file()), None)


def _environment(folders: tuple[Path, ...], links: Links) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=_Folders(folders),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
    )
    environment.filters |= {
        "text": as_text,
        "html": links.as_html,
        "short": _short,
        "date": words.date,
        "clock": words.clock,
        "places": words.places,
        "counted": words.counted,
        "number": words.number,
        "listed": words.listed,
        "size": words.size,
        "capital": words.capital,
    }
    return environment


def _short(seminar: Seminar) -> str:
    return f"Seminar {seminar.number}" if seminar.number is not None else seminar.title

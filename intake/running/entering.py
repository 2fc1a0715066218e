"""`intake enter`: a form that came by post or telephone is asked for, made durable, recorded, and shown in the register.

Nothing is locked while somebody types: a pass may run meanwhile.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import indent

from intake.desk import by_hand
from intake.desk.by_hand import HandForm
from intake.errors import ConfigError, IntakeError, Later
from intake.ledger import ByHand
from intake.programme import Call, Programme
from intake.reference import candidates
from intake.running.dialogue import Dialogue, worded
from intake.running.publishing import publish
from intake.running.terminal import Say, asking
from intake.running.workplace import Workplace

STOPPED = 130  # as a shell has it after Ctrl-C

Open = Callable[[], AbstractContextManager[Workplace]]
_TELL = {"post": "Please write its reference on the paper:", "telephone": "Please tell the caller the reference:"}


def enter(opened: Open, locked: Open, echo: Say, say: Say) -> int:
    """The whole command. `opened` and `locked` open the workplace, the second to write in it; `echo` is given the reference.

    Returns the exit code: 0; STOPPED where nothing was entered because the person said so; that of the fault in the way where
    they do not try again. Raises ConfigError where no call is configured, and as opening the workplace does.
    """
    with opened() as work:  # what is wrong with ledger or key is said before anybody types
        programme, today = work.programme, work.clock().astimezone(work.programme.zone).date()
        call = programme.call
        if call is None:
            raise ConfigError(f"No call is configured, so there is no form. Add [programme.call] to {work.config.path}.")
    dialogue = Dialogue(programme, call, today, asking(say), say)
    try:
        form = dialogue.form()
        if form is None:
            say("Nothing was entered.")
            return STOPPED
        return _entered(dialogue, form, locked, echo)
    except (EOFError, KeyboardInterrupt):
        say("")
        say("Stopped. Nothing was entered.")
        return STOPPED


def _entered(dialogue: Dialogue, form: HandForm, locked: Open, echo: Say) -> int:
    """Recorded once, however often that has to be tried; then shown. What is in the way of showing it undoes nothing."""
    reference = ""
    while not reference:
        try:
            with locked() as work:
                with _uninterrupted():
                    reference = record(work, form, dialogue.call)
                    dialogue.say(f"Entered. {_TELL[form.way]}")
                    echo(reference)
                return _show(work, dialogue.say)
        except IntakeError as error:
            if reference:
                return _not_shown(error, dialogue.say)
            dialogue.say(f"It is not entered yet. {error}")
            if not dialogue.again():
                dialogue.say("Nothing was entered.")
                return error.exit_code
        except KeyboardInterrupt:
            if not reference:
                raise
    dialogue.say("Stopped. It is entered; the next pass writes the register.")
    return 0


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C comes too late here: what is entered is entered, and its reference has to be told."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def record(work: Workplace, form: HandForm, call: Call) -> str:
    """Make the form durable, then enter it: a row among the messages and one among the examples. Returns its reference.

    Under the ledger's lock. Raises ConfigError and Later as the vault and the ledger do; then nothing is entered.
    """
    now, programme = work.clock(), work.programme
    received = by_hand.received(form, programme, now)
    raw = as_text(form, programme, call, now)
    digest = work.vault.keep_raw(raw)
    one = ByHand(
        way=form.way,
        digest=digest,
        size=len(raw),
        received=received,
        name=form.answers.get(asked.key, "") if (asked := call.name()) else "",
        subject=by_hand.subject(form),
        words=_body(form, call),
        reasons=by_hand.reasons(form, programme, call, now.astimezone(programme.zone).date()),
        no_letter=f"It came {by_hand.BY[form.way]}.",
        entry=by_hand.entry(form, programme, call),
    )
    with work.ledger.recording() as recorder:
        reference = recorder.reserve(candidates(work.key, digest, "M", "message"))
        own = recorder.reserve(candidates(work.key, digest, call.code, "entry 0"))
        recorder.by_hand(one, reference, own, now)
    return own


def as_text(form: HandForm, programme: Programme, call: Call, now: datetime) -> bytes:
    """The form as the vault keeps it, in the form of a message (RFC 5322) without a sender, that `intake explain` can read.

    The moment of entering makes it, and so the reference that rests on it, the form's own.
    """
    message = EmailMessage(SMTP)
    message["Date"] = format_datetime(by_hand.received(form, programme, now).astimezone(programme.zone))
    message["Subject"] = by_hand.subject(form)
    message["X-Intake-Entered"] = now.isoformat()
    message.set_content(_body(form, call), cte="8bit")
    return message.as_bytes()


def _body(form: HandForm, call: Call) -> str:
    """Each question as the form words it, its answer below, indented: no answer can be taken for a question."""
    answers = ((question, form.answers.get(question.key, "")) for question in call.fields)
    return "\n".join(f"{question.label}\n{indent(worded(question, answer), '  ')}\n" for question, answer in answers)


def _show(work: Workplace, say: Say) -> int:
    """The row is put into the workbook at once where that can be. Returns the exit code. Raises what the ledger raises."""
    name = work.config.workbook.path.name
    problem = publish(work)
    if problem is not None:
        return _not_shown(problem, say)
    whole = work.ledger.published()[0] == work.ledger.generation()  # else it is known to be damaged, and one beside it is kept
    say(f"It stands in {name}." if whole else f"It stands in the register beside {name}, which is damaged.")
    return 0


def _not_shown(problem: IntakeError, say: Say) -> int:
    """It is entered in any case: a workbook that is open, or a full disk, is no failure of this command."""
    say(f"It is not in the register yet. {problem}")
    return 0 if isinstance(problem, Later) else problem.exit_code

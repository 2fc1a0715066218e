"""The commands. Data goes to standard output, messages to standard error; the only top-level catch is here."""

from __future__ import annotations

import logging
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from intake.console import clock, locked, say, stop_on_signals, tell_the_unforeseen, workplace
from intake.errors import ConfigError, IntakeError, SetAside

app = typer.Typer(
    help="An intake desk for a shared mailbox: reads what people write, keeps a spreadsheet register, answers once.",
    epilog="Exit codes: 0 done; 1 something new needs a person; 2 wrong usage or configuration; 75 try again later.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

ConfigPath = Annotated[Path, typer.Option("--config", "-c", metavar="FILE", help="The configuration.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
CONFIG = Path("config.toml")


def main() -> None:
    """The entry point: every foreseen fault is one sentence and an exit code."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except IntakeError as error:
        say(str(error))
        sys.exit(error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        say("Stopped.")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:  # noqa: BLE001  the top-level catch
        tell_the_unforeseen(error)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"intake {version('intake')}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """An intake desk for a shared mailbox: reads what people write, keeps a spreadsheet register, answers once."""


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to put it all.")] = Path()) -> None:
    """Set up a folder for one programme.

    Writes a configuration to fill in, the letters, the blank template, the key and an empty ledger. What is there is kept.
    """
    from intake.running import setup

    said = setup.init(folder, clock())
    for sentence in said or ["Everything is there already; nothing was changed."]:
        typer.echo(sentence)
    if said:
        typer.echo(f"Next: put your programme and mailbox into {folder / 'config.toml'}, then run `intake check`.")


@app.command()
def check(
    config: ConfigPath = CONFIG,
    probe: Annotated[bool, typer.Option("--probe", help="Also send ourselves a message and follow it through.")] = False,
) -> None:
    """Try every part and tell each fault with its cure.

    Tries the configuration, key, ledger, letters, notices, register, mailbox and sending. Changes nothing.
    """
    from intake.config import load
    from intake.running import doctor

    settings = load(config)
    typer.echo(f"ok    configuration: {config} has no faults.")
    faults = []
    for finding in doctor.check(settings, clock):
        typer.echo(f"{'FAULT' if finding.problem else 'ok   '} {finding.part}: {finding.said}")
        faults += [finding.problem] if finding.problem else []
    if faults:
        codes = {fault.exit_code for fault in faults}
        raise typer.Exit(next(code for code in (2, 1, 75) if code in codes))
    if probe:
        for sentence in doctor.probe(settings, clock):
            typer.echo(f"ok    probe: {sentence}")


@app.command()
def run(
    config: ConfigPath = CONFIG,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write, send and move nothing; show what would be done.")] = False,
) -> None:
    """Do one pass (for cron).

    Reads new mail, records it, sends what is due and writes the register.
    """
    from intake.ledger import LedgerBusy
    from intake.running import telling
    from intake.running.bar import progress
    from intake.running.one_pass import run_pass
    from intake.running.wake import wake

    if dry_run:
        with workplace(config) as work:
            for sentence in telling.rehearsal(work):
                typer.echo(sentence)
        return
    stop = stop_on_signals()
    with workplace(config) as work, progress("Reading the mailbox") as told:
        try:
            report = run_pass(work, stop, told)
        except LedgerBusy as error:
            wake(work.config.storage.folder)
            say(f"{error} It has been told that there is more to do.")
            return
    for sentence in telling.report(report):
        typer.echo(sentence)
    for problem in report.problems:
        say(str(problem))
    raise typer.Exit(report.exit_code)


@app.command()
def serve(config: ConfigPath = CONFIG) -> None:
    """Run as a service until it gets SIGTERM.

    Does a pass every interval, and at once when mail arrives where the server says so (IDLE).
    """
    from intake.config import load
    from intake.ledger import only_instance
    from intake.running.logs import logs_to_stderr
    from intake.running.schedule import Service

    settings = load(config)
    with workplace(config):
        pass  # a ledger, key or letter at fault is said now, not at the first pass
    logs_to_stderr(logging.INFO)
    stop = stop_on_signals()
    with only_instance(settings.storage.folder):
        Service(settings, clock, stop).serve()
    say("Stopped at a message boundary; nothing is half done.")


@app.command()
def explain(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Messages as .eml files.")],
    config: ConfigPath = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Show what is read in given messages, and why.

    Needs no mailbox and no secrets; writes nothing. Without a configuration the example programme is taken.
    """
    from intake.running.explaining import explain_files, programme_of

    for text in explain_files(files, programme_of(config, say), as_json=as_json):
        typer.echo(text)


@app.command()
def replay(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only mail of that day (2016-01-31) or later.")
    ] = None,
    config: ConfigPath = CONFIG,
    as_json: AsJson = False,
) -> None:
    """Read all kept mail again and show what would change.

    Compares what was read at the time with what this program and this configuration read today. Needs no mailbox, writes and
    sends nothing; a pass may run meanwhile. What staff typed in the register stands, whatever is read, and is not looked at.
    Lines for people hold nobody's words; with --json each object has both readings in full.
    """
    from intake.running import bar, replaying

    tally = replaying.Tally()
    with workplace(config) as work, bar.progress("Reading again") as told:
        start = since and since.replace(tzinfo=work.programme.zone)
        for text in replaying.told(work, tally, start, told, as_json=as_json):
            typer.echo(text)
    for sentence in (*tally.sentences(), "Nothing was written."):
        typer.echo(sentence, err=as_json)
    raise typer.Exit(tally.exit_code)


@app.command()
def status(config: ConfigPath = CONFIG, as_json: AsJson = False) -> None:
    """Show how things stand.

    The last pass, messages and letters by state, what is held, refused or set aside, and what is owed.
    """
    from intake.running import telling

    with workplace(config) as work:
        typer.echo(telling.status_json(work) if as_json else telling.status(work))


@app.command()
def release(
    references: Annotated[
        list[str], typer.Argument(metavar="REF...", help='References; "held" for all held letters; "breaker".')
    ],
    config: ConfigPath = CONFIG,
) -> None:
    """Put something held or set aside back to work.

    A held letter goes with the next pass; a message set aside is read again. "held" stands for every held letter,
    "breaker" lets new letters leave again after a storm.
    """
    from intake.running import breaker
    from intake.running.wake import wake

    with locked(config) as work:
        refused = None
        for reference in references:
            try:
                typer.echo(breaker.release_one(work, reference, clock()))
            except SetAside as error:
                say(str(error))
                refused = error
        wake(work.config.storage.folder)
    if refused is not None:
        raise typer.Exit(refused.exit_code)


@app.command()
def retry(config: ConfigPath = CONFIG) -> None:
    """Try again, at the next pass, all that waits."""
    from intake.running.wake import wake

    with locked(config) as work:
        number = work.ledger.retry(clock())
        typer.echo(f"{number} {'thing is' if number == 1 else 'things are'} due again at the next pass.")
        wake(work.config.storage.folder)


@app.command("file")
def copy_file(
    reference: Annotated[str, typer.Argument(metavar="REF", help="The message's reference, as in the register.")],
    number: Annotated[int | None, typer.Option("--number", "-n", help="Which file, where there are several.")] = None,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where to put the copy.")] = Path(),
    config: ConfigPath = CONFIG,
) -> None:
    """Copy a kept file out that has no link.

    For files with macros, programs and the like, which the register does not link. Open them with care.
    """
    from intake.running.keeping import copy_out

    with workplace(config) as work:
        for sentence in copy_out(work, reference.upper(), number, to):
            say(sentence)


@app.command()
def enter(config: ConfigPath = CONFIG) -> None:
    """Enter a form that came by post or telephone.

    Asks each question of the call, then gives the reference to write on the paper or to tell the caller.
    """
    from intake.running import entering

    raise typer.Exit(entering.enter(lambda: workplace(config), lambda: locked(config), typer.echo, say))


@app.command()
def register(config: ConfigPath = CONFIG) -> None:
    """Write the register again."""
    from intake.running.publishing import publish

    with locked(config) as work:
        problem = publish(work, always=True)
        if problem is not None:
            raise problem
        typer.echo(f"{work.config.workbook.path} was written.")


@app.command()
def preview(
    config: ConfigPath = CONFIG,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The page to write.")] = Path("letters.html"),
) -> None:
    """Show every letter and notice on one page.

    Writes a page with sample data, to open in a browser.
    """
    from intake.config import load
    from intake.running.workplace import letter_writer

    page = letter_writer(load(config)).preview()
    try:
        to.write_text(page, "utf-8")
    except OSError as error:
        raise ConfigError(f"{to} cannot be written ({error.strerror}). Name another file with --to.") from error
    typer.echo(f"{to}: open it in a browser.")


@app.command()
def template(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where to; else beside the configuration.")] = None,
    config: ConfigPath = CONFIG,
    force: Annotated[bool, typer.Option("--force", help="Replace files that say something else.")] = False,
) -> None:
    """Write the blank template, as a Word document and as a PDF form."""
    from intake.config import load
    from intake.running.template import write

    typer.echo("\n".join(write(load(config), folder or config.parent, force=force)))


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to put it all.")] = Path("demo"),
    stay: Annotated[bool, typer.Option("--serve", help="Keep the mail servers and the worker up.")] = False,
) -> None:
    """Try the whole thing on this machine.

    Uses an embedded mail server and sample mail of the winter of 2015-16. A second run finds nothing to do.
    """
    from intake.running.demo import run_demo

    raise typer.Exit(run_demo(folder, clock, typer.echo, stop_on_signals() if stay else None))


if __name__ == "__main__":
    main()

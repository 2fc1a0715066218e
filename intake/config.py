"""config.toml -> Config: the programme, how we connect, and where things lie. Secrets are resolved at sign-in only."""

from __future__ import annotations

import difflib
import os
import re
import stat
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from intake.errors import ConfigError
from intake.programme import Programme, Table

Security = Literal["tls", "starttls", "plain"]
Port = Annotated[int, Field(gt=0, lt=65536)]
Positive = Annotated[int, Field(gt=0)]
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Secret(Table):
    """Where a password is found: in one of the environment, a file, or systemd's credentials. Never in this file."""

    password_env: str | None = Field(None, description="Name of an environment variable.")
    password_file: Path | None = Field(None, description="A file only its owner can read.")
    password_credential: str | None = Field(None, description="Name given to LoadCredential= in the systemd unit.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [s for s in (self.password_env, self.password_file, self.password_credential) if s is not None]
        if len(given) > 1:
            raise ValueError("give one of password_env, password_file and password_credential")
        return self

    def has_secret(self) -> bool:
        return any((self.password_env, self.password_file, self.password_credential))

    def secret(self) -> str:
        """The password itself. Raises ConfigError where it cannot be had; never logs or keeps it."""
        if self.password_env:
            value = os.environ.get(self.password_env)
            if not value:
                raise ConfigError(f"The environment variable {self.password_env} is not set. Set it to the password.")
            return value
        if self.password_credential:
            folder = os.environ.get("CREDENTIALS_DIRECTORY")
            if not folder:
                raise ConfigError(
                    f"The credential {self.password_credential} is only there when systemd starts intake. "
                    "Add LoadCredential= to the unit, or use password_file."
                )
            return _read_secret(Path(folder) / self.password_credential, private=False)
        if self.password_file:
            return _read_secret(self.password_file, private=True)
        raise ConfigError("No password is configured. Set password_env, password_file or password_credential.")


def _read_secret(path: Path, *, private: bool) -> str:
    try:
        if private and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise ConfigError(f"Others can read the password file {path}. Run: chmod 600 {path}")
        value = path.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The password file {path} cannot be read ({_why(error)}).") from error
    if not value:
        raise ConfigError(f"The password file {path} is empty. Put the password into it.")
    return value


class Server(Secret):
    """How to reach one server."""

    host: str
    port: Port | None = Field(None, description="Leave out for the usual port of the chosen security.")
    security: Security = "tls"
    allow_plain: bool = Field(False, description='Permits security = "plain" to another machine. Passwords travel readable.')
    ca_file: Path | None = Field(None, description="Certificates of your own authority, in PEM form.")
    user: str | None = Field(None, description="Who signs in.")

    @model_validator(mode="after")
    def _plain_only_to_ourselves(self) -> Self:
        if self.security == "plain" and self.host not in LOOPBACK and not self.allow_plain:
            raise ValueError('security = "plain" sends passwords readable; use "tls" or "starttls", or set allow_plain = true')
        return self


class Mailbox(Server):
    """The shared mailbox, over IMAP."""

    mailbox: str | None = Field(
        None, description="The shared mailbox, where it is not the user's own (for the register and logs)."
    )
    folders: Annotated[tuple[str, ...], Field(min_length=1)] = ("INBOX",)
    junk_folder: str | None = Field(None, description="Also read; its mail is never answered.")
    processed_folder: str | None = Field("Processed", description='Where mail goes once recorded; "" leaves it where it is.')
    start_from: datetime | None = Field(None, description="Mail from before this moment is registered, never answered.")
    batch_messages: Positive = 50
    batch_bytes: Positive = 50_000_000
    connect_seconds: Positive = 30
    read_seconds: Positive = 60
    idle: bool = Field(True, description="In `serve`, start a pass at once when mail arrives, where the server offers it.")

    @field_validator("start_from")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("start_from needs its time zone, for example 2015-11-01T00:00:00Z")
        return value

    @model_validator(mode="after")
    def _not_filed_where_it_is_read(self) -> Self:
        if self.processed_folder in (*self.folders, self.junk_folder) and self.processed_folder:
            raise ValueError(f'processed_folder "{self.processed_folder}" is one of the folders that are read; name another')
        return self

    @property
    def default_port(self) -> int:
        return self.port or (993 if self.security == "tls" else 143)

    @property
    def account(self) -> str:
        """Names the mailbox in the ledger: user@host."""
        return f"{self.mailbox or self.user or ''}@{self.host}"


class Smtp(Server):
    """How letters leave."""

    from_name: str
    from_address: str | None = Field(None, description="Leave out to use the first of programme.addresses.")
    envelope_from: str | None = Field(None, description='Return path; "" for the null return path of RFC 3834.')
    per_minute: Positive = Field(20, description="Letters a minute at most.")
    timeout_seconds: Positive = 60
    final_seconds: Positive = Field(600, description="Wait for the server's last word on a letter (RFC 5321 asks for 600).")
    sent_folder: str | None = Field(None, description="Over IMAP: where a copy of each letter is filed.")
    give_up_hours: Positive = 48

    @property
    def default_port(self) -> int:
        return self.port or {"tls": 465, "starttls": 587, "plain": 25}[self.security]


class Notices(Table):
    """Whom intake tells, by e-mail, what waits for a person: references and counts only."""

    to: tuple[str, ...] = Field((), description="Addresses of staff; each gets its own e-mail. Empty: nobody is told.")
    daily_hour: Annotated[int, Field(ge=0, le=23)] = Field(
        8, description="From this hour, in the programme's time zone, the day's notice is sent, if anything waits for review."
    )

    @field_validator("to")
    @classmethod
    def _writable_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            if not _PLAIN_ADDRESS.fullmatch(address):
                raise ValueError(f'"{address}" is no bare e-mail address that every mail server accepts')
        return tuple({address.casefold(): address for address in value}.values())


# Dot-atoms of RFC 5322: no name, no quotes, no brackets.
_PLAIN_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)


class Letters(Table):
    """What letters say beside the programme's own facts."""

    folder: Path = Field(Path("letters"), description="Your own copies; a letter that is not there is taken from the program.")
    language: str = "en-GB"
    person: str = Field(description="Whom to turn to: a name or a role.")
    telephone: str = Field("", description="A number where a person answers.")
    email: str = Field("", description="Another address where a person answers, if there is one.")
    post: str = Field("", description="Postal address, for those who would rather write.")
    privacy: str = Field(description="The privacy notice, carried by the first letter to a person.")
    crisis: str = Field(description="What to say to somebody who may be in danger: whom to ring, at any hour.")


class Register(Table):
    """The workbook staff work in."""

    path: Path = Path("register.xlsx")
    files: Path = Field(Path("files"), description="Copies of attachments for staff, beside the workbook.")
    keep: Annotated[int, Field(ge=1)] = Field(20, description="Earlier versions of the workbook that are kept.")
    mode: Annotated[str, Field(pattern=r"^0?[0-7]{3}$")] = Field(
        "640", description="Permissions of the workbook and the copied files."
    )


class Storage(Table):
    """Where the program keeps its own things; on a local disk, never on a share."""

    folder: Path = Path("state")
    database: str | None = Field(None, description="A SQLAlchemy URL for PostgreSQL; leave out for SQLite in the folder.")
    key_file: Path | None = Field(None, description="The letters' key; left out: intake.key beside this file.")


class Schedule(Table):
    interval_seconds: Positive = 300
    pass_seconds: Positive = Field(1800, description="A pass that takes longer is ended and goes on next time.")


class Limits(Table):
    """Bounds on what one message may cost and on what we send."""

    message_bytes: Positive = 25_000_000
    header_bytes: Positive = 262_144
    depth: Positive = 20
    parts: Positive = 500
    child_memory_bytes: Positive = 512_000_000
    child_cpu_seconds: Positive = 10
    child_wall_seconds: Positive = 20
    child_messages: Positive = 200
    converter_seconds: Positive = Field(60, description="What converters may take over the files of one message.")
    converter_memory_bytes: Positive = Field(1_000_000_000, description="Address space of a converter's process.")
    age_days: Positive = Field(7, description="Letters to mail older than this wait for a person.")
    letters_per_person_a_day: Positive = 3
    letters_a_day: Positive = 200


class Config(Table):
    """The whole of config.toml."""

    programme: Programme
    mailbox: Mailbox
    smtp: Smtp
    letters: Letters
    notices: Notices = Notices()
    workbook: Register = Field(default=Register(), alias="register")
    storage: Storage = Storage()
    schedule: Schedule = Schedule()
    limits: Limits = Limits()
    path: Path = Field(Path("config.toml"), exclude=True)

    @model_validator(mode="after")
    def _no_notice_to_ourselves(self) -> Self:
        own = {_untagged(address) for address in (*self.programme.addresses, self.from_address)}
        if looped := [address for address in self.notices.to if _untagged(address) in own]:
            raise ValueError(
                f"notices.to: {looped[0]} is an address of the mailbox itself, so its notices would come back to it. "
                "Name the addresses of colleagues"
            )
        return self

    @property
    def from_address(self) -> str:
        return self.smtp.from_address or self.programme.addresses[0]

    @property
    def key_file(self) -> Path:
        return self.storage.key_file or self.path.parent / "intake.key"

    @property
    def database_url(self) -> str:
        return self.storage.database or f"sqlite:///{self.storage.folder / 'ledger.sqlite'}"


def _untagged(address: str) -> str:
    """The mailbox that an address leads to: "desk+staff@x.example" is "desk@x.example" on most servers."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def shipped(name: str) -> Path:
    """A file or folder that comes with the program: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_share" / name
    return installed if installed.exists() else package.parent / name


def load(path: Path) -> Config:
    """Read and check `path`. Raises ConfigError naming every fault at once, with its cure."""
    raw = _read_toml(path)
    raw.pop("path", None)
    try:
        config = Config.model_validate(raw | {"path": path.absolute()})
    except ValidationError as error:
        raise _faults(path, error, ()) from None
    return _with_absolute_paths(config, path.absolute().parent)


def load_programme(path: Path) -> Programme:
    """Only the programme of `path`: what `explain` needs. Raises ConfigError as `load` does."""
    raw = _read_toml(path)
    if not isinstance(raw.get("programme"), dict):
        raise ConfigError(f"{path} has no [programme] table. Compare it with config.example.toml.")
    try:
        return Programme.model_validate(raw["programme"])
    except ValidationError as error:
        raise _faults(path, error, ("programme",)) from None


def _faults(path: Path, error: ValidationError, table: tuple[str, ...]) -> ConfigError:
    """All faults in one report, each on its line."""
    lines = [f"  - {_fault((*table, *fault['loc']), fault['type'], fault['msg'])}" for fault in error.errors()]
    return ConfigError(f"{path} has {len(lines)} {'fault' if len(lines) == 1 else 'faults'}:\n" + "\n".join(lines))


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"There is no {path}. Run `intake init` to make one, or name it with --config.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML as it stands: {error}. Put that line right.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read ({_why(error)}).") from error


def _why(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else "it is not UTF-8 text"


def _fault(loc: tuple[int | str, ...], kind: str, message: str) -> str:
    where = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in loc).lstrip(".") or "the file"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(loc[-1]), _known_keys(loc[:-1]), n=1)
        return f"{where}: there is no such key" + (f'; did you mean "{near[0]}"?' if near else "; remove it.")
    if kind == "missing":
        return f"{where}: is missing; compare config.example.toml."
    if kind == "tuple_type":
        return f'{where}: should be a list. Write it in square brackets, as ["one", "another"].'
    cure = " Write it as 2016-06-16." if kind.startswith("date_") else ""
    return f"{where}: {message.removeprefix('Value error, ')}.{cure}"


def _known_keys(loc: tuple[str | int, ...]) -> list[str]:
    model: Any = Config
    for step in loc:
        if isinstance(step, int):
            continue
        fields = getattr(model, "model_fields", {})
        field = next((f for n, f in fields.items() if step in (n, f.alias)), None)
        model = _table_of(field.annotation) if field else None
    return [f.alias or n for n, f in getattr(model, "model_fields", {}).items() if not f.exclude]


def _table_of(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next((t for a in getattr(annotation, "__args__", ()) if (t := _table_of(a)) is not None), None)


def _with_absolute_paths(config: Config, base: Path) -> Config:
    """Relative paths of the file are relative to the file, wherever the command is run."""

    def fix(table: Table) -> Table:
        changes: dict[str, Any] = {}
        for name in type(table).model_fields:
            value = getattr(table, name)
            if isinstance(value, Path):
                changes[name] = base / value.expanduser()
            elif isinstance(value, Table) and not isinstance(value, Programme):
                changes[name] = fix(value)
        return table.model_copy(update=changes)

    fixed = fix(config)
    assert isinstance(fixed, Config)
    return fixed

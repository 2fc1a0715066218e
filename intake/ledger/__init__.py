"""What we took in and still owe: the one store that is the truth, and the vault that keeps the bytes."""

from intake.ledger.ledger import Ledger
from intake.ledger.locking import LedgerBusy, only_instance
from intake.ledger.recorder import Recorder
from intake.ledger.records import Away, ByHand, DueLetter, Kept, LetterKind, NewLetter, Pending, Status, Waiting
from intake.ledger.vault import Vault

__all__ = [
    "Away",
    "ByHand",
    "DueLetter",
    "Kept",
    "Ledger",
    "LedgerBusy",
    "LetterKind",
    "NewLetter",
    "Pending",
    "Recorder",
    "Status",
    "Vault",
    "Waiting",
    "only_instance",
]

"""The service: a pass every interval, and at once on arrival where the server offers IDLE; stops at a message boundary."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from intake.config import Config
from intake.errors import ConfigError, IntakeError, Later, place_of
from intake.mail import mailbox
from intake.running.one_pass import run_pass
from intake.running.stopping import StopBy
from intake.running.wake import was_woken
from intake.running.workplace import Clock, open_workplace

log = structlog.get_logger("intake")

_JOB = "pass"
_TICK_SECONDS = 1.0
_FIRST_BACK_OFF = 5.0
_LONGEST_BACK_OFF = 300.0


class Service:
    """Runs passes until `stop` is set. `serve` returns then."""

    def __init__(self, config: Config, clock: Clock, stop: threading.Event) -> None:
        self._config = config
        self._clock = clock
        self._stop = stop
        self._last_start = time.monotonic()
        self._again = threading.Event()
        self._scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def serve(self) -> None:
        """A first pass at once, then one every interval, until `stop` is set."""
        interval = self._config.schedule.interval_seconds
        self._scheduler.add_job(self._pass, "interval", seconds=interval, id=_JOB, next_run_time=datetime.now(UTC))
        self._scheduler.start()
        listener = threading.Thread(target=self._listen, name="idle", daemon=True)
        if self._config.mailbox.idle:
            listener.start()
        try:
            while not self._stop.wait(_TICK_SECONDS):
                # A clock set back would keep the scheduler waiting: two intervals of real time are the most it gets.
                late = time.monotonic() - self._last_start > 2 * interval
                if late or was_woken(self._config.storage.folder):
                    self._at_once()
        finally:
            self._scheduler.shutdown(wait=True)

    def _at_once(self) -> None:
        """Bring the next pass forward; one that is running is followed by another."""
        self._again.set()
        self._scheduler.modify_job(_JOB, next_run_time=datetime.now(UTC))

    def _pass(self) -> None:
        self._again.set()
        while self._again.is_set() and not self._stop.is_set():
            self._again.clear()
            self._last_start = time.monotonic()
            self._one_pass()

    def _one_pass(self) -> None:
        try:
            with open_workplace(self._config, self._clock) as work:
                report = run_pass(work, StopBy(self._stop))
            for problem in report.problems:
                log.warning("problem", what=str(problem))
        except IntakeError as error:
            log.warning("problem", what=str(error))
        except Exception as error:  # noqa: BLE001  the service goes on; the next pass may fare better
            log.error("fault in the program", what=place_of(error))

    def _listen(self) -> None:
        """Wait on the server for new mail. Only a trigger: what is to be done is found by the pass itself."""
        wait = _FIRST_BACK_OFF
        while not self._stop.is_set():
            least = 0.0
            try:
                with mailbox.connect(self._config.mailbox) as box:
                    box.select(self._config.mailbox.folders[0])
                    while not self._stop.is_set():
                        box.uids()  # what is there already is no news
                        if box.idle(self._config.schedule.interval_seconds, self._stop) and not self._stop.is_set():
                            self._at_once()
                        wait = _FIRST_BACK_OFF
            except ConfigError:  # the pass itself says what is wrong; knocking again and again would lock the account
                least = float(self._config.schedule.interval_seconds)
            except Later as error:
                least = error.wait
            except Exception as error:  # noqa: BLE001  without it the service would only be slower
                log.error("fault in the program", what=place_of(error))
            self._stop.wait(max(wait, least))
            wait = min(_LONGEST_BACK_OFF, wait * 2)

"""Run by its path in a process of its own: takes limits upon itself, then becomes the program that it is given.

Arguments: bytes of memory, seconds of computing, bytes a file may have, then the command. Needs nothing but the standard
library, so that it starts quickly and from any folder.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)
_CANNOT_START = 127


def main() -> None:
    """Take the limits and start the command. Never returns."""
    memory, seconds, largest = map(int, sys.argv[1:4])
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # should our parent be killed, so are we
    try:
        os.execvp(sys.argv[4], sys.argv[4:])  # noqa: S606  a program by its name, without a shell
    except OSError:
        os._exit(_CANNOT_START)


if __name__ == "__main__":
    main()

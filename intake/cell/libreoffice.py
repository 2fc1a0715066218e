"""How LibreOffice is started to convert one document: with a profile of its own that lets nothing run and nothing load."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

# Path in LibreOffice's own schema (officecfg), property, value. A version that does not know one passes over it.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),  # never
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    # Links in a document are looked up even so: a proxy that nobody runs takes what asks for the network, loopback too.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
_OPENS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'

ENVIRONMENT = {"SAL_USE_VCLPLUGIN": "svp", "SAL_DISABLE_OPENCL": "1"}  # no screen, no graphics card


def command(program: str, home: Path, document: str, reader: str) -> list[str]:
    """Writes the profile into `home` and returns what converts `document`, which lies there, to a .docx beside it.

    reader: LibreOffice's name of the import filter; it is not left to guess from the bytes what they might be.
    """
    profile = home / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(f"{_OPENS}{items}</oor:items>\n", "utf-8")
    quiet = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
    filters = (f"--infilter={reader}", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(home))
    return [program, f"-env:UserInstallation={profile.as_uri()}", *quiet, *filters, str(home / document)]


@contextlib.contextmanager
def without_leftovers(home: Path) -> Iterator[None]:
    """Removes the socket that LibreOffice leaves outside its folder when it is killed.

    It stands in /tmp or /var/tmp whatever the environment says, named after its profile (desktop, officeipcthread.cxx).
    """
    try:
        yield
    finally:
        name = (home / "profile").as_uri().encode("utf-16-le")
        digest = "".join(f"{byte:x}" for byte in hashlib.md5(name, usedforsecurity=False).digest())
        for place in (Path("/tmp"), Path("/var/tmp")):  # noqa: S108
            for left in place.glob(f"OSL_PIPE_*_SingleOfficeIPC_{digest}"):
                with contextlib.suppress(OSError):
                    left.unlink()

"""Running guidelint in a real terminal (a pseudo terminal of the system)."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios


def run_in_terminal(arguments, columns=100, **environment):
    """What guidelint prints to standard output when that is a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "FORCE_HYPERLINK")
    }
    with subprocess.Popen(
        [sys.executable, "-m", "guidelint", *arguments, "--no-cache"],
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=kept | {"PYTHONIOENCODING": "utf-8", **environment},
    ):
        os.close(theirs)
        text = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not data:
                break
            text += data
    os.close(ours)
    return text.decode().replace("\r\n", "\n")

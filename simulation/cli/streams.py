"""What is printed reaches whoever reads it, whatever they read with: a terminal that lacks our signs, a stream that is closed."""

import codecs
import os
import sys

NEAREST = {"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "…": "...", "→": "->", "≥": ">=", "≤": "<=", "≈": "~", "×": "x", "·": "-", "²": "2", "√": "sqrt ",
           "œ": "oe", "Œ": "OE", "€": "EUR", "└": "`", "├": "|", "─": "-", "│": "|", "\u00a0": " ", "\u202f": " "}
"""What stands for a sign that an encoding lacks."""


def _nearest(error):
    """Give what stands for signs that cannot be encoded; half of a surrogate pair is a byte of a name on disk that is no text, and is shown as an escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start:error.end]
    return "".join(sign.encode("ascii", "backslashreplace").decode() if "\ud800" <= sign <= "\udfff" else NEAREST.get(sign, "?") for sign in signs), error.end


def prepare():
    """Let no sign and no missing stream end a command."""
    for number in range(3):  # a file opened later would otherwise take the place of a stream, and what is said to the stream would go into the file
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    codecs.register_error("guichet", _nearest)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
        elif getattr(stream, "errors", "") in ("strict", "backslashreplace"):
            stream.reconfigure(errors="guichet")


def let_go():
    """Let nothing more be said of what standard output could not take: Python would try once more at the end, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def holds_all_signs() -> bool:
    """Whether standard output takes any sign."""
    return (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")

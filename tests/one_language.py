"""Whether a text that should be in French holds English: by small words of English that French does not have."""

import re

SMALL = frozenset("""the of and is are was were with who whom that this these those they them their there then than have has had from which when where what while not by
to in it its his her be been being must may can cannot should would at all only some more most other another each every after before between because so if into
up down over under again too very well for your you one two row rows column day days week wait served people call calls""".split())
"""None of them is a French word. What is the same in both languages (service, plus, on, as, or) is left out."""

CODE = re.compile(r"`[^`]*`|--[\w-]+|\b\w+(?:[._=]\w+)+")
"""Names that are the same in all languages: commands, options, settings, columns."""

WORD = re.compile(r"[^\W\d_]+")


def english_in(text) -> list[str]:
    """The small English words in a text."""
    return [word for word in WORD.findall(CODE.sub(" ", text)) if word.lower() in SMALL]


def leaves(words):
    """All texts in tables and lists of words."""
    for inside in words.values() if isinstance(words, dict) else words:
        if isinstance(inside, str):
            yield inside
        else:
            yield from leaves(inside)

"""Texts for people that are written in English where they belong and can be said in French elsewhere: they keep their template and what fills it.

The French of every template stands in `simulation/app/texts/problems.py`, since pages ask for it; `tests/app/test_problems.py` fails when one is missing.
"""


class Said(str):
    """The English text of a template, with its holes filled in by name; a hole may hold another such text."""

    def __new__(cls, template, /, **named):
        made = super().__new__(cls, template.format(**named))
        made.template, made.named = template, named
        return made

    def __reduce__(self):
        return _made, (self.template, self.named)


def _made(template, named):
    return Said(template, **named)


class Titled:
    """What is declared with a title in both languages and asked for it in one."""

    title_en: str
    title_fr: str

    def title(self, lang: str) -> str:
        """The title in a language."""
        return self.title_fr if lang == "fr" else self.title_en


class Described(Titled):
    """What is declared with a meaning, too."""

    meaning_en: str
    meaning_fr: str

    def meaning(self, lang: str) -> str:
        """What it means, in a language."""
        return self.meaning_fr if lang == "fr" else self.meaning_en


class Both(str):
    """An English text that brings its French along: a meaning from the declaration of a parameter."""

    def __new__(cls, english, french):
        made = super().__new__(cls, english)
        made.french = french
        return made

    def __getnewargs__(self):
        return str(self), self.french

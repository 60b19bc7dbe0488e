"""What practices and people are called in stories: names that are the same whenever the same run is told.

A practice is called by its kind and number ("outburst-12") until its community names it; then it has a code word of its kind, in order of
naming, in both languages. The first outburst practice that gets a name is "Hulk" (seed S0). Words and names are of this program's
choosing: the model knows only *that* a practice has a name.
"""

import difflib
import unicodedata
from typing import NamedTuple

from .story_words import SHORT_FR

WORDS = {
    "confidential": (("Sphinx", "Sphinx"), ("Curtain", "Rideau"), ("Strongbox", "Coffre-fort"), ("Envelope", "Enveloppe"),
                     ("Keyhole", "Serrure"), ("Mask", "Masque"), ("Tomb", "Tombe"), ("Cousin", "Cousine"),
                     ("Oyster", "Huître"), ("Fog", "Brouillard")),
    "exception": (("Santa", "Père-Noël"), ("Violin", "Violon"), ("Sesame", "Sésame"), ("Shoehorn", "Chausse-pied"),
                  ("Elastic", "Élastique"), ("Crowbar", "Pied-de-biche"), ("Bazaar", "Bazar"), ("Genie", "Génie"),
                  ("Turnstile", "Tourniquet"), ("Bridge", "Passerelle"), ("Raffle", "Tombola"), ("Queen", "Reine")),
    "incivility": (("Drizzle", "Crachin"), ("Nettle", "Ortie"), ("Mosquito", "Moustique"), ("Hedgehog", "Hérisson"),
                   ("Teflon", "Téflon"), ("Mustard", "Moutarde"), ("Foghorn", "Corne-de-brume"), ("Gravel", "Gravier"),
                   ("Pepper", "Poivre"), ("Earplug", "Boule-Quies"), ("Slipper", "Pantoufle"), ("Lemon", "Citron"),
                   ("Chewing-gum", "Malabar"), ("Sandpaper", "Papier-de-verre"), ("Snail", "Escargot"), ("Fan", "Éventail"),
                   ("Wasp", "Guêpe"), ("Moped", "Mobylette")),
    "insult": (("Haddock", "Haddock"), ("Umbrella", "Parapluie"), ("Duck", "Canard"), ("Vinegar", "Vinaigre"),
               ("Thistle", "Chardon"), ("Parrot", "Perroquet"), ("Raincoat", "Ciré"), ("Trumpet", "Trompette"),
               ("Boomerang", "Boomerang")),
    "threat": (("Shark", "Requin"), ("Lightning", "Éclair"), ("Rattlesnake", "Crotale"), ("Anvil", "Enclume"),
               ("Drum", "Tambour"), ("Lighthouse", "Phare"), ("Wolf", "Loup")),
    "outburst": (("Hulk", "Hulk"), ("Volcano", "Volcan"), ("Tornado", "Tornade"), ("Kettle", "Cocotte-minute"),
                 ("Thunder", "Tonnerre"), ("Rodeo", "Rodéo"), ("Godzilla", "Godzilla"), ("Geyser", "Geyser")),
    "assault": (("Rampart", "Rempart"), ("Shield", "Bouclier"), ("Drawbridge", "Pont-levis"), ("Avalanche", "Avalanche"),
                ("Airbag", "Airbag")),
    "callout": (("Megaphone", "Mégaphone"), ("Echo", "Écho"), ("Flare", "Fusée"), ("Crier", "Crieur"), ("Gallery", "Tribune"),
                ("Gong", "Gong")),
}
"""Code words of each kind of situation, in the order in which a run uses them: (English, French)."""

PEOPLE = (
    "Nadia", "Paul", "Inès", "Marc", "Fatou", "Julien", "Claire", "Karim", "Sylvie", "Thomas", "Aïcha", "Bruno", "Camille",
    "Denis", "Élodie", "Farid", "Gaëlle", "Hugo", "Isabelle", "Jérôme", "Khadija", "Laurent", "Monique", "Nicolas", "Odile",
    "Pierre", "Rachida", "Samuel", "Thérèse", "Ulysse", "Valérie", "William", "Yasmine", "Zoé", "Antoine", "Brigitte", "Cédric",
    "Delphine", "Étienne", "Florence", "Gilles", "Hélène", "Ibrahim", "Josiane", "Kévin", "Leïla", "Mathieu", "Nathalie",
    "Olivier", "Patricia", "Rémi", "Sandrine", "Tarek", "Ursule", "Vincent", "Wahiba", "Xavier", "Yvette", "Zacharie", "Agnès",
)
"""First names, by number on the payroll; after the last one they begin again with "-2"."""


class Names(NamedTuple):
    """What a practice is called in English and in French, and its plain name (kind and number) in each."""

    en: str
    fr: str
    plain: str
    plain_fr: str


class NoSuchName(LookupError):
    """A name that fits nothing, or too much; the text says which names there are."""


def person_name(number):
    """Give the first name of a person."""
    again, place = divmod(number, len(PEOPLE))
    return PEOPLE[place] + (f"-{again + 1}" if again else "")


def practice_names(kinds, namings):
    """Give the `Names` of all practices. kinds: the kind of each, by number; namings: the numbers of those named, in order of naming."""
    plain = [(f"{kind}-{number}", f"{SHORT_FR[kind]}-{number}") for number, kind in enumerate(kinds)]
    found = [Names(*names, *names) for names in plain]
    named = {}
    for number in namings:
        kind = kinds[number]
        rank = named[kind] = named.get(kind, -1) + 1
        again, place = divmod(rank, len(WORDS[kind]))
        found[number] = Names(*(word + (f"-{again + 1}" if again else "") for word in WORDS[kind][place]), *plain[number])
    return found


def folded(text):
    """Give a text as it is compared: without case or accents, spaces as dashes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.strip()) if not unicodedata.combining(c))
    return "-".join(plain.casefold().split())


def find(given, known, what):
    """Find what a name stands for, by any unambiguous beginning, whatever its case and accents.

    known: pairs of a name and what it stands for; one thing may have several names. what: for the message, "practice" or "person".
    """
    wanted = folded(given)
    exact = {one for name, one in known if folded(name) == wanted}
    if len(exact) == 1:
        return exact.pop()
    begun = {one: name for name, one in reversed(known) if wanted and folded(name).startswith(wanted)}
    if len(begun) == 1:
        return next(iter(begun))
    if begun:
        names = sorted(begun.values(), key=folded)
        raise NoSuchName(f"is short for {len(names)}: {_listed(names)}; write more of the name")
    raise NoSuchName(f"is no {what} of this run; {_near(wanted, known, what)}")


def _listed(names):
    """List some names, and say how many there are besides."""
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _near(wanted, known, what):
    """Say which names come near."""
    by_folded = {folded(name): name for name, _ in known}
    near = difflib.get_close_matches(wanted[:80], list(by_folded), n=3, cutoff=0.5)
    if what == "practice" and wanted in {folded(word) for words in WORDS.values() for pair in words for word in pair}:
        return "it is a name that no practice got in this run; `guichet story` without --practice lists those there are"
    if near:
        return f"did you mean {' or '.join(by_folded[one] for one in near)}?"
    return "without --practice and --employee, `guichet story` lists all there are"

"""The words of stories, in English and French: each sentence once, with names in braces that are filled in.

What is filled in is never itself read as a sentence, so that a name with braces or markup stays as it is.
"""

from functools import lru_cache
from typing import Literal, NamedTuple, get_args

Language = Literal["en", "fr"]
LANGUAGES = get_args(Language)

WEEKDAYS = {"en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")}

NIGHTLY = ("forgotten", "exit", "absence", "hire", "rule_change", "obsolete", "guide", "life_event", "death")
"""Kinds of events that fall between two days: they are told as of the evening."""


class Noun(NamedTuple):
    """A kind of situation as stories say it: one with its article, and several."""

    one: str
    several: str


KINDS = {
    "en": {"confidential": Noun("a request for confidential information", "requests for confidential information"),
           "exception": Noun("pressure for an exception", "cases of pressure for an exception"),
           "incivility": Noun("an incivility", "incivilities"),
           "insult": Noun("an insult", "insults"), "threat": Noun("a threat", "threats"), "outburst": Noun("an outburst", "outbursts"),
           "assault": Noun("a physical assault", "physical assaults"), "callout": Noun("a public call-out", "public call-outs")},
    "fr": {"confidential": Noun("une demande d'information confidentielle", "demandes d'information confidentielle"),
           "exception": Noun("une pression pour obtenir une dérogation", "pressions pour obtenir une dérogation"),
           "incivility": Noun("une incivilité", "incivilités"), "insult": Noun("une insulte", "insultes"),
           "threat": Noun("une menace", "menaces"),
           "outburst": Noun("un éclat", "éclats"), "assault": Noun("une agression physique", "agressions physiques"),
           "callout": Noun("une interpellation publique", "interpellations publiques")},
}

SHORT_FR = {"confidential": "confidentiel", "exception": "dérogation", "incivility": "incivilité", "insult": "insulte", "threat": "menace",
            "outburst": "éclat", "assault": "agression", "callout": "interpellation"}
"""The names of kinds in French, where there is room for a word only; in English they are the model's own."""

CHANNELS = {"en": {"counter": "counter", "phone": "phone", "mail": "mail", "home": "home visits", "social": "social media",
                   "": "post unknown"},
            "fr": {"counter": "guichet", "phone": "téléphone", "mail": "courrier", "home": "visites à domicile",
                   "social": "réseaux sociaux", "": "poste inconnu"}}

VALENCES = {"en": {"resolving": "It settles the case.", "protective": "It protects the employee more than it settles the case.",
                   "subversive": "It works against the organisation: the case is not settled."},
            "fr": {"resolving": "Elle règle le cas.", "protective": "Elle protège l'agent plus qu'elle ne règle le cas.",
                   "subversive": "Elle joue contre l'organisation : le cas n'est pas réglé."}}

HOW = {"en": {"inventing": "invented it", "bringing": "knew it", "telling": "told", "overhearing": "overheard",
              "solving": "had told the story", "training": "trained", "guide": "read the guide"},
       "fr": {"inventing": "l'invente", "bringing": "la connaît", "telling": "par la parole", "overhearing": "en entendant",
              "solving": "avait raconté l'histoire", "training": "formation", "guide": "lu dans le guide"}}

SENTENCES = {
    "when": ("day {day} (week {week}, {weekday}), {time}", "jour {day} (semaine {week}, {weekday}), {time}"),
    "evening": ("evening", "soir"), "before": ("before the run", "avant le début"), "and": (" and ", " et "),
    "user": ("user {n}", "usager {n}"), "organisation": ("the organisation", "l'organisation"), "manager": ("the manager", "le manager"),
    "nobody": ("nobody", "personne"), "more": ("… and {n} more (--full shows all)", "… et {n} de plus (--full montre tout)"),
    "well": ("it ended well", "tout finit bien"), "badly": ("it ended badly", "cela finit mal"),
    "note": ("Days count from 1 here; in the tables and scenario files, day 1 is day 0.",
             "Les jours comptent ici à partir de 1 ; dans les tables et les scénarios, le jour 1 est le jour 0."),
    # a practice
    "answers": ("An answer to {kinds}{crewed}. {valence}", "Une réponse aux {kinds}{crewed}. {valence}"),
    "crewed": (", by which colleagues are called for help", ", par laquelle on appelle des collègues à l'aide"),
    "alive": ("At the end of the run, {n} of {staff} people held it.", "À la fin, {n} agents sur {staff} la détiennent."),
    "died": ("It was lost on day {day}.", "Elle s'est perdue le jour {day}."), "began": ("How it began", "Comment elle est née"),
    "spread": ("Who learned it", "Qui l'a apprise"), "changes": ("Its name and its changes", "Son nom et ses changements"),
    "calls": ("Calls for help by its name", "Appels à l'aide par son nom"), "use": ("How it was used", "À quoi elle a servi"),
    "losses": ("Who lost it", "Qui l'a perdue"), "family": ("Its family", "Sa famille"),
    "tree": ("Who taught whom", "Qui a appris à qui"),
    "brought": ("{who} knew it before the run began, after {days} days on the job.",
                "{who} la connaît avant le début, après {days} jours de métier."),
    "episode": ("{who} faced {kind} by {user}; {end}.", "{who} fait face à {kind} ({user}) ; {end}."),
    "stepped": ("The manager stepped in for {whom}.", "Le manager intervient pour {whom}."),
    "kept": ("{who} kept it as an open story.", "{who} en garde une histoire sans réponse."),
    "trick": ("From this {who} made a trick of their own: {practice}.", "{who} en tire un truc à soi : {practice}."),
    "invention": ("{whom} told the story; {who} found an answer: {practice} was invented.",
                  "{whom} raconte l'histoire ; {who} trouve une réponse : {practice} est née."),
    "made_from": ("It was made from {parents}, which they knew.", "Elle est faite à partir de {parents}, déjà connues d'eux."),
    "organised": ("The organisation brought it by a training session.", "L'organisation l'apporte par une formation."),
    "learned_telling": ("{who} learned it{again} from {whom}, who told it.", "{who} l'apprend{again} {of_whom}, qui la raconte."),
    "learned_tellings": ("{who} learned it{again} from {whom}, after hearing it told {times}.",
                         "{who} l'apprend{again} {of_whom}, après l'avoir entendu raconter {times}."),
    "learned_overhearing": ("{who} learned it{again} by overhearing {whom} answer {kind} by {user}.",
                            "{who} l'apprend{again} en entendant {whom} répondre à {kind} ({user})."),
    "learned_solving": ("{who}, whose story it answered, learned it at once from {whom}.",
                        "{who}, dont c'était l'histoire, l'apprend aussitôt {of_whom}."),
    "learned_training": ("{who} learned it{again} in a training session.", "{who} l'apprend{again} en formation."),
    "learned_guide": ("{who} learned it{again} from the written guide.", "{who} l'apprend{again} dans le guide écrit."),
    "learned_inventing": ("{who} invented it.", "{who} l'invente."), "again": (" again", " de nouveau"),
    "named": ("{who} told it among {n} people, and it got its name: “{practice}”.",
              "{who} la raconte dans un groupe de {n} et elle reçoit son nom : « {practice} »."),
    "refined": ("{who} told it and it was refined, to a quality of {value} of 1.",
                "{who} la raconte et elle s'affine : qualité {value} sur 1."),
    "obsolete": ("A change of rules made part of it obsolete: quality {value} of 1.",
                 "Un changement de règles la rend en partie caduque : qualité {value} sur 1."),
    "written": ("It was written into the guide.", "Elle est inscrite dans le guide."),
    "taught_all": ("The organisation held a training session in it.", "L'organisation en fait une formation."),
    "called": ("{who} called for help by its name, facing {kind} by {user}: {came}; {end}.",
               "{who} appelle à l'aide par son nom, face à {kind} ({user}) : {came} ; {end}."),
    "ran_one": ("{people} ran to contain", "{people} accourt pour contenir"),
    "ran": ("{people} ran to contain", "{people} accourent pour contenir"),
    "stayed_one": ("{people} stayed to comfort", "{people} reste pour réconforter"),
    "stayed": ("{people} stayed to comfort", "{people} restent pour réconforter"),
    "no_one": ("nobody came", "personne ne vient"),
    "first_use": ("First used by {who}, against {kind} by {user}; {end}.", "Première fois : {who}, face à {kind} ({user}) ; {end}."),
    "last_use": ("Last used by {who}, against {kind} by {user}; {end}.", "Dernière fois : {who}, face à {kind} ({user}) ; {end}."),
    "uses": ("Used {times}, by {by}; {well} of {n} ended well.", "Employée {times}, par {by} ; {well} sur {n} finissent bien."),
    "people": ("{n} people", "{n} agents"),
    "unused": ("It was never used in an episode of this run.", "Elle n'a servi dans aucun épisode de cette période."),
    "forgot": ("{who} forgot it.", "{who} l'oublie."),
    "took": ("{who} left for good and took it along.", "{who} part définitivement et l'emporte."),
    "last_holder": ("It was lost with its last holder, {who}.", "Elle se perd avec {who}, qui en était le dernier détenteur."),
    "never_held": ("It was lost before anybody held it.", "Elle se perd avant d'être détenue par quiconque."),
    "parents": ("Made from {parents}.", "Faite à partir de {parents}."), "node": ("{who} ({day}, {how})", "{who} ({day}, {how})"),
    "node_practice": ("{practice} ({who}, {day})", "{practice} ({who}, {day})"), "no_more_forgotten": ("; forgot it", " ; oubliée"),
    "no_more_exit": ("; left", " ; a quitté"),
    # a person
    "person": ("{who} (person {n}): {channel}{team}.", "{who} (personne {n}) : {channel}{team}."), "team": (", team {n}", ", équipe {n}"),
    "there": ("There when the run began, with {days} days of tenure.", "Déjà là au début, avec {days} jours d'ancienneté."),
    "hired": ("Hired on day {day}.", "Arrivée le jour {day}."), "stayed_on": ("Still there at the end.", "Encore là à la fin."),
    "gone": ("Left for good on day {day}.", "Départ définitif le jour {day}."),
    "year": ("Year {year}: days {first} to {last}.", "Année {year} : jours {first} à {last}."), "p_episodes": ("Episodes", "Épisodes"),
    "p_hard": ("The gravest", "Les plus graves"), "p_help": ("Help", "Entraide"), "p_invented": ("Inventions", "Inventions"),
    "p_learned": ("Learned", "Appris"), "p_taught": ("Taught", "Transmis"), "p_lost": ("Forgotten", "Oublié"),
    "p_care": ("Absences and care", "Absences et soin"), "p_exit": ("Leaving", "Départ"),
    "faced": ("Episodes faced: {n}; ended well: {well}. They were {kinds}.",
              "Épisodes vécus : {n} ; bien finis : {well}. Ce sont {kinds}."),
    "kind_count": ("{n} {kind}", "{n} {kind}"),
    "leaned": ("Answered {n} of them with {practice}, {well} with success.", "{n} réponses par {practice}, dont {well} réussies."),
    "stepped_in": ("The manager stepped in {times}.", "Le manager est intervenu {times}."),
    "noticed": ("Episodes of colleagues overheard: {n}.", "Épisodes de collègues entendus : {n}."),
    "stories": ("Failures kept as open stories: {n}; answered in talk: {m}.",
                "Échecs gardés comme histoires sans réponse : {n} ; résolus en parlant : {m}."),
    "calls_made": ("Called for help by “{practice}”, facing {kind} by {user}: {came}; {end}.",
                   "Appel à l'aide par « {practice} », face à {kind} ({user}) : {came} ; {end}."),
    "joined_contain": ("Ran to contain when {whom} called “{practice}”.", "Accourt pour contenir quand {whom} appelle « {practice} »."),
    "joined_comfort": ("Stayed to comfort {whom}, who had called “{practice}”.",
                       "Reste pour réconforter {whom}, qui avait appelé « {practice} »."),
    "p_trick": ("Made the trick {practice} out of an episode with {user}.", "Tire le truc {practice} d'un épisode avec {user}."),
    "p_brought": ("Knew {practice} before the run began.", "Connaît {practice} avant le début."),
    "p_invention": ("Invented {practice}, in answer to a story told by {whom}.",
                    "Invente {practice}, en réponse à une histoire racontée par {whom}."),
    "p_learned_line": ("{practice}: {text}", "{practice} : {text}"),
    "pupil": ("{who} learned {practices} from {teacher}.", "{who} apprend {practices} {of_teacher}."),
    "p_forgot": ("Forgot {practice}.", "Oublie {practice}."),
    "ill": ("Fell ill: {n} days of absence.", "Arrêt maladie : {n} jours d'absence."),
    "ill_one": ("Fell ill: 1 day of absence.", "Arrêt maladie : 1 jour d'absence."),
    "accident": ("Suffered an accident of private life.", "Subit un accident de la vie privée."),
    "listened": ("The manager listened {times}; an irritant was voiced {voiced}.",
                 "Le manager écoute {times} ; un irritant est signalé {voiced}."),
    "cut": ("Lost a break to the queue {times}.", "Une pause supprimée par l'affluence, {times}."),
    "left": ("Left for good, after {days} days of tenure.", "Départ définitif, après {days} jours d'ancienneté."),
    "left_with": ("With them was lost {practices}, which nobody else knew.",
                  "Avec ce départ se perd {practices}, que personne d'autre ne connaissait."),
    "never": ("never", "jamais"), "once": ("once", "une fois"), "twice": ("twice", "deux fois"), "times": ("{n} times", "{n} fois"),
    # the list
    "list_practices": ("The {n} richest practices of {all}", "Les {n} pratiques les plus riches sur {all}"),
    "list_people": ("People", "Personnes"),
    "how_practice": ("Tell one:  guichet story {folder} --practice {name}",
                     "Raconter :  guichet story {folder} --practice {name} --lang fr"),
    "how_person": ("Tell one:  guichet story {folder} --employee {name}",
                   "Raconter :  guichet story {folder} --employee {name} --lang fr"),
    "cols_practice": ("name|answers|invented by|born|learned by|used|calls|fate",
                      "nom|face à|inventée par|née|apprise par|emplois|appels|sort"),
    "cols_person": ("name|post|there|episodes|invented|learned|taught|helped",
                    "nom|poste|présence|épisodes|inventées|apprises|transmises|aides"),
    "fate_alive": ("{n} hold it", "{n} la détiennent"), "fate_died": ("lost on day {day}", "perdue le jour {day}"),
    "to_end": ("to the end", "jusqu'à la fin"), "from_to": ("{first} – {last}", "{first} – {last}"), "day_n": ("day {n}", "jour {n}"),
    "start": ("start", "début"),
}
"""Every sentence: (English, French)."""


def say(lang, key, **slots):
    """Give a sentence in a language, filled in; French marks are kept with the word before them."""
    en, fr = SENTENCES[key]
    return (kept_together(fr) if lang == "fr" else en).format(**slots)


@lru_cache
def kept_together(french):
    """Put spaces that do not break a line before and inside the marks that French sets apart."""
    for mark in ";:!?»":
        french = french.replace(f" {mark}", f"\u00a0{mark}")
    return french.replace("« ", "«\u00a0")


def number(lang, value, digits=0):
    """Write a number as the language does."""
    text = f"{value:,.{digits}f}"
    return text.replace(",", "\u00a0").replace(".", ",") if lang == "fr" else text


def times(lang, n):
    """Say how often."""
    return say(lang, ("never", "once", "twice")[n] if n < 3 else "times", n=number(lang, n))


ELIDED = "aeiouhéèêàâîïôöùû"
"""First letters of names before which French says "d'"."""


def of(name):
    """Give "de" with a name, as French elides it."""
    return ("d'" if name[:1].casefold() in tuple(ELIDED) or name.startswith("Yv") else "de ") + name


def listed(lang, names):
    """Give names as a list with "and"."""
    names = list(names)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + say(lang, "and") + names[-1] if names else say(lang, "nobody")


def when(lang, event, days_per_week):
    """Say when an event was: "day 37 (week 8, Tuesday), 10:42"; days and weeks count from 1."""
    if event.day == 0 and event.minute == 0.0:
        return say(lang, "before")
    minutes = int(event.minute)
    clock = f"{minutes // 60 % 24:02d}:{minutes % 60:02d}" if lang == "en" else f"{minutes // 60 % 24}\u00a0h\u00a0{minutes % 60:02d}"
    time = say(lang, "evening") if event.event in NIGHTLY else clock
    week, weekday = divmod(event.day, days_per_week)
    name = WEEKDAYS[lang][weekday] if weekday < 7 else str(weekday + 1)
    return say(lang, "when", day=event.day + 1, week=week + 1, weekday=name, time=time)

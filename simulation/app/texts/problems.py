"""What is wrong with a file that somebody gave, an office, a policy, a study or a log: in the language of the page or of the command.

Errors are written in English where they are raised (`scenario.said`). Here is the French of every template that can reach a page, and how a whole problem is said.
"""

import re
from string import Formatter

from ...charts.words import number, percent, typeset
from ...measures.units import unit_in
from ...scenario.messages import Problem
from ...scenario.said import Both, Said

FRENCH = typeset({
    # a file, of either kind
    "cannot be read: {reason}": "ne se lit pas : {reason}",
    "check the path and its permissions": "vérifiez le chemin et les droits d'accès",
    "the log must span at most {most:,} days": "le journal doit s'étendre sur {most:,} jours au plus",
    "{days:,} days": "{days:,} jours",
    "cut it with --from and --to; are all its dates right?": "coupez-le avec --from et --to ; toutes ses dates sont-elles bonnes ?",
    "the log must have at most {most:,} columns": "le journal doit avoir {most:,} colonnes au plus",
    "{count:,} columns": "{count:,} colonnes",
    "keep those that are asked for": "gardez celles qui sont demandées",
    "is a directory": "est un dossier",
    "name a .toml file in it": "nommez un fichier .toml qui s'y trouve",
    "is empty": "est vide",
    "is larger than {kilobytes:,} kB": "dépasse {kilobytes:,} ko",
    "a scenario file takes a few kB; is this the right file?": "un fichier de scénario fait quelques ko ; est-ce le bon fichier ?",
    "is not a text file in UTF-8": "n'est pas un fichier texte en UTF-8",
    "give a scenario file in TOML, saved as UTF-8": "donnez un fichier de scénario en TOML, enregistré en UTF-8",
    "there is no such office file": "ce fichier de service n'existe pas",
    "is a shipped office": "est un service livré", "give it in the place of the office": "donnez-le à la place du service",
    "is a shipped policy": "est une politique livrée", "lay it over an office, with --policy {name} or among --policies": "posez-la sur un service, par --policy {name} ou parmi --policies",
    "is a shipped study": "est une étude livrée",
    "there is no such policy file": "ce fichier de politique n'existe pas",
    "there is no such scenario file": "ce fichier de scénario n'existe pas",
    "there is no such study file": "ce fichier d'étude n'existe pas",
    "shipped are {names}; or give the path of a .toml file": "sont fournis : {names} ; ou donnez le chemin d'un fichier .toml",
    "none": "aucun",
    "did you mean {guess}?": "vouliez-vous dire {guess} ?",
    "did you mean {guess}? {rest}": "vouliez-vous dire {guess} ? {rest}",
    # what an office file looks like
    "is not valid TOML: {fault}": "n'est pas du TOML valide : {fault}",
    'settings are written key = value under a [group]; texts in "quotes"': 'un réglage s\'écrit clé = valeur sous un [groupe] ; un texte, entre "guillemets droits"',
    "is nested too deeply": "est imbriqué trop profondément",
    "a scenario has tables of settings, one level deep": "un scénario a des tables de réglages, sur un seul niveau",
    "`guichet explain` lists what can be set; scenarios/offices/ has examples": "`guichet explain` donne ce qui se règle ; scenarios/offices/ contient des exemples",
    "`guichet explain` lists all settings": "`guichet explain` donne tous les réglages",
    "`guichet schema` writes the form of a scenario file": "`guichet schema` écrit la forme d'un fichier de scénario",
    "has both an [office] and a [policy] table": "a une table [office] et une table [policy]",
    "keep one: a file is an office or a policy": "gardez-en une : un fichier est un service ou une politique",
    "must be a file with [{kind}]": "doit être un fichier avec [{kind}]",
    "a file with [{kind}]": "un fichier avec [{kind}]",
    "this is a policy: give it with --policy": "c'est une politique : donnez-la avec --policy",
    "this is an office: give it as the office": "c'est un service : donnez-le comme service",
    "is neither a name nor a path": "n'est ni un nom ni un chemin",
    "give the name of a shipped file, or the path of a .toml file": "donnez le nom d'un fichier fourni, ou le chemin d'un fichier .toml",
    "numbers are written with a point: 2.5": "les nombres s'écrivent avec un point : 2.5",
    "is a study, not an office or a policy": "est une étude, ni un service ni une politique",
    "run it with `guichet sweep {file}`": "lancez-la avec `guichet sweep {file}`",
    "has no [{kind}] table": "n'a pas de table [{kind}]",
    "has no [office] or [policy] table": "n'a ni table [office] ni table [policy]",
    "begin the file with that table: name, title_en, title_fr": "commencez le fichier par cette table : name, title_en, title_fr",
    "is [{guess}] misspelt? {begin}": "[{guess}] est-il mal orthographié ? {begin}",
    "is [{guess}] misspelt?": "[{guess}] est-il mal orthographié ?",
    "settings stand under a table of their own: write [{name}] on a line, and them below it": "les réglages ont leur propre table : écrivez [{name}] sur une ligne, et les réglages dessous",
    "must be a table": "doit être une table",
    "write [{kind}] on a line of its own": "écrivez [{kind}] seul sur une ligne",
    "has {n} more problems": "a encore {n} autres problèmes",
    "mend those listed first": "corrigez d'abord ceux de la liste",
    "is set twice": "est réglé deux fois",
    "is set twice on day {day}": "est réglé deux fois le jour {day}",
    "keep one": "gardez-en un",
    "must be a mapping from keys to values": "doit donner des valeurs à des clés",
    'for example {{"breaks.overlap": 0.5}}': 'par exemple {{"breaks.overlap": 0.5}}',
    "must be key=value": "doit s'écrire clé=valeur",
    "for example breaks.overlap=0.5": "par exemple breaks.overlap=0.5",
    # settings and their values
    "is not a known setting": "n'est pas un réglage connu",
    "is a group and must be a table of settings": "est un groupe : il doit être une table de réglages",
    "settings of [{group}]: {settings}": "réglages de [{group}] : {settings}",
    "{key}, item {n}": "{key}, élément {n}",
    "must be {what}": "doit être {what}",
    "must be {some} or {last}": "doit être {some} ou {last}",
    "must be at least {low:g}": "doit être au moins {low:g}",
    "must be at most {high:g}": "doit être au plus {high:g}",
    "must be greater than or equal to {low}": "doit être supérieur ou égal à {low}",
    "must be less than or equal to {high}": "doit être inférieur ou égal à {high}",
    "must be a finite number": "doit être un nombre fini",
    "must have {lengths} elements": "doit avoir {lengths} éléments",
    "allowed is {what}: {meaning}": "est permis : {what}. {meaning}",
    "allowed is {what} ({unit}): {meaning}": "est permis : {what} ({unit}). {meaning}",
    "true or false": "true (oui) ou false (non)",
    "one of {choices}": "l'un de {choices}",
    "a number from {low:g} to {high:g}": "un nombre de {low:g} à {high:g}",
    "a whole number from {low:g} to {high:g}": "un nombre entier de {low:g} à {high:g}",
    "a list of {numbers} from {low:g} to {high:g}": "une liste de {numbers} de {low:g} à {high:g}",
    "{n} numbers": "{n} nombres",
    "{n} whole numbers": "{n} nombres entiers",
    "1 number": "1 seul nombre",
    "1 whole number": "1 seul nombre entier",
    "{first} to {last}": "{first} à {last}",
    "{some} or {last}": "{some} ou {last}",
    "a table": "une table",
    "a number of over 30 digits": "un nombre de plus de 30 chiffres",
    # fields of heads and changes
    "is missing": "manque",
    "write {field} = … here": "écrivez ici {field} = …",
    "is not known here": "n'est pas connu ici",
    "known are {known}": "sont connus : {known}",
    "must be letters, digits and . _ + - without spaces": "doit être fait de lettres, de chiffres et de . _ + - sans espaces",
    "results are filed under the name; the title may hold anything": "les résultats sont classés sous ce nom ; le titre peut contenir n'importe quoi",
    "must be a valid string": "doit être un texte",
    "must be a valid list": "doit être une liste",
    "must be a valid dictionary": "doit être une table",
    "must be a valid integer": "doit être un nombre entier",
    "must be a valid number": "doit être un nombre",
    "must have at least 1 character": "doit avoir au moins 1 caractère",
    "must have at least 1 item": "doit avoir au moins 1 élément",
    "must have at least {least} items": "doit avoir au moins {least} éléments",
    "must have at most {most} items": "doit avoir au plus {most} éléments",
    "must have at most {most} characters": "doit avoir au plus {most} caractères",
    "must be [[changes]] tables": "doit être fait de tables [[changes]]",
    "write [[changes]] above each change": "écrivez [[changes]] au-dessus de chaque changement",
    "put what changes on one day into one table": "mettez dans une même table ce qui change le même jour",
    "the change does nothing": "le changement ne fait rien",
    "give it set = {{ … }} or action = one of {actions}": "donnez-lui set = {{ … }} ou action = l'un de {actions}",
    "belongs to an action": "va avec une action",
    "add action = one of {actions}": "ajoutez action = l'un de {actions}",
    "must be a number from {low} to {high}": "doit être un nombre de {low} à {high}",
    "must be a whole number from {low} to {high}": "doit être un nombre entier de {low} à {high}",
    "train: the share of the staff; rule_changes and crisis: how many": "train : la part des agents ; rule_changes et crisis : combien",
    'belongs to action = "train", and only to it': 'va avec action = "train", et avec elle seule',
    "it names the situation for which people are trained": "il nomme la situation à laquelle on forme les agents",
    # what is allowed and probably not meant
    "nobody ever comes: no channel has contacts a day, or demand.load, demand.weekday_profile or demand.season_profile is 0":
        "personne ne vient jamais : aucun canal n'a de contacts par jour, ou demand.load, demand.weekday_profile ou demand.season_profile est à 0",
    "what is to change on day {days} comes after the last day of the run ({last}) and has no effect":
        "ce qui doit changer le jour {days} vient après le dernier jour de la simulation ({last}) et reste sans effet",
    "{key} is set again on day {days} by a dated change: from then on that value counts":
        "{key} est réglé à nouveau le jour {days} par un changement daté : dès lors, c'est cette valeur qui compte",
    # what must hold between values
    "{what} from day {day}": "{what} à partir du jour {day}",
    "the manager's attention must sum to at most 1": "la somme des parts d'attention du manager doit être au plus 1",
    "lower one of the four shares": "abaissez l'une des quatre parts",
    "{demand:g} contacts a day and no post": "{demand:g} contacts par jour et aucun poste",
    "the {channel} channel has demand that nobody serves": "le canal {channel} a une demande que personne ne sert",
    "set {posts} to 1 or more, raise staff.blend so that others serve it too, or set {demand} to 0":
        "mettez {posts} à 1 ou plus, augmentez staff.blend pour que d'autres le servent aussi, ou mettez {demand} à 0",
    "the office has no posts at all": "le service n'a aucun poste",
    "set one of {posts} to 1 or more": "mettez l'un de {posts} à 1 ou plus",
    "{n} hours for a week of {days} days": "{n} heures pour une semaine de {days} jours",
    "{n} elements for a week of {days} days": "{n} éléments pour une semaine de {days} jours",
    "must have 1 element or as many as calendar.days_per_week ({days})": "doit avoir 1 élément ou autant que calendar.days_per_week ({days})",
    "give one hour for all days, or one a day": "donnez une heure pour tous les jours, ou une par jour",
    "give one value for all days, or one a day": "donnez une valeur pour tous les jours, ou une par jour",
    "open {first:g}, close {last:g} on day {day} of the week": "ouverture {first:g}, fermeture {last:g} le jour {day} de la semaine",
    "the office must close after it opens": "le service doit fermer après avoir ouvert",
    "hours run from 0 to 24: 13.5 is half past one": "les heures vont de 0 à 24 : 13.5 est une heure et demie de l'après-midi",
    "hours run from 0 to 24": "les heures vont de 0 à 24",
    "{starts} starts, {ends} ends, {shares} shares": "{starts} débuts, {ends} fins, {shares} parts",
    "the lists of shift starts, ends and shares must be equally long": "les listes des débuts, des fins et des parts des équipes horaires doivent avoir la même longueur",
    "give one start, one end and one share for each shift": "donnez un début, une fin et une part pour chaque équipe horaire",
    "start {start:g}, end {end:g} of shift {shift}": "début {start:g}, fin {end:g} de l'équipe horaire {shift}",
    "a shift must end after it starts": "une équipe horaire doit finir après avoir commencé",
    "the shares of the shifts must sum to 1": "la somme des parts des équipes horaires doit être 1",
    "lower or raise one of them": "abaissez ou augmentez l'une d'elles",
    "{first} and {second} must sum to at most 1": "la somme de {first} et {second} doit être au plus 1",
    "lower one of them: the rest is {rest}": "abaissez l'une d'elles : le reste est {rest}",
    "co-rumination": "la co-rumination",
    "practices that resolve": "les pratiques qui résolvent",
    'office "{name}"': 'service "{name}"',
    'the policy "{name}" does not fit: it needs an office with demand on the {channel} channel': 'la politique "{name}" ne convient pas : il lui faut un service avec une demande sur le canal {channel}',
    "choose another office, or set {channel}.per_day and {channel}.posts": "choisissez un autre service, ou réglez {channel}.per_day et {channel}.posts",
    # the file of a log
    "there is no such file": "ce fichier n'existe pas",
    "is a folder, not a file": "est un dossier, pas un fichier",
    "the file is empty": "le fichier est vide",
    "must be a CSV file (or .csv.gz), but it is {kind}": "doit être un fichier CSV (ou .csv.gz), mais c'est {kind}",
    "a zip archive or an Excel workbook": "une archive zip ou un classeur Excel",
    "an old Excel workbook": "un ancien classeur Excel",
    "a Parquet file": "un fichier Parquet",
    "a database": "une base de données",
    "a PDF document": "un document PDF",
    "a bzip2 archive": "une archive bzip2",
    "an xz archive": "une archive xz",
    "a zstandard archive": "une archive zstandard",
    "save or export it as CSV": "enregistrez-le ou exportez-le en CSV",
    "must be a CSV text file, but it holds binary data": "doit être un fichier texte CSV, mais il contient des données binaires",
    "export the log as CSV, encoded as UTF-8": "exportez le journal en CSV, encodé en UTF-8",
    "holds letters that are not encoded as those at its beginning": "contient des lettres qui ne sont pas encodées comme celles du début",
    "must be a CSV file with a header line": "doit être un fichier CSV avec une ligne d'en-tête",
    "its first line has no end": "sa première ligne ne finit pas",
    "must be a table: as many fields in every row as in the header": "doit être un tableau : autant de champs dans chaque ligne que dans l'en-tête",
    "line {line} has {saw} fields instead of {expected}": "la ligne {line} a {saw} champs au lieu de {expected}",
    "a quotation mark that is never closed": "un guillemet jamais refermé",
    "mend or remove that row": "corrigez ou supprimez cette ligne",
    "cannot be read": "ne se lit pas",
    "check that it can be opened, and fetch it again if it is damaged": "vérifiez qu'il s'ouvre, et récupérez-le à nouveau s'il est abîmé",
    "cannot be read to the end": "ne se lit pas jusqu'à la fin",
    "the file seems damaged or cut off: fetch it again": "le fichier semble abîmé ou coupé : récupérez-le à nouveau",
    "it ends too early": "il finit trop tôt",
    "what is packed in it is damaged": "ce qu'il contient de compressé est abîmé",
    "has a header and no rows": "a un en-tête et aucune ligne",
    "a log has one row a contact": "un journal a une ligne par contact",
    "the log must have at most {rows:,} rows": "le journal doit avoir au plus {rows:,} lignes",
    "the log must be at most {megabytes:,.0f} MB once unpacked": "le journal doit faire au plus {megabytes:,.0f} Mo une fois décompressé",
    "give a shorter stretch of whole days": "donnez une période plus courte, en jours entiers",
    # its columns
    "there is no column {name} ({meaning})": "il n'y a pas de colonne {name} ({meaning})",
    "there are {n} columns {name}": "il y a {n} colonnes {name}",
    "name them apart": "donnez-leur des noms différents",
    "did you mean --map {ours}={guess}?": "vouliez-vous dire --map {ours}={guess} ?",
    "tell which it is with --map {ours}=THEIRS; there are {names}": "dites laquelle c'est avec --map {ours}=LA_LEUR ; il y a {names}",
    "when the contact came: a full timestamp, or a time of day beside a date": "quand le contact est arrivé : date et heure, ou une heure à côté d'une date",
    "how it ended: agent (served), hang (gave up waiting) or phantom (ignore)": "comment il a fini : agent (servi), hang (a renoncé à attendre) ou phantom (à ignorer)",
    "time waited for a person, in seconds (or h:mm:ss); 0 if none": "attente d'un agent, en secondes (ou h:mm:ss) ; 0 s'il n'y en a pas eu",
    "time with a person, in seconds (or h:mm:ss); 0 if none": "temps avec un agent, en secondes (ou h:mm:ss) ; 0 s'il n'y en a pas eu",
    "day of the contact, where arrival is only a time of day": "jour du contact, si l'arrivée n'est qu'une heure",
    "code of the customer, 0 or empty where unknown; the same code comes again": "code du client, 0 ou vide s'il est inconnu ; le même code revient",
    "when the service began": "quand l'échange avec l'agent a commencé",
    "code of the employee who served": "code de l'agent qui a répondu",
    "must read ours=theirs": "doit s'écrire la_nôtre=la_leur",
    "for example --map arrival=start_time": "par exemple --map arrival=start_time",
    "{name} is not one of our columns": "{name} n'est pas l'une de nos colonnes",
    "ours are {names}": "les nôtres sont {names}",
    "{name} is mapped twice": "{name} est donnée deux fois",
    "two of our columns are mapped to the same one": "deux de nos colonnes sont prises dans la même",
    "give each its own column": "donnez à chacune sa colonne",
    "{name} is not one of our outcomes": "{name} n'est pas l'une de nos issues",
    "outcomes are {names}": "les issues sont {names}",
    "{theirs} would mean both {before} and {ours}": "{theirs} voudrait dire à la fois {before} et {ours}",
    "give it once": "donnez-la une seule fois",
    # what they hold
    "outcomes that are not known: {outcomes}": "des issues inconnues : {outcomes}",
    "say what they mean with --map outcome.agent=…, outcome.hang=… (gave up) or outcome.phantom=… (ignore)":
        "dites ce qu'elles veulent dire avec --map outcome.agent=… (servi), outcome.hang=… (a renoncé) ou outcome.phantom=… (à ignorer)",
    "{share:.0%} of the column cannot be read as {meaning}": "{share:.0%} de la colonne ne se lisent pas comme {meaning}",
    "a date and time, such as 1999-02-01 08:35, or 8:35, 8:35:20 or 8h35 beside a date": "une date et une heure, comme 1999-02-01 08:35, ou 8:35, 8:35:20 ou 8h35 à côté d'une date",
    "seconds, h:mm:ss or m:ss": "des secondes, h:mm:ss ou m:ss",
    "nothing": "rien",
    "is it the right column? map another with --map {key}=THEIRS": "est-ce la bonne colonne ? Donnez-en une autre avec --map {key}=LA_LEUR",
    "the arrival is only a time of day, and there is no column for its date": "l'arrivée n'est qu'une heure, et il n'y a pas de colonne pour sa date",
    "map one with --map date=THEIRS": "donnez-la avec --map date=LA_LEUR",
    "the dates could be read in more than one way: {one} or {other}": "les dates peuvent se lire de plusieurs façons : {one} ou {other}",
    "year-month-day": "année-mois-jour",
    "day.month.year": "jour.mois.année",
    "day/month/year": "jour/mois/année",
    "month/day/year": "mois/jour/année",
    "day-month-year": "jour-mois-année",
    "year/month/day": "année/mois/jour",
    "yearmonthday": "annéemoisjour",
    "write them year-month-day (1999-02-01)": "écrivez-les année-mois-jour (1999-02-01)",
    "must be a date written year-month-day": "doit être une date écrite année-mois-jour",
    "for example 1999-02-01": "par exemple 1999-02-01",
    "no rows between --from and --to": "aucune ligne entre --from et --to",
    "the log runs from {first} to {last}": "le journal va du {first} au {last}",
    "too few served contacts to fit an office: at least {n} are needed": "trop peu de contacts servis pour ajuster un service : il en faut au moins {n}",
    "{served:,} served of {contacts:,} contacts": "{served:,} servis sur {contacts:,} contacts",
    "give a longer log, or map outcome.agent to what they call a served contact": "donnez un journal plus long, ou dites par outcome.agent=… comment y est appelé un contact servi",
    "over half of the served contacts have no usable service time": "plus de la moitié des contacts servis n'ont pas de durée utilisable",
    "{some:,} of {all:,}": "{some:,} sur {all:,}",
    "is service_seconds the right column, in seconds?": "service_seconds est-elle la bonne colonne, en secondes ?",
    # what is sent to the page
    "channel must be one of {channels}": "channel doit être l'un de {channels}",
    "it is larger than {megabytes} MB": "il dépasse {megabytes} Mo",
    "unpacked it is larger than {megabytes} MB": "décompressé, il dépasse {megabytes} Mo",
    "it cannot be unpacked: it is damaged, or no gzip file": "il ne se décompresse pas : il est abîmé, ou ce n'est pas un fichier gzip",
}, "fr")
"""The French of each English template, which stands where the error is raised."""

TOML = typeset({
    "Cannot overwrite a value": "une valeur y est donnée deux fois",
    "Cannot declare (.+) twice": "{0} y est déclaré deux fois",
    "Cannot mutate immutable namespace (.+)": "{0} ne peut plus être complété",
    "Cannot redefine namespace (.+)": "{0} y est défini deux fois",
    "Duplicate inline table key (.+)": "la clé {0} est donnée deux fois dans une table en ligne",
    "Escaped character is not a Unicode scalar value": "un caractère échappé n'existe pas en Unicode",
    "Exceeds the limit (.+) for integer string conversion.*": "un nombre entier est trop long",
    "Expected ']' at the end of a table declaration": "il manque ] à la fin d'un titre de table",
    "Expected ']]' at the end of an array declaration": "il manque ]] à la fin d'un titre de table",
    "Expected '=' after a key in a key/value pair": "il manque = après une clé",
    "Expected newline or end of document after a statement": "il manque un retour à la ligne après une valeur",
    "Expected (.+)": "il manque {0}",
    "Found invalid character (.+)": "caractère interdit : {0}",
    "Illegal character (.+)": "caractère interdit : {0}",
    "Invalid date or datetime": "une date ou une heure n'est pas valide",
    "Invalid hex value": "un code de caractère n'est pas valide",
    "Invalid initial character for a key part": "une clé commence par un caractère interdit",
    "Invalid statement": "une ligne qui n'est ni une clé, ni une table",
    "Invalid value": "une valeur n'est pas valide",
    "Unclosed array": "une liste n'est pas refermée",
    "Unclosed inline table": "une table en ligne n'est pas refermée",
    "Unescaped '\\\\' in a string": "une barre oblique inverse (\\) dans un texte",
    "Unterminated string": "un texte n'est pas refermé",
}, "fr")
"""What Python's own reader of TOML says (a pattern), in French."""

PARTS = {"en": {"line": "line {line}: ", "key": "{key}: ", "given": " (given {given})", "hint": "; {hint}"},
         "fr": typeset({"line": "ligne {line} : ", "key": "{key} : ", "given": " (donné : {given})", "hint": " ; {hint}"}, "fr")}
"""How the parts of a problem are put together."""


def told(problem: Problem, lang) -> str:
    """A problem in a sentence for a page: what an option is on the command line is a field there."""
    return sentence(problem, lang).replace("--map ", "")


def in_french(problem: Problem) -> str | None:
    """A problem as the command line tells it in French, its file first; None where a part of it is English only."""
    parts = [part for part in (problem.key, problem.given, problem.allowed, problem.hint) if part]
    if not isinstance(problem.allowed, Said) or (problem.hint and not isinstance(problem.hint, (Said, Both))) or any(isinstance(part, Said) and part.template not in FRENCH for part in parts):
        return None
    return f"{problem.file} : {sentence(problem, 'fr')}"


def sentence(problem: Problem, lang) -> str:
    """A problem in a sentence; its file is not named."""
    parts = {"line": problem.line, "key": problem.key, "given": problem.given, "hint": problem.hint}
    said = {name: PARTS[lang][name].format(**{name: in_words(part, lang)}) if part else "" for name, part in parts.items()}
    return (said["line"] + said["key"] + in_words(problem.allowed, lang) + said["given"] + said["hint"])


def in_words(text, lang) -> str:
    """A text that was `Said`, or brings its French along; any other is what somebody gave or what things are called, and stays."""
    if lang == "fr" and isinstance(text, Both):
        return text.french
    if lang == "fr" and isinstance(text, Said):
        return _InFrench().vformat(FRENCH[text.template], (), text.named)
    return str(text)


class _InFrench(Formatter):
    """Fills the holes of a French template: texts in French, counts and percentages as French writes them, settings as files write them."""

    def get_value(self, key, args, kwargs):
        """What fills a hole: units and what Python's reader of TOML says are translated, all else is as it was given."""
        value = kwargs[key]
        return {"unit": lambda: unit_in(value, "fr"), "fault": lambda: _toml_fault(value)}.get(key, lambda: value)()

    def format_field(self, value, spec):
        """Texts in French, and numbers as French writes them to as many decimals as the English template asks for."""
        if isinstance(value, str):
            return in_words(value, "fr")
        decimals = int(spec[spec.index(".") + 1]) if "." in spec else 0
        if spec.endswith("%"):
            return percent(value, "fr", decimals)
        return number(value, "fr", decimals) if "," in spec else format(value, spec)


def _toml_fault(said):
    """What Python's reader of TOML says, with its place."""
    what, _, place = said.partition(" (at ")
    found = next((text.format(*match.groups()) for pattern, text in TOML.items() if (match := re.fullmatch(pattern, what))), "il ne se lit pas")
    at = re.match(r"line (\d+), column (\d+)", place)
    return found + (f" (ligne {at[1]}, colonne {at[2]})" if at else " (à la fin du fichier)" if place else "")

"""What is answered to a log or an office file that a visitor sends: in both languages at once, and no English in the French."""

import gzip
from pathlib import Path

import pytest
from one_language import english_in
from starlette.testclient import TestClient

from simulation.app import imports
from simulation.app.server import application

SAMPLE = Path(__file__).parents[1] / "data" / "bank_calls_sample.csv"
HEAD = b"arrival,outcome,queue_seconds,service_seconds,date\n"
ROWS = b"".join(b"%02d:%02d:00,agent,0,60,2024-03-04\n" % (8 + n // 60, n % 60) for n in range(250))
OFFICE = b'[office]\nname = "mine"\ntitle_en = "Mine"\ntitle_fr = "Le mien"\n'


@pytest.fixture(scope="module")
def client():
    """The application, asked without a network."""
    return TestClient(application())


def sent(client, body, name="x.csv", **asked):
    return client.post("/import", params={"name": name, **asked}, content=body)


def test_a_log_is_read_and_told_in_both_languages(client):
    told = sent(client, SAMPLE.read_bytes(), SAMPLE.name).json()
    english, french = told["said"]
    assert told["title"] == ["bank_calls_sample", "bank_calls_sample"] and told["values"]["phone.posts"] > 10
    assert len(english) == len(french) > 8 and english[0] == [
        "", "4,252 contacts, 8 February 1999 to 10 February 1999. In this log the mean wait is 0.69 min and 14.9 % gave up: compare with “Wait” and “Given up waiting” of the fitted office."]
    assert french[:2] == [["", "4\u202f252 contacts, du 8 février 1999 au 10 février 1999. Dans ce journal, l'attente moyenne est de 0,69 min et 14,9\u00a0% ont renoncé\u00a0: comparez avec "
                           "«\u00a0Attente\u00a0» et «\u00a0Abandons\u00a0» du service ajusté."], ["", "41 – phantom\u00a0: pas un contact"]]
    for (head, text), (tete, texte) in zip(english, french):
        assert bool(head) == bool(tete) and text != texte
        assert not english_in(f"{tete}. {texte}".replace("Brown et al.", "")), texte
    assert all(english_in(text) for head, text in english if head)


def test_an_office_is_told_in_its_own_words_in_either_language(client):
    told = sent(client, OFFICE + 'text_fr = "À Lyon."\n[phone]\nposts = 9\n'.encode(), "mine.toml").json()
    assert told == {"title": ["Mine", "Le mien"], "values": {"phone.posts": 9}, "changes": [], "said": [[], [["", "À Lyon."]]]}


def test_dated_changes_of_an_office_come_along(client):
    told = sent(client, OFFICE + b"[[changes]]\nday = 9\nset = { 'rest_room.exists' = false }\n[[changes]]\nday = 3\naction = 'crisis'\namount = 2\n", "mine.toml").json()
    assert told["changes"] == [{"day": 3, "set": {}, "action": "crisis", "amount": 2.0, "situation": None},
                               {"day": 9, "set": {"rest_room.exists": False}, "action": None, "amount": 0.0, "situation": None}]


BAD = {
    "empty": (b"", "le fichier est vide"),
    "an archive": (b"PK\x03\x04rest", "doit être un fichier CSV (ou .csv.gz), mais c'est une archive zip ou un classeur Excel\u00a0; enregistrez-le"),
    "no text": (bytes(range(256)) * 10, "il contient des données binaires"),
    "one line": (b"a" * 100_000, "sa première ligne ne finit pas"),
    "no rows": (HEAD, "a un en-tête et aucune ligne"),
    "no columns": (b"a,b\n1,2\n", "ligne 1\u00a0: arrival\u00a0: il n'y a pas de colonne arrival (quand le contact est arrivé"),
    "twice a column": (HEAD.replace(b"date", b"outcome") + ROWS, "il y a 2 colonnes outcome"),
    "ragged": (HEAD + ROWS + b"1,2,3,4,5,6,7\n", "(donné\u00a0: la ligne 252 a 7 champs au lieu de 5)\u00a0; corrigez ou supprimez cette ligne"),
    "an open quote": (HEAD + ROWS + b'"1,2,3,4,5\n', "un guillemet jamais refermé"),
    "another encoding": (HEAD + ROWS * 20 + "08:00:00,agent,0,60,é\n".encode("latin-1"), "encodées comme celles du début"),
    "other outcomes": (HEAD + ROWS.replace(b"agent", b"fini"), "des issues inconnues\u00a0: 'fini'\u00a0; dites ce qu'elles veulent dire avec outcome.agent=…"),
    "no numbers": (HEAD + ROWS.replace(b",60,", b",vite,"), "100\u00a0% de la colonne ne se lisent pas comme des secondes, h:mm:ss ou m:ss (donné\u00a0: vite)"),
    "no dates": (HEAD + ROWS.replace(b"2024-03-04", b"lundi"), "comme une date et une heure"),
    "no day": (HEAD.replace(b"date", b"jour") + ROWS, "il n'y a pas de colonne pour sa date (donné\u00a0: 08:00:00)\u00a0; donnez-la avec date=LA_LEUR"),
    "two ways to read": (HEAD + ROWS.replace(b"2024-03-04", b"03/04/2024"), "de plusieurs façons\u00a0: jour/mois/année ou mois/jour/année"),
    "too few": (HEAD + ROWS[:35 * 20], "trop peu de contacts servis pour ajuster un service\u00a0: il en faut au moins 200 (donné\u00a0: "),
    "no length": (HEAD + ROWS.replace(b",60,", b",0,"), "plus de la moitié des contacts servis n'ont pas de durée utilisable (donné\u00a0: 0 sur 250)"),
    "half packed": (gzip.compress(HEAD + ROWS)[:-200], "récupérez-le à nouveau s'il est abîmé"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_with_a_log_is_said_in_french(client, case):
    body, part = BAD[case]
    answer = sent(client, body)
    assert answer.status_code == 422
    english, french = ("\n".join(problems) for problems in answer.json()["problems"])
    assert part in french and english_in(english) and not english_in(french) and english != french
    assert not any(word in english + french for word in ("log.csv", "/tmp", "--map"))


BAD_OFFICES = {
    "another kind": (b"[policy]\nname = 'a'\ntitle_en = 'a'\ntitle_fr = 'a'\n", "doit être un fichier avec [office] (donné\u00a0: un fichier avec [policy])"),
    "no head": (b"# rien\n", "n'a pas de table [office]\u00a0; commencez le fichier par cette table"),
    "a misspelt head": (b"[offcie]\n", "[offcie] est-il mal orthographié\u00a0? commencez"),
    "no TOML": (OFFICE + b'name = "b"\n', "ligne 5\u00a0: n'est pas du TOML valide\u00a0: une valeur y est donnée deux fois (ligne 5, colonne 11)"),
    "no text": (b"\x00\xff", "n'est pas un fichier texte en UTF-8"),
    "a number for a name": (b"[office]\nname = 3\ntitle_en = 'a'\ntitle_fr = 'a'\n", "ligne 2\u00a0: office.name\u00a0: doit être un texte (donné\u00a0: 3)"),
    "nothing for a title": (b"[office]\nname = 'a'\ntitle_en = ''\n", "office.title_fr\u00a0: manque\u00a0; écrivez ici title_fr = …\nligne 3\u00a0: office.title_en\u00a0: doit avoir au moins 1 caractère"),
    "a value": (OFFICE + b"[breaks]\noverlap = 1.5\n", "ligne 6\u00a0: breaks.overlap\u00a0: doit être au plus 1 (donné\u00a0: 1.5)\u00a0; est permis\u00a0: un nombre de 0 à 1 (part). "),
    "an item": (OFFICE + b"[calendar]\nopen_hour = [8, 99]\n", "calendar.open_hour, élément 2\u00a0: doit être au plus 24 (donné\u00a0: 99)\u00a0; est permis\u00a0: une liste de 1 à 7 nombres"),
    "a key": (OFFICE + b"[breaks]\noverlpa = 1\n", "n'est pas un réglage connu (donné\u00a0: 1)\u00a0; vouliez-vous dire breaks.overlap\u00a0?"),
    "attention": (OFFICE + b"[manager]\nfloor = 0.9\nlistening = 0.9\n", "la somme des parts d'attention du manager doit être au plus 1 (donné\u00a0: floor 0.9 + "),
    "hours": (OFFICE + b"[calendar]\nopen_hour = [17]\nclose_hour = [8]\n", "(donné\u00a0: ouverture 17, fermeture 8 le jour 1 de la semaine)"),
    "an action": (OFFICE + b"[[changes]]\nday = 1\naction = 'trian'\n", "doit être 'train', 'rule_changes' ou 'crisis' (donné\u00a0: \"trian\")"),
    "an amount": (OFFICE + b"[[changes]]\nday = 1\naction = 'crisis'\n", "doit être un nombre entier de 1 à 10000\u00a0; train\u00a0: la part des agents"),
}


@pytest.mark.parametrize("case", BAD_OFFICES)
def test_what_is_wrong_with_an_office_is_said_in_french(client, case):
    body, part = BAD_OFFICES[case]
    answer = sent(client, body, "x.toml")
    assert answer.status_code == 422
    english, french = ("\n".join(problems) for problems in answer.json()["problems"])
    assert part in french and not english_in(french) and english != french
    assert not any(word in english + french for word in ("office.toml", "/tmp"))


@pytest.mark.parametrize("asked, part", [
    ({"channel": "pigeon"}, "channel doit être l'un de counter, phone"),
    ({"map": "arrival"}, "doit s'écrire la_nôtre=la_leur (donné\u00a0: arrival)\u00a0; par exemple arrival=start_time"),
    ({"map": "arival=t"}, "arival n'est pas l'une de nos colonnes (donné\u00a0: arival=t)\u00a0; vouliez-vous dire arrival\u00a0?"),
    ({"map": "date=a date=b"}, "date est donnée deux fois"),
    ({"map": "server=qui"}, "il n'y a pas de colonne qui (code de l'agent qui a répondu)"),
    ({"map": "outcome.hang=agent"}, "agent voudrait dire à la fois agent et hang"),
])
def test_what_is_wrong_with_how_it_is_sent_is_said_in_french(client, asked, part):
    english, french = ("\n".join(problems) for problems in sent(client, HEAD + ROWS, **asked).json()["problems"])
    assert part in french and not english_in(french) and english != french


FRENCH_LOG = ("Réf;Date d'appel;Heure;Attente (s);Durée (s);Issue\n" + "".join(f"{n % 90};04/03/2024;{8 + n // 60:02d}:{n % 60:02d}:00;0;{60 + n % 7};{'abandonné' if n % 20 == 0 else 'Traité'}\n" for n in range(300))
              + "1;05/03/2024;08:00:00;0;60;Traité\n1;13/03/2024;08:00:00;0;60;Traité\n").encode("cp1252")


def test_what_is_called_otherwise_is_asked_with_what_is_likely(client):
    """First the columns, then the outcomes; what is chosen goes into the line of pairs, where names may have spaces and apostrophes."""
    ask = sent(client, FRENCH_LOG).json()["ask"]
    assert not ask["outcomes"] and ask["theirs"] == ["Réf", "Date d'appel", "Heure", "Attente (s)", "Durée (s)", "Issue"]
    assert ask["likely"] == {"arrival": "Heure", "outcome": "Issue", "queue_seconds": "Attente (s)", "service_seconds": "Durée (s)", "date": "Date d'appel"}
    assert all(english != french for _, (english, french) in ask["ours"])
    columns = " ".join(f'{ours}="{theirs}"' for ours, theirs in ask["likely"].items())
    ask = sent(client, FRENCH_LOG, map=columns).json()["ask"]
    assert ask["outcomes"] and ask["theirs"] == ["abandonné", "traité"] and ask["likely"] == {"abandonné": "outcome.hang", "traité": "outcome.agent"}
    outcomes = " ".join(f"{ours}={theirs}" for theirs, ours in ask["likely"].items())
    told = sent(client, FRENCH_LOG, map=f"{columns} {outcomes}")
    assert told.status_code == 200 and told.json()["values"]["phone.posts"] > 0, told.json()


@pytest.mark.parametrize("name, likely", [("Reçu", "agent"), ("Parti avant l'appel", "hang"), ("not answered", "hang"), ("Appel non traité", "hang"), ("unanswered", "hang"),
                                          ("manqué", "hang"), ("Service terminé", "agent"), ("KO", "")])
def test_what_an_outcome_is_likely_to_be(name, likely):
    assert imports._likely_outcome(name) == (f"outcome.{likely}" if likely else "")


def test_what_is_likely_is_offered_once_and_a_date_alone_is_the_arrival(client):
    ask = sent(client, b"Date,Service start,Service,Wait,Status\n" + ROWS).json()["ask"]
    assert ask["likely"] == {"arrival": "Service start", "outcome": "Status", "queue_seconds": "Wait", "service_seconds": "Service", "date": "Date"}
    ask = sent(client, b"Date appel,x,y,z,t\n" + ROWS).json()["ask"]
    assert ask["likely"] == {"arrival": "Date appel", "outcome": "", "queue_seconds": "", "service_seconds": "", "date": ""}


def test_pairs_are_typed_in_many_ways():
    assert imports.pairs("") == [] and imports.pairs("arrival") == ["arrival"]
    assert imports.pairs("date=Date d'appel,  arrival=Heure; outcome.hang=\"a = b\"") == ["date=Date d'appel", "arrival=Heure", "outcome.hang=a = b"]


def test_a_file_that_has_the_columns_twice_is_not_asked_about(client):
    assert "ask" not in sent(client, HEAD.replace(b"date", b"outcome") + ROWS).json()


def test_what_cannot_be_unpacked_or_is_too_large_is_said_in_french(client, monkeypatch):
    assert sent(client, b"not packed", "x.csv.gz").json()["problems"][1][0].startswith("il ne se décompresse pas")
    assert sent(client, gzip.compress(HEAD + ROWS)[:-200], "x.csv.gz").json()["problems"][1][0].startswith("il ne se décompresse pas")
    monkeypatch.setattr(imports, "MOST_BYTES", 2_000_000)
    answer = sent(client, b"0" * 2_100_000)
    assert answer.status_code == 413 and answer.json()["problems"] == [["it is larger than 2 MB"], ["il dépasse 2 Mo"]]
    monkeypatch.setattr(imports, "MOST_UNPACKED", 1_000_000)
    assert sent(client, gzip.compress(b"0" * 5_000_000), "x.csv.gz").json()["problems"][1] == ["décompressé, il dépasse 1 Mo"]

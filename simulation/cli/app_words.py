"""What `guichet app` and `guichet export` say, in English and French."""

from ..charts.words import typeset

_WORDS = {
    "en": {
        "at": "guichet is at {address} (Ctrl-C ends it)",
        "stale": "Rules or engine have changed since the engine of the pages was made: these pages compute with the old ones. Make it again: python -m simulation.engine.wasm",
        "no_results": "There is no folder {results} yet: the page Lab will show what is put there.",
        "or": " or ",
        "alone": "Class mode: this machine is on no network, so no student can join; connect it and start again.",
        "class": ("Class mode: this machine now also listens on its local network, at {joins}\n"
                  "  Who:   everybody on that network (not the internet, unless your network lets it in); no account, no name is asked, nothing is written to disk.\n"
                  "  What:  a page on which a bet is placed in a room that you opened, by its four letters. All other pages, and the bets of others, stay on this machine.\n"
                  "  You:   lead the lesson at this machine; or, from another one, open {leads} and keep that address to yourself.\n"
                  "  Stop:  Ctrl-C closes it, and all bets are forgotten. If phones find nothing, this machine's firewall or the network keeps devices apart."),
        "file": "{file} ({size} MB): open it in a browser",
        "tables": "{folder} holds tables alone, and the page shows them as tables; charts come from the folder that guichet sweep has made",
    },
    "fr": {
        "at": "guichet est à l'adresse {address} (Ctrl-C y met fin)",
        "stale": "Les règles ou le moteur ont changé depuis que le moteur des pages a été fait : ces pages calculent avec les anciennes. Refaites-le : python -m simulation.engine.wasm",
        "no_results": "Il n'y a pas encore de dossier {results} : la page Laboratoire montrera ce qui y sera mis.",
        "or": " ou ",
        "alone": "Mode classe : cette machine n'est sur aucun réseau, aucun élève ne peut donc entrer ; connectez-la et recommencez.",
        "class": ("Mode classe : cette machine écoute désormais aussi sur son réseau local, à l'adresse {joins}\n"
                  "  Qui :    tous ceux qui sont sur ce réseau (pas internet, sauf si votre réseau le laisse entrer) ; ni compte ni nom, et rien n'est écrit sur le disque.\n"
                  "  Quoi :   une page où placer un pari dans une salle que vous avez ouverte, par ses quatre lettres. Les autres pages, et les paris des autres, restent sur cette machine.\n"
                  "  Vous :   menez la leçon sur cette machine ; ou, depuis une autre, ouvrez {leads} et gardez cette adresse pour vous.\n"
                  "  Fin :    Ctrl-C ferme tout, et les paris sont oubliés. Si les téléphones ne trouvent rien, le pare-feu de cette machine ou le réseau sépare les appareils."),
        "file": "{file} ({size} Mo) : à ouvrir dans un navigateur",
        "tables": "{folder} ne contient que des tableaux, et la page les montre ainsi ; les graphiques viennent du dossier que guichet sweep a fait",
    },
}

WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}

"""What `guichet sweep` says, in English and French."""

from ..charts.words import typeset

_WORDS = {
    "en": {
        "study": "{name}: {points} points ({kind}{policies}) × {replicates} replicates of {days} days = {runs} runs.",
        "policies": " under {n} policies",
        "grown": "{added} of the replicates were added by --until-stable to the {asked} that the file asks for.",
        "holds": "{out} holds {done} of them; {left} are left.",
        "failed_there": "{n} runs that are there have failed and stay so; --retry-failed runs them again. Causes: {causes}.",
        "again": "{n} runs that have failed are run again. Causes: {causes}.",
        "damaged": "{n} damaged parts are set aside and run again: {told}",
        "about": "{time} {where} ({run} ms a run, measured); about {size} on disk.",
        "one_worker": "measured on one worker of this machine", "worker": "with {n} worker on this machine", "workers": "with {n} workers on this machine",
        "sizes": ("kB", "MB", "GB"),
        "until": "Then replicates are added until the coefficients of variation stand still within {eps}; at most {most} a point, {runs} runs in all.",
        "adding": "{n} of {of} coefficients do not stand still yet ({worst}): replicates are added, {more} a point, {replicates} in all.",
        "worst": "most of all {outcome}, point {point}",
        "stable": "Stable: all {of} coefficients of variation stand still within {eps} with {replicates} replicates a point, {added} of them added.",
        "unstable": "NOT stable: {n} of {of} coefficients of variation do not stand still within {eps} after {replicates} replicates a point ({added} of them added; "
                    "--at-most {most}). About {more} more are needed ({worst}): raise --at-most, or EPS.",
        "undefined": "{n} more have none: a mean of zero, or no value.",
        "runs": "runs", "failed": "{n} failed",
        "interrupted": "Interrupted. {out} holds {done} of {runs} runs; the same command goes on.",
        "done": "{out}: {runs} runs in {parts}{failed}.", "parts": ("{n} part", "{n} parts"), "of_them_failed": ", {n} of them failed",
        "read": 'Read them with pandas.read_parquet("{out}"); {out}/_dictionary.csv says what each column is. Analyse them with: guichet analyse {quoted}',
        "end_failed": "{n} of {runs} runs failed: their rows have a stage and a message, most often {stage}: {message}. If the cause is gone, --retry-failed "
                      "runs them again",
    },
    "fr": {
        "study": "{name} : {points} points ({kind}{policies}) × {replicates} réplications de {days} jours = {runs} simulations.",
        "policies": " sous {n} politiques",
        "grown": "{added} des réplications ont été ajoutées par --until-stable aux {asked} que demande le fichier.",
        "holds": "{out} en contient {done} ; il en reste {left}.",
        "failed_there": "{n} simulations présentes ont échoué et restent ainsi ; --retry-failed les relance. Causes : {causes}.",
        "again": "{n} simulations qui ont échoué sont relancées. Causes : {causes}.",
        "damaged": "{n} fichiers abîmés sont mis de côté et refaits : {told}",
        "about": "{time} {where} ({run} ms par simulation, mesuré) ; environ {size} sur le disque.",
        "one_worker": "mesuré sur un exécutant de cette machine", "worker": "avec {n} exécutant sur cette machine", "workers": "avec {n} exécutants sur cette machine",
        "sizes": ("ko", "Mo", "Go"),
        "until": "Puis des réplications sont ajoutées jusqu'à ce que les coefficients de variation soient stables à {eps} près ; au plus {most} par point, "
                 "{runs} simulations en tout.",
        "adding": "{n} coefficients sur {of} ne sont pas encore stables ({worst}) : des réplications sont ajoutées, {more} par point, {replicates} en tout.",
        "worst": "surtout {outcome}, point {point}",
        "stable": "Stable : les {of} coefficients de variation sont stables à {eps} près avec {replicates} réplications par point, dont {added} ajoutées.",
        "unstable": "PAS stable : {n} coefficients de variation sur {of} ne sont pas stables à {eps} près après {replicates} réplications par point (dont {added} ajoutées ; "
                    "--at-most {most}). Il en manque environ {more} ({worst}) : augmentez --at-most, ou EPS.",
        "undefined": "{n} autres n'en ont pas : moyenne nulle, ou aucune valeur.",
        "runs": "simulations", "failed": "{n} échouées",
        "interrupted": "Interrompu. {out} contient {done} simulations sur {runs} ; la même commande reprend.",
        "done": "{out} : {runs} simulations en {parts}{failed}.", "parts": ("{n} fichier", "{n} fichiers"), "of_them_failed": ", dont {n} échouées",
        "read": 'À lire avec pandas.read_parquet("{out}") ; {out}/_dictionary.csv dit ce qu\'est chaque colonne. À analyser avec : guichet analyse {quoted}',
        "end_failed": "{n} simulations sur {runs} ont échoué : leurs lignes ont une étape et un message, le plus souvent {stage} : {message}. Si la cause a disparu, "
                      "--retry-failed les relance",
    },
}
WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}

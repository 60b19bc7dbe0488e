"""What the page of a calibration says, in English and French."""

from .words import typeset

_WORDS = {
    "en": {
        "title": "Which parameters give what was observed",
        "subtitle": "{name} · {office} · {days} working days a run · {sets} parameter sets in {waves} waves, {runs} runs in all · {date}",
        "lead": (
            "{parameters} were fitted to {patterns}. Instead of one best fit this gives an ensemble of {members} parameter sets that are all compatible with "
            "what was observed: what holds over all of them can be said, what changes from one to the next cannot. It took {sets} parameter sets "
            "({runs} runs of the model, the final check included)."
        ),
        "reached": "The tolerance asked for was reached: sets count within {epsilon} standard errors of the patterns (effective number: {effective}).",
        "not_reached": (
            "The budget was spent before the tolerance was reached with sets enough: sets count within {epsilon} standard errors of the patterns, where "
            "{tolerance} was asked "
            "for (effective number: {effective}, asked for: {members}). The ensemble is rough; raise the budget and give the command again."
        ),
        "few": "The tolerance asked for was reached ({epsilon} standard errors), but with fewer sets than asked for before the budget was spent (effective "
        "number: {effective}, asked for: "
        "{members}). The ensemble is rather rough; raise the budget and give the command again.",
        "far": "No parameter set comes near all the patterns: the nearest is {nearest} standard errors away on average. Do not use this ensemble: either "
        "the ranges, the "
        "patterns or the model are wrong here.",
        "all_fit": "Every pattern is reproduced.",
        "misfit": "Not reproduced by any part of the ensemble: {names}. The model, the range of a parameter, or the figure observed is wrong there.",
        "edge": "Met only at the edge of the accepted range: {names}. With these parameters the model does not give what lies further within together with the "
        "other patterns.",
        "all_known": "The patterns narrow every parameter.",
        "unknown": "The patterns do not identify {names}: after the fit they are almost as uncertain as before. Whatever hangs on them stays open.",
        "pressed": "Pressed against an end of its range: {names}. What fits may lie beyond: widen the range, or ask what else is set wrong.",
        "hardly": "Hardly narrowed: {names}.",
        "together": "Identified only together: {pairs}. One can be raised if the other follows; their single intervals hide this.",
        "noisy": "The model's own chance exceeds what is uncertain about {names}: with more replicates or longer runs the ensemble would be narrower.",
        "failed": "{n} parameter sets gave no value for some pattern and are left out.",
        "many": "{n} parameters",
        "one": "One parameter",
        "patterns": "{n} patterns",
        "pattern": "one pattern",
        "marginals": "Parameters: before and after",
        "marginals_text": "Bars: the ensemble. Dashed line: the prior, the same height everywhere. Where the bars are as flat as the line, the patterns say "
        "nothing of this "
        "parameter.",
        "pairs": "Parameters two by two",
        "pairs_text": "Each dot is a member, over the whole prior ranges. A slanting band: only a combination of the two is known.",
        "fit": "Patterns: observed, before, after",
        "fit_text": "Observed: its 90 % interval, or the accepted range. Ensemble: 90 % of the members, run once more in new worlds. Before: 90 % of the "
        "sets of the first wave, "
        "which covers the prior.",
        "rows": {"observed": "observed", "ensemble": "ensemble", "prior": "before the fit"},
        "waves": "How the waves closed in",
        "columns": {
            "parameter": "Parameter",
            "prior": "Prior",
            "interval": "90 % of the ensemble",
            "median": "Median",
            "narrower": "Narrower than the prior by",
            "identified": "Identified",
            "pattern": "Pattern",
            "observed": "Observed",
            "mean": "Mean of the ensemble",
            "reproduced": "Reproduced",
            "noise": "Chance of the model",
            "source": "Source",
            "wave": "Wave",
            "sets": "Parameter sets so far",
            "runs": "Runs so far",
            "epsilon": "Distance within which sets count",
            "effective": "Effective number of sets",
            "nearest": "Nearest set",
        },
        "yes": {"yes": "yes", "hardly": "hardly", "no": "no"},
        "true": "yes",
        "false": "no",
        "density": "density, prior = 1",
        "origin": "Where this comes from",
        "facts": ("Command", "Version", "Study", "Office and policy", "Seed", "Fingerprint of the study"),
        "wave_run": "wave {n}",
        "check": "check",
        "method": "Method: approximate Bayesian computation in waves (a Sobol wave over the prior, then population Monte Carlo), all sets weighed together, "
        "sets within the "
        "tolerance moved along a local linear regression; the error of a pattern and the chance of the model both widen the ensemble. See "
        "simulation/docs/architecture.md.",
    },
    "fr": {
        "title": "Quels paramètres donnent ce qui a été observé",
        "subtitle": "{name} · {office} · {days} jours ouvrés par simulation · {sets} jeux de paramètres en {waves} vagues, {runs} simulations en tout · "
        "{date}",
        "lead": (
            "{parameters} ont été ajustés à {patterns}. Plutôt qu'un meilleur ajustement, on obtient un ensemble de {members} jeux de paramètres, tous "
            "compatibles avec "
            "ce qui a été observé : ce qui vaut pour tous peut être affirmé, ce qui change de l'un à l'autre ne le peut pas. Il a fallu {sets} jeux de "
            "paramètres "
            "({runs} simulations, vérification finale comprise)."
        ),
        "reached": "La tolérance demandée est atteinte : comptent les jeux à moins de {epsilon} erreur type des motifs (nombre effectif : {effective}).",
        "not_reached": (
            "Le budget est épuisé avant que la tolérance soit atteinte avec assez de jeux : comptent ceux à moins de {epsilon} erreurs types des motifs, "
            "pour {tolerance} demandée "
            "(nombre effectif : {effective}, demandé : {members}). L'ensemble est grossier ; augmentez le budget et redonnez la commande."
        ),
        "few": "La tolérance demandée est atteinte ({epsilon} erreur type), mais avec moins de jeux que demandé avant la fin du budget (nombre effectif : "
        "{effective}, demandé : {members}). "
        "L'ensemble est un peu grossier ; augmentez le budget et redonnez la commande.",
        "far": "Aucun jeu de paramètres n'approche tous les motifs : le plus proche en est à {nearest} erreurs types en moyenne. N'utilisez pas cet "
        "ensemble : les intervalles, "
        "les motifs ou le modèle sont faux ici.",
        "all_fit": "Tous les motifs sont reproduits.",
        "misfit": "Aucune partie de l'ensemble ne reproduit : {names}. Le modèle, l'intervalle d'un paramètre ou le chiffre observé y est faux.",
        "edge": "Atteint seulement au bord de l'intervalle accepté : {names}. Avec ces paramètres, le modèle ne donne pas ce qui est plus à l'intérieur en "
        "même temps que les autres motifs.",
        "all_known": "Les motifs resserrent tous les paramètres.",
        "unknown": "Les motifs n'identifient pas {names} : après l'ajustement, l'incertitude est presque la même qu'avant. Tout ce qui en dépend reste "
        "ouvert.",
        "pressed": "Plaqué contre un bout de son intervalle : {names}. Ce qui convient est peut-être au-delà : élargissez-le, ou cherchez quel autre réglage est faux.",
        "hardly": "À peine resserrés : {names}.",
        "together": "Identifiés seulement ensemble : {pairs}. L'un peut monter si l'autre suit ; leurs intervalles séparés le cachent.",
        "noisy": "Le hasard propre au modèle dépasse l'incertitude sur {names} : avec plus de réplications ou des simulations plus longues, l'ensemble "
        "serait plus étroit.",
        "failed": "{n} jeux de paramètres ne donnent pas de valeur pour un motif et sont écartés.",
        "many": "{n} paramètres",
        "one": "Un paramètre",
        "patterns": "{n} motifs",
        "pattern": "un motif",
        "marginals": "Les paramètres, avant et après",
        "marginals_text": "Barres : l'ensemble. Tirets : la loi a priori, partout de même hauteur. Là où les barres sont aussi plates que la ligne, les "
        "motifs ne disent rien de ce "
        "paramètre.",
        "pairs": "Les paramètres deux à deux",
        "pairs_text": "Chaque point est un membre, sur toute l'étendue a priori. Une bande oblique : seule une combinaison des deux est connue.",
        "fit": "Les motifs : observés, avant, après",
        "fit_text": "Observé : son intervalle à 90 %, ou l'intervalle accepté. Ensemble : 90 % des membres, simulés à nouveau dans d'autres mondes. Avant : "
        "90 % des jeux de la "
        "première vague, qui couvre l'a priori.",
        "rows": {"observed": "observé", "ensemble": "ensemble", "prior": "avant l'ajustement"},
        "waves": "Comment les vagues se resserrent",
        "columns": {
            "parameter": "Paramètre",
            "prior": "A priori",
            "interval": "90 % de l'ensemble",
            "median": "Médiane",
            "narrower": "Plus étroit que l'a priori de",
            "identified": "Identifié",
            "pattern": "Motif",
            "observed": "Observé",
            "mean": "Moyenne de l'ensemble",
            "reproduced": "Reproduit",
            "noise": "Hasard du modèle",
            "source": "Source",
            "wave": "Vague",
            "sets": "Jeux jusque-là",
            "runs": "Simulations jusque-là",
            "epsilon": "Distance où un jeu compte",
            "effective": "Nombre effectif de jeux",
            "nearest": "Jeu le plus proche",
        },
        "yes": {"yes": "oui", "hardly": "à peine", "no": "non"},
        "true": "oui",
        "false": "non",
        "density": "densité, a priori = 1",
        "origin": "D'où viennent ces résultats",
        "facts": ("Commande", "Version", "Étude", "Service et politique", "Graine", "Empreinte de l'étude"),
        "wave_run": "vague {n}",
        "check": "vérification",
        "method": "Méthode : calcul bayésien approché par vagues (une vague de Sobol sur l'a priori, puis Monte-Carlo par populations), tous les jeux pesés "
        "ensemble, ceux de la "
        "tolérance déplacés le long d'une régression linéaire locale ; l'erreur d'un motif et le hasard du modèle élargissent tous deux "
        "l'ensemble. Voir "
        "simulation/docs/architecture.md.",
    },
}
WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}

"""The JSON Schema of a study file, for editors: made from the forms that check it (`study_form.py`; for a study to be calibrated `calibration/form.py`, too),
with what each entry means in both languages."""

from ..measures.outcomes import DAILY_COLUMNS, OUTCOMES
from ..scenario import GROUPS, PARAMETERS
from ..scenario.schema import group_schema, parameter_schema
from .calibration.form import FEWEST_REPLICATES, MOST_PATTERNS, CalibrationTable, PatternTable
from .study_form import DESIGNS, MOST_AXES, AxisTable, StudyHead

SAID = {
    "name": ("Results are filed under it: letters, digits and . _ + - without spaces.", "Les résultats sont rangés sous ce nom : lettres, chiffres et . _ + - sans espaces."),
    "title_en": ("Title in English.", "Titre en anglais."), "title_fr": ("Title in French.", "Titre en français."),
    "text_en": ("A few words in English.", "Quelques mots en anglais."), "text_fr": ("A few words in French.", "Quelques mots en français."),
    "office": ("Office: a shipped name, or a file beside this one.", "Service : un nom fourni, ou un fichier à côté de celui-ci."),
    "policies": ("Policies to lay over the office, in turn; the first is the one that others are compared with. None: the office as it is.",
                 "Politiques appliquées tour à tour au service ; les autres sont comparées à la première. Aucune : le service tel quel."),
    "years": ("Length of a run; may be a fraction.", "Durée d'une simulation ; peut être une fraction."),
    "replicates": ("Runs of each point of the design, each under another seed; may grow later.", "Simulations de chaque point, chacune sous une autre graine ; peut augmenter plus tard."),
    "seed": ("Seed of the first replicate, or of the design.", "Graine de la première réplication, ou du plan."),
    "seeds": ("common: a replicate has the same seed at all points (twin worlds); independent: each run has its own.",
              "common : une réplication a la même graine à tous les points (mondes jumeaux) ; independent : chaque simulation a la sienne."),
    "outcomes": ("Outcomes to keep, or \"all\".", "Résultats à garder, ou « all » (tous)."),
    "kind": ("Which values of the axes are run together.", "Quelles valeurs des axes sont simulées ensemble."),
    "points": ("Points of the design (Saltelli: base samples); a power of two for Sobol and Saltelli.", "Points du plan (Saltelli : échantillons de base) ; une puissance de deux pour Sobol et Saltelli."),
    "second_order": ("Also the samples for indices of second order.", "Aussi les échantillons pour les indices de second ordre."),
    "trajectories": ("How many trajectories.", "Nombre de trajectoires."),
    "levels": ("Levels of each axis, an even number.", "Niveaux de chaque axe, un nombre pair."),
    "file": ("A table, CSV or Parquet, with a column for each key.", "Une table, CSV ou Parquet, avec une colonne par clé."),
    "key": ("The parameter that the axis sets.", "Le paramètre que l'axe fixe."), "keys": ("Parameters that move together.", "Paramètres qui varient ensemble."),
    "values": ("Its values; of linked keys each time a list, one value a key.", "Ses valeurs ; pour des clés liées, chaque fois une liste, une valeur par clé."),
    "low": ("The lower end of a range; of linked keys a list.", "Le bas d'un intervalle ; une liste pour des clés liées."),
    "high": ("The upper end of a range; of linked keys a list.", "Le haut d'un intervalle ; une liste pour des clés liées."),
    "steps": ("How many levels a grid takes from low to high.", "Nombre de niveaux qu'une grille prend de low à high."),
    "scale": ("log: even in logarithms.", "log : régulier en logarithmes."),
    "wave": ("Parameter sets of each wave, a power of two.", "Jeux de paramètres de chaque vague, une puissance de deux."),
    "budget": ("Parameter sets of all waves, at most; may be raised later.", "Jeux de paramètres de toutes les vagues, au plus ; peut augmenter plus tard."),
    "tolerance": ("Mean distance from the patterns that is aimed for, in standard errors.", "Distance moyenne visée entre résultats et observations, en erreurs types."),
    "members": ("Parameter sets in the ensemble.", "Jeux de paramètres de l'ensemble."),
    "data": ("A CSV of patterns beside this file, as `guichet import-staff` writes it.", "Un CSV d'observations à côté de ce fichier, tel que `guichet import-staff` l'écrit."),
    "measure": ("What was observed: an outcome, or a column of the daily table.", "Ce qui a été observé : un résultat, ou une colonne de la table quotidienne."),
    "value": ("The value observed, in the unit of the measure.", "La valeur observée, dans l'unité de la mesure."),
    "error": ("Its standard error.", "Son erreur type."),
    "accept": ("Instead of value and error: lower and upper end of a range within which the true value lies.",
               "Au lieu de value et error : le bas et le haut d'un intervalle qui contient la vraie valeur."),
    "source": ("Where it was seen.", "Où elle a été relevée."),
}
"""What each entry means, in English and French. The name of an axis means the same as that of a study, but for the filing."""

CALIBRATION_KIND = ("May be left out.", "Peut être omis.")
AXIS_NAME = ("What the axis is called in the design table; its key if not given.", "Nom de l'axe dans la table du plan ; sa clé par défaut.")


def schema() -> dict:
    """The schema (Draft 4, which editors read). It cannot say all that is checked: what a value of a key may be, `guichet check` tells."""
    head, axis = _form(StudyHead), _form(AxisTable)
    keys, outcomes = sorted(PARAMETERS), [outcome.key for outcome in OUTCOMES]
    head["properties"]["outcomes"]["anyOf"][1]["items"] = {"enum": outcomes}
    axis["properties"]["key"]["enum"] = axis["properties"]["keys"]["items"]["enum"] = keys
    axis["properties"]["name"]["description"] = "\n".join(AXIS_NAME)
    axis["allOf"] = [{"oneOf": [{"required": ["key"]}, {"required": ["keys"]}]}, {"oneOf": [{"required": ["values"]}, {"required": ["low", "high"]}]}]
    calibration, pattern = _form(CalibrationTable), _form(PatternTable)
    calibration["properties"]["kind"]["description"] = "\n".join(CALIBRATION_KIND)
    pattern["properties"]["measure"]["enum"] = [*outcomes, *DAILY_COLUMNS]
    pattern["oneOf"] = [{"required": ["value", "error"]}, {"required": ["accept"]}]
    pattern["dependencies"] = {"value": ["error"], "error": ["value"]}
    return {
        "$schema": "http://json-schema.org/draft-04/schema#", "title": "guichet study",
        "description": "A study file of guichet: an office under policies, axes over declared parameters, replicates, and a design; or, to be calibrated, patterns.",
        "type": "object", "required": ["study"], "additionalProperties": False,
        "properties": {
            "study": head, "design": {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": list(DESIGNS)}},
                                      "oneOf": [_form(design) for design in DESIGNS.values()]},
            "axes": {"type": "array", "minItems": 1, "maxItems": MOST_AXES, "items": axis,
                     "description": "Axes of the design, none with a table; or the parameters to fit, each with its range."},
            "set": {"type": "object", "description": "Values laid over office and policies, before the axes.", "additionalProperties": False,
                    "properties": {group: group_schema(group) for group in GROUPS} | {
                        key: parameter_schema(PARAMETERS[key]) for key in keys}},
            "calibration": calibration | {"description": "In place of [design]: the study is to be calibrated (`guichet calibrate`). May be empty."},
            "patterns": {"type": "array", "maxItems": MOST_PATTERNS, "items": pattern, "description": "What was observed, to be fitted."},
        },
        "oneOf": [{"required": ["design"], "not": {"anyOf": [{"required": ["calibration"]}, {"required": ["patterns"]}]}}, _calibrated()],
    }


def _calibrated():
    """What a study to be calibrated asks beyond its tables: ranges, replicates, worlds of their own, one policy at most, and patterns here or in a file."""
    return {
        "required": ["calibration", "axes"], "not": {"required": ["design"]},
        "properties": {
            "study": {"properties": {"replicates": {"minimum": FEWEST_REPLICATES}, "seeds": {"enum": ["independent"]}, "policies": {"maxItems": 1}},
                      "not": {"required": ["outcomes"]}},
            "axes": {"items": {"required": ["low", "high"]}},
        },
        "anyOf": [{"required": ["patterns"], "properties": {"patterns": {"minItems": 1}}}, {"properties": {"calibration": {"required": ["data"]}}}],
    }


def _form(model):
    """A table of a study file."""
    made = _draft4(model.model_json_schema())
    for name, entry in made["properties"].items():
        entry["description"] = "\n".join(SAID[name])
    return {key: value for key, value in made.items() if key in ("type", "required", "properties", "additionalProperties")}


def _draft4(made):
    """What pydantic gives, in words of Draft 4: an entry that may be left out is left out, not null."""
    if isinstance(made, list):
        return [_draft4(one) for one in made]
    if not isinstance(made, dict):
        return made
    one_of = [one for one in made.get("anyOf", ()) if one.get("type") != "null"]
    if len(one_of) == 1:
        made = one_of[0]
    made = {key: _draft4(value) for key, value in made.items() if not (key == "title" and isinstance(value, str)) and not (key == "default" and value is None)}
    if "const" in made:
        made["enum"] = [made.pop("const")]
    if "exclusiveMinimum" in made:
        made |= {"minimum": made["exclusiveMinimum"], "exclusiveMinimum": True}
    return made

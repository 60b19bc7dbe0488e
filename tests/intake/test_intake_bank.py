"""The whole bank log, where it is at hand: the figures known of it, and how near its simulation comes."""

import pytest

from simulation.intake.compare import LOG, OWN, compare, with_model
from simulation.intake.office import office


def test_known_figures(bank_fit):
    assert bank_fit.log.rows == 23_552 and bank_fit.log.set_aside == {"phantom": 206}
    assert dict(zip(bank_fit.week.names(), zip(bank_fit.week.opens, bank_fit.week.closes))) == {
        **{name: (7.0, 24.0) for name in ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday")},
        "Friday": (7.0, 14.0),
        "Saturday": (19.5, 24.0),
    }
    assert bank_fit.roster.planned.max() <= 8


def test_what_brown_et_al_describe(bank_fit):
    """Lognormal services, 7 % of a few seconds, patience with a heavier tail than exponential, days that differ more than chance."""
    assert bank_fit.service.distance < 0.03 and 0.05 < bank_fit.service.short < 0.09
    assert bank_fit.patience.shape + 3 * bank_fit.patience.errors[1] < 1
    assert bank_fit.all.dispersion > 5
    assert bank_fit.after_short.share > 5 * bank_fit.returns.share_error + bank_fit.returns.share


def test_its_own_days_come_close(bank_fit):
    found = compare(bank_fit, office(bank_fit, "bank")[0], with_model("phone"), seeds=5)
    means = found.means()
    assert means.loc[OWN, "contacts"] == pytest.approx(means.loc[LOG, "contacts"], rel=0.03)
    assert means.loc[OWN, "wait"] == pytest.approx(means.loc[LOG, "wait"], rel=0.2)
    assert means.loc[OWN, "gone"] == pytest.approx(means.loc[LOG, "gone"], rel=0.2)
    assert found.shape(OWN) > 0.4 and found.shape(OWN, "contacts") > 0.98

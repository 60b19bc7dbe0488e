"""Mechanism 7, overhearing: what those within earshot learn from an episode, and what it costs them."""

from .compile import rule


@rule
def notices(u, chance, severity):
    """Tell whether a neighbour notices an episode: chance x (0.5 + severity). Source: seed S0; S82."""
    return 1 if u < chance * (0.5 + severity) else 0


@rule
def shock(strain_cost, share):
    """Give the strain that a witness feels: strain_cost x share, in points. Source: Spencer & Rupp 2009 (P15)."""
    return strain_cost * share

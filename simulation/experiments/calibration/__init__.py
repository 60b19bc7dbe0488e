"""Calibration: which sets of parameters give what was observed. `form` reads the study, `abc` weighs parameter sets, `waves` runs them, `ensemble` is
what is kept and what conclusions hold over it.

Nothing is imported here: each piece is loaded when it is needed.
"""

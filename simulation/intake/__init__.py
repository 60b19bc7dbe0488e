"""Real input: from a log of contacts to an office scenario and a one-page report of the fit.

`read` and `clean` turn a file into a table of contacts, `fit` estimates what the scenario needs, `office` writes it,
`report` shows it, `compare` puts the log and its simulation side by side. Nothing is imported here: each piece is
loaded when it is needed.
"""

"""What the runs of a study tell: each method is a pure function of the design table and the table of rows.

design: a row for each point, with an integer `point` and a column for each axis; rows: a row for each run, with `point`, `replicate`,
`seed` and a column for each outcome. Intervals have the level of `paired.LEVEL` unless another is asked for.
"""

"""What the manager sees against what is so: three ways of studying one virtual office, held against its full tables.

`office` lays a run out to be studied and declares what the instruments assume; `documents`, `interviews` and `observation` are the three instruments,
`truth` is what they are held against: each a function that gives a `View`. `facts` declares what is estimated; `job` does it in many worlds.
"""

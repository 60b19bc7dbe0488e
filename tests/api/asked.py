"""What is asked of the public API and of the command line alike: three policies over a tiny office."""

TINY = {"counter.posts": 2, "counter.per_day": 25.0, "phone.posts": 2, "phone.per_day": 60.0, "mail.posts": 1, "mail.per_day": 10.0, "demand.population": 400}
POLICIES = ["laissez_faire", "present", "discreet"]
YEARS = 8 / 220

"""What all tests share: how hypothesis looks for examples (the same ones on every machine)."""

from hypothesis import HealthCheck, settings

settings.register_profile("guichet", derandomize=True, deadline=None, database=None,
                          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
settings.load_profile("guichet")

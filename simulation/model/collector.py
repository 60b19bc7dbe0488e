"""What Mesa's batch runner asks of a model: the daily table, seen step by step."""

from bisect import bisect_right

from ..measures.daily import NAMES


class ByStep:
    """A column of the daily table as a sequence over steps: at each step, the last day that had ended; NaN before the first."""

    def __init__(self, model, column):
        self.model, self.column = model, column

    def __getitem__(self, step):
        day = bisect_right(self.model.day_ends, step) - 1
        return self.model.daily[day][self.column] if day >= 0 else float("nan")


class DailyCollector:
    """Stands where `mesa.batch_run` looks for a `DataCollector`; nothing is collected twice. `get_model_vars_dataframe()` gives the daily table."""

    def __init__(self, model):
        self.model = model
        self.model_vars = {name: ByStep(model, column) for column, name in enumerate(NAMES)}
        self.agent_reporters, self.agenttype_reporters = {}, {}
        self._agent_records, self._agenttype_records = {}, {}

    @property
    def _collection_steps(self):
        return range(self.model.steps)

    def get_model_vars_dataframe(self):
        """Give the daily table, a row a day."""
        import pandas as pd
        return pd.DataFrame(self.model.daily, columns=list(NAMES))

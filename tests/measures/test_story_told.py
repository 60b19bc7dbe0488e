"""Stories: every line rests on rows of the log; scripted logs are told as they were; names are stable and found."""

import itertools
import json
import re

import pytest
from conftest_measures import log_of  # see below

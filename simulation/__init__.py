"""guichet: an agent-based simulation of front-office communities of practice."""

__version__ = "0.1.0"

"""The Mesa driver, the reference: the office, its employees, users and manager, and their places."""

from .employee import Employee
from .manager import Manager
from .office import FrontOffice
from .user import User

__all__ = ["Employee", "FrontOffice", "Manager", "User"]

"""The documents, and the command that writes the tables in them."""

"""What is shown of results: one file a figure (numbers first, then the picture), the answer in words, and the report that holds them
all."""

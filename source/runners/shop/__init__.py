"""A small bookshop: the app that the Django bank's code blocks query."""

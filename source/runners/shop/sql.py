"""Show the SQL that Django sends, in lines that fit a printed column.

    with show_sql():
        list(Book.objects.filter(year=1815))

Each statement is what the database got, with its values; only line breaks are
added. `show_sql(columns=False)` puts `...` for the columns of a SELECT.
"""
import contextlib
import re
import textwrap

from django.db import connection
from django.test.utils import CaptureQueriesContext

CLAUSES = re.compile(
    r" (?=(?:FROM|INNER JOIN|LEFT OUTER JOIN|WHERE|GROUP BY|HAVING|ORDER BY"
    r"|LIMIT|SET|VALUES|RETURNING|UNION)\b)"
)
COLUMNS = re.compile(r'^SELECT (DISTINCT )?.*? FROM (?=")')


@contextlib.contextmanager
def show_sql(columns=True, width=72):
    """Print each statement that the `with` block sends, when it ends."""
    with CaptureQueriesContext(connection) as seen:
        yield seen
    for query in seen:
        print(wrap(query["sql"], columns, width))


def wrap(sql, columns=True, width=72):
    """The statement with a line for each clause, none wider than `width`."""
    if not columns:
        sql = COLUMNS.sub(r"SELECT \1... FROM ", sql)
    lines = []
    for clause in CLAUSES.sub("\n", sql).splitlines():
        indent = "  " if lines else ""
        if len(indent + clause) > width and " ON " in clause:
            table, clause = clause.split(" ON ", 1)
            lines.append(indent + table)
            clause, indent = "ON " + clause, "    "
        lines += textwrap.wrap(
            clause, width, initial_indent=indent, subsequent_indent="    ",
            break_long_words=False, break_on_hyphens=False,
        )
    return "\n".join(lines)

"""The rows that every block finds: the same ids, names and dates on each run."""
import datetime as dt
from decimal import Decimal

from django.apps import apps
from django.conf import settings

from shop.models import Author, Book, Genre, Order, OrderLine, Publisher

PUBLISHERS = [("Penguin", "London"), ("Vintage", "New York"), ("Everyman", "London")]
AUTHORS = [
    ("Jane Austen", 1775),
    ("Mary Shelley", 1797),
    ("Virginia Woolf", 1882),
    ("George Orwell", 1903),
    ("Herman Melville", 1819),  # none of his books is in the shop
]
GENRES = ["Romance", "Satire", "Gothic", "Science fiction", "Modernist"]
# title, author, publisher, year of first publication, price, stock, genres
BOOKS = [
    ("Pride and Prejudice", 1, 1, 1813, "9.50", 12, [1, 2]),
    ("Emma", 1, 2, 1815, "8.00", 5, [1]),
    ("Frankenstein", 2, 1, 1818, "7.25", 8, [3, 4]),
    ("Mrs Dalloway", 3, 3, 1925, "11.00", 0, [5]),
    ("Orlando", 3, None, 1928, "10.00", 2, [2, 5]),
    ("Animal Farm", 4, 1, 1945, "6.75", 20, [2]),
    ("Nineteen Eighty-Four", 4, 2, 1949, "9.00", 15, [4]),
]
# customer, email, placed on, status, lines (book, quantity)
ORDERS = [
    ("Ada", "ada@example.com", (2026, 1, 5), "sent", [(1, 1), (3, 2)]),
    ("Grace", "grace@example.com", (2026, 2, 14), "paid", [(7, 1)]),
    ("Ada", "ada@example.com", (2026, 3, 1), "new", [(6, 3), (7, 1)]),
]


def insert():
    """Insert all rows in a few statements; the tables must exist and be empty."""
    Publisher.objects.bulk_create(Publisher(name=n, city=c) for n, c in PUBLISHERS)
    Author.objects.bulk_create(Author(name=n, born=y) for n, y in AUTHORS)
    Genre.objects.bulk_create(Genre(name=n) for n in GENRES)
    Book.objects.bulk_create(
        Book(title=title, author_id=author, publisher_id=publisher, year=year,
             price=Decimal(price), stock=stock)
        for title, author, publisher, year, price, stock, _ in BOOKS
    )
    link = Book.genres.through
    link.objects.bulk_create(
        link(book_id=book, genre_id=genre)
        for book, row in enumerate(BOOKS, 1) for genre in row[-1]
    )
    Order.objects.bulk_create(
        Order(customer=customer, email=email, status=status,
              placed=dt.datetime(*day, 12, tzinfo=dt.timezone.utc))
        for customer, email, day, status, _ in ORDERS
    )
    OrderLine.objects.bulk_create(
        OrderLine(order_id=order, book_id=book, quantity=quantity,
                  price=Decimal(BOOKS[book - 1][4]))
        for order, row in enumerate(ORDERS, 1) for book, quantity in row[-1]
    )
    if settings.AUTH_USER_MODEL == "auth.User":
        insert_users()
    insert_permissions()


def insert_users():
    """Two users with the password "secret": ada may do all, grace nothing special."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User

    joined = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
    User.objects.bulk_create(
        User(username=name, email=f"{name}@example.com", date_joined=joined,
             password=make_password("secret"), is_staff=boss, is_superuser=boss)
        for name, boss in [("ada", True), ("grace", False)]
    )


def insert_permissions():
    """Four permissions for each model of the shop; elsewhere `migrate` makes them."""
    from django.contrib.auth.management import create_permissions

    create_permissions(apps.get_app_config("shop"), verbosity=0)

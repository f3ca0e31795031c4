"""What the shop sells, and to whom. The rows are in rows.py."""
from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=100, unique=True)
    city = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class Author(models.Model):
    name = models.CharField(max_length=100)
    born = models.PositiveSmallIntegerField()

    def __str__(self):
        return self.name


class Genre(models.Model):
    name = models.CharField(max_length=50, unique=True)

    def __str__(self):
        return self.name


class Book(models.Model):
    title = models.CharField(max_length=200)
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    publisher = models.ForeignKey(
        Publisher, models.SET_NULL, null=True, blank=True, related_name="books"
    )
    genres = models.ManyToManyField(Genre, blank=True, related_name="books")
    year = models.PositiveSmallIntegerField()
    price = models.DecimalField(max_digits=6, decimal_places=2)
    stock = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/books/{self.pk}/"


class Order(models.Model):
    class Status(models.TextChoices):
        NEW = "new", "New"
        PAID = "paid", "Paid"
        SENT = "sent", "Sent"

    customer = models.CharField(max_length=100)
    email = models.EmailField()
    placed = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.NEW
    )

    def __str__(self):
        return f"Order {self.pk} ({self.customer})"


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, models.PROTECT, related_name="lines")
    quantity = models.PositiveSmallIntegerField(default=1)
    price = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "book"], name="one_line_per_book"),
        ]

    def __str__(self):
        return f"{self.quantity} x {self.book}"

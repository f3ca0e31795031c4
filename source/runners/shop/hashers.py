"""Password hashing that costs no time."""
from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """Django's default hasher with one iteration, so that a block need not wait."""

    iterations = 1

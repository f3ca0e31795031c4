"""The app's configuration."""
from django.apps import AppConfig

import shop


class ShopConfig(AppConfig):
    name = "shop"
    # The block's own part of the package: its templates and commands are found.
    path = shop.__path__[0]

"""Run one code block of the Django bank inside a small Django project.

    python3 django_project.py < block      # in an empty folder

What a block may count on:

- The app `shop`: its models (shop/models.py) and rows (shop/rows.py), in an
  in-memory SQLite database; its helper `shop.sql.show_sql`. Two users, ada (may
  do all) and grace, with the password "secret"; the permissions of its models.
- The block is a module of that app: models it defines get their tables, and its
  `urlpatterns` is the URLconf, its dict `templates` {name: source} is searched
  for templates first, then the folder templates/, then those of the apps.
- An UPPERCASE name that Django knows as a setting, assigned to a literal at the
  top level, is in force before Django starts. `...` as an element of a list
  stands for the elements the list has by default:
  `MIDDLEWARE = [..., "shop.middleware.Timing"]`.
- A line `# accounts/models.py` (a folder, a name, .py, .html or .txt) begins a
  file of that name; a line `# try it` ends the last one. What is in no file is
  run, after all files are written. Folders with Python files become installed
  apps; a file of `shop` is added to the end of the one that is there; urls.py
  beside a settings.py, or alone, is the URLconf; all of settings.py is in force.
- Mail goes to `django.core.mail.outbox`, uploads to media/ in the folder; time
  zone UTC. Installed: auth, contenttypes, sessions, messages, staticfiles, admin
  (sites register only what the block registers), and rest_framework where the
  block mentions it. The test environment is set up, so `Client()` works.
- Where a block mentions `migrate` or `migrations`, apps that it defines in files
  get no tables of their own accord.

Nothing is written outside the current folder.
"""
import ast
import os
import pathlib
import re
import runpy
import sys
import types

HERE = pathlib.Path(__file__).parent
FOLDER = pathlib.Path.cwd()
FILE_LINE = re.compile(r"# ((?:[\w.-]+/)*[\w.-]+\.(?:py|html|txt))$")
APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

VALIDATORS = [
    "UserAttributeSimilarityValidator",
    "MinimumLengthValidator",
    "CommonPasswordValidator",
    "NumericPasswordValidator",
]


def split(block):
    """The code to run, its lines where they were, and {path: text} of the files."""
    code, files, path = [], {}, None
    for line in block.splitlines():
        mark = FILE_LINE.match(line)
        if mark or line == "# try it":
            path = mark and mark[1]
            code.append("")
        elif path:
            files[path] = files.get(path, "") + line + "\n"
            code.append("")
        else:
            code.append(line)
    return "\n".join(code) + "\n", files


def write(files):
    """Write the files; one that `shop` has already is added to its end."""
    for path, text in files.items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        there = HERE / path
        before = there.read_text() + "\n\n" if there.is_file() else ""
        target.write_text(before + text)


def apps_of(files):
    """The top folders with Python files, but for shop and the settings' folder."""
    tops = [path.split("/")[0] for path in files if "/" in path and path.endswith(".py")]
    projects = [path.split("/")[0] for path in files if path.endswith("/settings.py")]
    return [top for top in dict.fromkeys(tops) if top not in ["shop", *projects]]


def settings_in(code, files):
    """The settings that the block makes, by name."""
    from django.conf import global_settings

    found = {}
    for statement in ast.parse(code).body:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        name = getattr(statement.targets[0], "id", "")
        if hasattr(global_settings, name) and name.isupper() or name == "REST_FRAMEWORK":
            try:
                found[name] = ast.literal_eval(statement.value)
            except ValueError:
                pass  # not a literal, so not for us
    for path in files:
        if pathlib.PurePath(path).name == "settings.py":
            made = runpy.run_path(str(FOLDER / path))
            found |= {name: value for name, value in made.items() if name.isupper()}
    return found


def url_conf(files):
    """The module with the project's `urlpatterns`."""
    for path in files:
        folder = pathlib.PurePath(path).parent
        if pathlib.PurePath(path).name == "urls.py" and (
            str(folder) == "." or f"{folder}/settings.py" in files
        ):
            return path.removesuffix(".py").replace("/", ".")
    return "shop.block"


def defaults(block, files, module):
    """The settings of the project, near to what `startproject` writes."""
    drf = ["rest_framework"] if "rest_framework" in block else []
    return {
        "SECRET_KEY": "only for the code blocks of the question bank",
        "DEBUG": False,
        "ALLOWED_HOSTS": ["testserver", "localhost"],
        "INSTALLED_APPS": [*APPS, *drf, *apps_of(files), "shop"],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        "ROOT_URLCONF": url_conf(files),
        "TEMPLATES": [{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", Templates(module)),
                    ("django.template.loaders.filesystem.Loader", [FOLDER / "templates"]),
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }],
        # A name that all threads share, so that async code sees the same tables.
        "DATABASES": {"default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": "file:shop?mode=memory&cache=shared",
        }},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "PASSWORD_HASHERS": [
            "shop.hashers.QuickHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}"}
            for name in VALIDATORS
        ],
        "MIGRATION_MODULES": {"shop": None},
        "STATIC_URL": "static/",
        "MEDIA_URL": "media/",
        "MEDIA_ROOT": FOLDER / "media",
        "TIME_ZONE": "UTC",
        "USE_TZ": True,
    }


def merge(own, block):
    """The block's settings over our own, `...` replaced by what it stands for."""
    from django.conf import global_settings

    for name, value in block.items():
        if isinstance(value, (list, tuple)) and ... in value:
            before = own.get(name, getattr(global_settings, name, []))
            before = [element for element in before if element not in value]
            place = value.index(...)
            value = [*value[:place], *before, *value[place + 1:]]
        own[name] = value
    return own


class Templates:
    """The block's dict `templates`, looked up when a template is asked for."""

    def __init__(self, module):
        self.module = module

    def __getitem__(self, name):
        return self.module.templates[name]


class Tables:
    """Makes tables and rows before the first statement that could need them.

    Django calls this around each statement, BEGIN too, so that what is made
    outlives a transaction that is rolled back.
    """

    def __init__(self, unmanaged):
        self.unmanaged = unmanaged  # labels of apps that migrate by themselves
        self.known = set()  # (database, label of the model)

    def connect(self, connection, **_):
        connection.execute_wrappers.insert(0, self.before)

    def before(self, execute, sql, params, many, context):
        self.make(context["connection"])
        return execute(sql, params, many, context)

    def make(self, connection):
        from django.apps import apps

        alias = connection.alias
        new = [
            model for model in apps.get_models(include_auto_created=True)
            if (alias, model._meta.label) not in self.known and self.ours(model._meta)
        ]
        if not new:
            return
        fill = alias == "default" and not any(alias == known for known, _ in self.known)
        # First of all, because the statements below come by here as well.
        self.known |= {(alias, model._meta.label) for model in new}
        seen = len(connection.queries_log)
        editor = connection.schema_editor()
        editor.deferred_sql = []
        for model in new:
            if not model._meta.auto_created:  # its tables come with its owner's
                editor.create_model(model)
        for statement in editor.deferred_sql:
            editor.execute(statement)
        if fill:
            from shop import rows
            rows.insert()
        while len(connection.queries_log) > seen:
            connection.queries_log.pop()

    def ours(self, options):
        return (
            options.managed and not options.proxy and not options.swapped
            and options.app_label not in self.unmanaged
        )


def run(code, module):
    """Run the code as the module `shop.block`."""
    sys.modules[module.__name__] = module
    exec(compile(code, "block.py", "exec"), module.__dict__)


def main():
    block = sys.stdin.read()
    code, files = split(block)
    write(files)
    sys.path[0] = str(FOLDER)
    sys.path.insert(1, str(HERE))

    import shop
    from django.conf import settings
    shop.__path__ = [str(FOLDER / "shop"), str(HERE / "shop")]
    module = types.ModuleType("shop.block")
    module.__file__ = str(FOLDER / "block.py")
    module.urlpatterns = []
    module.templates = {}
    settings.configure(**merge(defaults(block, files, module), settings_in(code, files)))

    import django
    from django.db.backends.signals import connection_created
    tables = Tables(apps_of(files) if "migrat" in block else [])
    connection_created.connect(tables.connect)
    django.setup()

    from django.test.utils import setup_test_environment
    setup_test_environment()
    run(code, module)


if __name__ == "__main__":
    main()

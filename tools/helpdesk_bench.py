"""django-helpdesk's public ticket form, for ``tools/intake_bench.py``: a ticket a line, and its cost.

Runs with an interpreter that has django-helpdesk, not the portal's. Its argument: a folder for its data.
"""

import secrets
import sys
import time
import types

import django
from django.conf import settings

FOLDER = sys.argv[1]
OWN = ("admin", "auth", "contenttypes", "sessions", "sites", "messages", "humanize", "staticfiles")
LAYERS = (
    "contrib.sessions.middleware.SessionMiddleware",
    "middleware.common.CommonMiddleware",
    "middleware.csrf.CsrfViewMiddleware",
    "contrib.auth.middleware.AuthenticationMiddleware",
    "contrib.messages.middleware.MessageMiddleware",
)
CONTEXT = (
    "contrib.auth.context_processors.auth",
    "template.context_processors.request",
    "contrib.messages.context_processors.messages",
)
settings.configure(
    SECRET_KEY=secrets.token_hex(),
    ALLOWED_HOSTS=["*"],
    SITE_ID=1,
    ROOT_URLCONF="addresses",
    USE_TZ=True,
    INSTALLED_APPS=[*(f"django.contrib.{name}" for name in OWN), "rest_framework", "helpdesk"],
    MIDDLEWARE=[f"django.{name}" for name in LAYERS],
    STATIC_URL="/static/",
    MEDIA_ROOT=FOLDER,
    MEDIA_URL="/media/",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    HELPDESK_TEAMS_MODE_ENABLED=False,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [f"django.{name}" for name in CONTEXT]},
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"{FOLDER}/helpdesk.db",
            "ATOMIC_REQUESTS": True,
            # The same promises as the portal's database.
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"},
        }
    },
)
addresses = types.ModuleType("addresses")
addresses.urlpatterns = []
sys.modules["addresses"] = addresses
django.setup()

from django.core import mail  # noqa: E402 - Django's parts want its settings first
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import include, path  # noqa: E402

addresses.urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
call_command("migrate", verbosity=0)

from helpdesk.models import Queue, Ticket  # noqa: E402

queue = Queue.objects.create(
    title="Public", slug="public", allow_public_submission=True, email_address="desk@portal.example"
)
print("ready", flush=True)
for line in sys.stdin:
    mail.outbox, before, client = [], Ticket.objects.count(), Client()
    ticket = {
        "queue": queue.pk,
        "title": "UK Responsible Person",
        "body": line.strip(),
        "priority": 3,
        "submitter_email": "lin@maker.example",
    }
    start = time.process_time()
    answer = client.post("/tickets/submit/", ticket)
    spent = time.process_time() - start
    assert Ticket.objects.count() == before + 1, (answer.status_code, answer.content[:2000])
    print(spent, flush=True)

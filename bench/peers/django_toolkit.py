"""django-oauth-toolkit on SQLite and nothing else: no session, no template, no middleware, DEBUG off.

Run as a program it makes the database in the folder it is run in: the asking client and the tokens that standard
input asks for, in JSON. Imported by gunicorn it is the application.
"""

import json
import logging
import os
import sys
from datetime import timedelta

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="a key for the cookies of the bench, which sets none",
    ALLOWED_HOSTS=["localhost"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "oauth2_provider"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.abspath("django.db"),
            # The connection stays open from one request to the next.
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    LOGGING_CONFIG=None,
    OAUTH2_PROVIDER={"SCOPES": {"read": "Read", "introspection": "Introspect"}},
)
django.setup()
logging.disable(logging.WARNING)

# All of these are there only once Django has been set up.
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from oauth2_provider.views import IntrospectTokenView  # noqa: E402

urlpatterns = [path("introspect/", IntrospectTokenView.as_view())]
application = get_wsgi_application()


def fill(stored, distinct, client):
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone
    from oauth2_provider.models import AccessToken, Application
    from oauthlib.common import generate_token

    # The file remembers it: readers need no lock then.
    connection.cursor().execute("pragma journal_mode = wal")
    call_command("migrate", verbosity=0)
    bots = [User.objects.create(username=f"bot-{number}") for number in range(10)]
    application = Application.objects.create(
        client_id=client["id"],
        client_secret=client["secret"],
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        user=bots[0],
    )
    expires = timezone.now() + timedelta(days=1)
    tokens = [generate_token(48) for _ in range(stored)]
    AccessToken.objects.bulk_create(
        [
            AccessToken(
                user=bots[number % len(bots)],
                application=application,
                token=token,
                expires=expires,
                scope="read",
            )
            for number, token in enumerate(tokens)
        ],
        batch_size=100,
    )
    return {"tokens": tokens[:: max(1, stored // distinct)][:distinct]}


if __name__ == "__main__":
    print(json.dumps(fill(**json.load(sys.stdin))))

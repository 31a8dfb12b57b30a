"""The door of the server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paroffice.config.settings")
application = get_wsgi_application()

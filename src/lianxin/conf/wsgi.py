"""The WSGI application. ASGI is not offered: every view is synchronous and would only get slower."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.conf.settings")

application = get_wsgi_application()

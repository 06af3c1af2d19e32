"""What a web server calls."""

from regia.web.starting import start

start()

from django.core.wsgi import get_wsgi_application  # noqa: E402 settings come first

application = get_wsgi_application()

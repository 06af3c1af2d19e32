"""Django's settings; what differs from one installation to another comes from the environment."""

from datetime import timedelta
from pathlib import Path

from regia.web.database import database
from regia.web.home import home, prepare, secret_key
from regia.web.oidc import providers
from regia.web.proxy import allowed_hosts, trusted_proxy
from regia.web.reach import companies_folder, reach

HERE = Path(__file__).parent
OWN_APPS = (
    "frame",
    "people",
    "entrance",
    "members",
    "connections",
    "today",
    "landscape",
    "systems",
    "concepts",
    "interfaces",
    "matching",
    "entities",
    "journeys",
    "findings",
    "comparison",
    "radar",
    "direction",
    "runs",
    "search",
    "design",
)

prepare()
SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = allowed_hosts()
ROOT_URLCONF = "regia.web.urls"
WSGI_APPLICATION = "regia.web.wsgi.application"
DATABASES = {"default": database(home())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The cache counts failed sign-ins, so all processes must see the same one.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

INSTALLED_APPS = [
    *(f"regia.web.{name}" for name in OWN_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "regia.web.proxy.ForwardedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "regia.web.frame.preferences.PreferencesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "regia.web.visit.TellErrorsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "regia.web.navigation.surroundings",
            ],
            "builtins": ["regia.web.frame.templatetags.saying"],
        },
    }
]
FORM_RENDERER = "regia.web.frame.forms.Renderer"

# People
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "companies"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
    )
]
ACCOUNT_ADAPTER = "regia.web.entrance.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if trusted_proxy() else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Regia"
SOCIALACCOUNT_ADAPTER = "regia.web.entrance.adapters.OutsideAccountAdapter"
SOCIALACCOUNT_PROVIDERS = providers()
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False

# What may be connected from a page, and where new companies are made
SOURCE_REACH = reach()
COMPANIES_FOLDER = companies_folder()

# Languages: sentences are written in the code, in both; Django's own come with Django.
LANGUAGE_CODE = "en"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: from our own packages and from installed ones, nothing from the network.
STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STATICFILES_FINDERS = [
    "regia.web.frame.finders.FontFinder",
    "regia.web.frame.picture_styles.PictureStyleFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Work that takes longer than a page
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_NAME = "regia-session"
CSRF_COOKIE_NAME = "regia-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "regia.web.visit.form_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if trusted_proxy():
    CSRF_TRUSTED_ORIGINS = [trusted_proxy()]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stream": {"class": "logging.StreamHandler"}, "nowhere": {"class": "logging.NullHandler"}},
    "loggers": {
        "django": {"handlers": ["stream"], "level": "ERROR"},
        # Whoever knocks under another name is refused, and cannot fill the log.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}

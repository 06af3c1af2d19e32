"""Sign-in through a company's own identity provider (OpenID Connect), where the environment names one."""

import os
from pathlib import Path

from regia.workspace.secrets import resolve

Settings = dict[str, object]


def providers() -> Settings:
    """Return allauth's settings for the provider of `REGIA_OIDC_URL`; nothing where there is none.

    Raises:
        SecretError: `REGIA_OIDC_SECRET` (`env:NAME` or `file:PATH`) leads nowhere.
    """
    url = os.environ.get("REGIA_OIDC_URL")
    if not url:
        return {}
    app = {
        "provider_id": "company",
        "name": os.environ.get("REGIA_OIDC_NAME", "OpenID Connect"),
        "client_id": os.environ.get("REGIA_OIDC_CLIENT_ID", ""),
        "secret": resolve(os.environ.get("REGIA_OIDC_SECRET", ""), Path.cwd()),
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

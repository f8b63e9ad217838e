"""The site that staff's passkeys are bound to, as the configuration names it."""

from survivor_portal.security.passkeys import Site
from survivor_portal.web.deps import current_config
from survivor_portal.web.shell import portal_name


def passkey_site() -> Site:
    """Give the host and origin people type, with the neutral name that devices show for it."""
    return Site.at(current_config().public_url, portal_name())

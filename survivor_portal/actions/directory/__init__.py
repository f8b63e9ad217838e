"""The service directory: bringing it in, and finding services in it."""

from survivor_portal.actions.directory.importing import Counts, ImportReport, import_directory
from survivor_portal.actions.directory.listing import (
    ServiceCard,
    ServicesPage,
    Shelf,
    needs_of,
    services_by_need,
    shelves,
)
from survivor_portal.actions.directory.pages import ServicePage, service_for

__all__ = [
    "Counts",
    "ImportReport",
    "ServiceCard",
    "ServicePage",
    "ServicesPage",
    "Shelf",
    "import_directory",
    "needs_of",
    "service_for",
    "services_by_need",
    "shelves",
]

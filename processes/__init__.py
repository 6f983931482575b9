"""The library of services: one folder a service, data only, and the catalogue that finds and loads them."""

from processes.catalogue import CatalogueError, LocalText, Service, find_service, load_services

__all__ = ["CatalogueError", "LocalText", "Service", "find_service", "load_services"]

"""Places by name: the Geocoder protocol, and geopy's services behind it."""

from geo.geocode.geocoder import ChainGeocoder, Geocoder
from geo.geocode.pace import Pace
from geo.geocode.service import ServiceGeocoder, provider
from geo.geocode.services import SERVICES, Service

__all__ = [
    "SERVICES",
    "ChainGeocoder",
    "Geocoder",
    "Pace",
    "Service",
    "ServiceGeocoder",
    "provider",
]

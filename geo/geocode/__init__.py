"""Places by name: the Geocoder protocol, and geopy's services behind it."""

from geo.geocode.geocoder import ChainGeocoder, Geocoder
from geo.geocode.pace import Pace, Turns
from geo.geocode.remembered import Answers, RememberedGeocoder, Shelf
from geo.geocode.service import Answer, ServiceGeocoder, provider
from geo.geocode.services import SERVICES, Service

__all__ = [
    "SERVICES",
    "Answer",
    "Answers",
    "ChainGeocoder",
    "Geocoder",
    "Pace",
    "RememberedGeocoder",
    "Service",
    "ServiceGeocoder",
    "Shelf",
    "Turns",
    "provider",
]

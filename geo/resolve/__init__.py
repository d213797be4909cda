"""Which place each toponym means.

    resolver = Resolver(Gazetteer.open())
    resolver.resolve(article, toponyms)

The whole article decides: what follows a name, the words of type beside it, the countries and
provinces named, the places near it, and where the outlet is at home.
"""

from geo.resolve.homes import Homes
from geo.resolve.ranker import Weights, load_weights
from geo.resolve.reasons import UNKNOWN
from geo.resolve.resolver import Resolver

__all__ = ["UNKNOWN", "Homes", "Resolver", "Weights", "load_weights"]

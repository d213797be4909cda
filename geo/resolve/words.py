"""The words around and inside a name that say what kind of place it is, and who speaks.

English, Spanish, French and Portuguese, lower case, without points. The masks have one bit for
each kind of place, in the gazetteer's order.
"""

from __future__ import annotations

import re

COUNTRY, ADMIN1, ADMIN2, POPULATED, REGION, WATER, OTHER = (1 << bit for bit in range(7))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _masks(rows: dict[int, str]) -> dict[str, int]:
    return {word: mask for mask, words in rows.items() for word in words.split()}


TYPES = _masks(
    {
        COUNTRY: """
        republic nation kingdom republica république pays país country
        """,
        ADMIN1: """
        province state governorate oblast prefecture governor gov sen senator krai emirate
        provincia estado gobernador gouvernorat gouverneur wilaya canton voivodeship
        muhafazah
        """,
        ADMIN1 | ADMIN2: """
        department departamento département region región région district distrito
        division provinces districts departments departamentos régions territory
        territoire regency préfecture
        """,
        ADMIN2: """
        county counties parish parishes borough municipio municipality município cercle
        arrondissement raion rayon municipalities
        """,
        POPULATED: """
        city town village township neighborhood neighbourhood suburb capital mayor
        downtown hamlet settlement camp kibbutz outskirts streets resident residents
        cities towns villages ciudad pueblo aldea localidad alcalde capitale ville commune
        maire localité quartier cidade vila prefeito barrio suburbs centro
        """,
        REGION: """
        peninsula plateau valley desert mountains archipelago basin delta península valle
        vallée désert
        """,
        WATER: """
        river lake sea gulf bay strait ocean channel río lago mar golfo fleuve lac mer
        golfe rivière
        """,
    }
)
"""What a type word beside a name asks for: "province of X", "X county", "ciudad de X"."""

LINKS = _words("of de del du des da do d la le the el l las los")
"""Words that may stand between a type word and its name."""

STRIPPED = _words(
    """
    air airport aldea archipelago area base basin bay beach border borough camp camps
    capital center central centre cercle cities city ciudad coast coastal college
    commonwealth commune community council councils counties county creek d de del delta
    departamento departement department des desert district districts distrito division
    downtown du east eastern el est estado este gouvernorat governorate greater gulf
    harbor harbour heights high hospital inner international isla island islands isle
    kingdom krai la lake las le los lower mainland metro metropolitan mid military
    mountains municipality municipio neighborhood neighbourhood nord norte north northeast
    northeastern northern northwest northwestern oblast occidental occupied oeste of old
    oriental ouest outer parish parishes park part parts peninsula plateau police port
    prefecture province provinces provincia pueblo puerto quartier raion rayon refugee
    regency region republic river rural school south southeast southeastern southern
    southwest southwestern state states sub suburb suburbs sud sur territoire territory
    the town towns township university upper upstate valley villa village ville west
    western wilaya zone
    """
)
"""Folded words that are taken off both ends of a name which is not known as it stands."""

NEVER_ALONE = STRIPPED | _words(
    """
    agency al and association at avenue bank big black blue bridge building bureau care
    church club committee company court daily e et family farm field fire first fort
    foundation garden gardens general grand great green group health hill hills home house
    in institute land law league life little market medical memorial ministry mount
    mountain national new news office oil point post power press public red road royal
    saint san santa saudi second society station street team third times union united van
    von water white world y
    """
)
"""Folded words that are no place of their own when they are part of an unknown name."""

LOCATIVES = _words(
    """
    across against around at au aux between by cerca contra dans de del depuis desde du em
    en entre for from hacia in inside into na near no of on outside over para por près
    sobre sur through to toward towards vers with within à
    """
)
"""Prepositions that make the name after them a place or an object, not a speaker."""

_AUXILIARIES = _words(
    """
    has have had also later again repeatedly then now yesterday today on ha han había también a
    ont avait aussi
    """
)
_VERBS = _words(
    """
    said says say warned warns accused accuses denied denies condemned condemns announced
    announces insisted insists urged urges rejected rejects vowed vows threatened threatens
    demanded demands claimed claims blamed blames refused refuses agreed replied responded
    declared stated protested criticized criticised recalled expelled imposed retaliated pledged
    dismissed argued argues signalled signaled
    dijo advirtió acusó negó condenó anunció insistió instó rechazó amenazó exigió afirmó declaró
    respondió aseguró acordó denunció
    dit déclaré averti accusé accuse nié condamné condamne annoncé annonce insisté exhorté rejeté
    menacé exigé affirmé affirme répondu dénoncé dénonce estime refusé demande demandé
    """
)
SPEECH_STARTS = _VERBS | _AUXILIARIES | {"called", "calls"}
"""The words that a verb of speech or decision begins with, or those that may go before it."""

SPEECH = re.compile(
    rf"(?i)\s(?:(?:{'|'.join(sorted(_AUXILIARIES - {'on'}))}|on \w+day)\s){{0,3}}"
    rf"(?:{'|'.join(sorted(_VERBS))}|calls? (?:on|for)|called (?:on|for))\b"
)
"""A verb of speech or decision directly after its subject."""

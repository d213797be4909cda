"""The words of the calendar, in English, Spanish and French, folded."""

from __future__ import annotations


def _numbered(lines: str, first: int) -> dict[str, int]:
    return {
        word: number
        for number, line in enumerate(lines.strip().splitlines(), first)
        for word in line.split()
    }


WEEKDAYS = _numbered(
    """
monday lunes lundi
tuesday martes mardi
wednesday miercoles mercredi
thursday jueves jeudi
friday viernes vendredi
saturday sabado samedi
sunday domingo dimanche
""",
    0,
)
MONTHS = _numbered(
    """
january enero janvier jan ene janv
february febrero fevrier feb fev
march marzo mars mar
april abril avril apr abr avr
may mayo mai
june junio juin jun
july julio juillet jul juil
august agosto aout aug ago
september septiembre setiembre septembre sept sep
october octubre octobre oct
november noviembre novembre nov
december diciembre decembre dec dic
""",
    1,
)
AMBIGUOUS_MONTHS = frozenset(["may", "march", "mar", "mars", "ago", "sep", "jan", "ene", "mai"])
MONTH_LEADS = frozenset(
    [
        "in",
        "of",
        "en",
        "de",
        "du",
        "since",
        "during",
        "last",
        "late",
        "early",
        "mid",
        "this",
        "fin",
        "debut",
        "finales",
        "principios",
        "mediados",
        "inicios",
        "desde",
        "depuis",
        "pasado",
        "through",
        "until",
        "by",
        "courant",
        "mi",
    ]
)
EARLY = frozenset(["early", "beginning", "start", "principios", "comienzos", "inicios", "debut"])
MIDDLE = frozenset(["mid", "middle", "mediados", "mi", "milieu"])
LATE = frozenset(["late", "end", "finales", "fines", "fin"])

# Days before the reference: (first, last, precision).
RELATIVE: dict[tuple[str, ...], tuple[int, int, int]] = {
    ("today",): (0, 0, 1),
    ("tonight",): (0, 0, 1),
    ("this", "morning"): (0, 0, 1),
    ("this", "afternoon"): (0, 0, 1),
    ("this", "evening"): (0, 0, 1),
    ("this", "noon"): (0, 0, 1),
    ("yesterday",): (1, 1, 1),
    ("last", "night"): (1, 1, 1),
    ("last", "evening"): (1, 1, 1),
    ("overnight",): (1, 0, 1),
    ("day", "before", "yesterday"): (2, 2, 1),
    ("hoy",): (0, 0, 1),
    ("esta", "manana"): (0, 0, 1),
    ("esta", "tarde"): (0, 0, 1),
    ("esta", "noche"): (0, 0, 1),
    ("esta", "madrugada"): (0, 0, 1),
    ("ayer",): (1, 1, 1),
    ("anoche",): (1, 1, 1),
    ("anteayer",): (2, 2, 1),
    ("antier",): (2, 2, 1),
    ("anteanoche",): (2, 2, 1),
    ("aujourd", "hui"): (0, 0, 1),
    ("ce", "matin"): (0, 0, 1),
    ("ce", "soir"): (0, 0, 1),
    ("cet", "apres", "midi"): (0, 0, 1),
    ("hier",): (1, 1, 1),
    ("avant", "hier"): (2, 2, 1),
    ("cette", "nuit"): (1, 0, 1),
    ("la", "nuit", "derniere"): (1, 1, 1),
    ("recent", "days"): (7, 0, 2),
    ("past", "few", "days"): (7, 0, 2),
    ("last", "few", "days"): (7, 0, 2),
    ("ultimos", "dias"): (7, 0, 2),
    ("derniers", "jours"): (7, 0, 2),
    ("recent", "weeks"): (30, 0, 3),
    ("ultimas", "semanas"): (30, 0, 3),
    ("dernieres", "semaines"): (30, 0, 3),
    ("past", "week"): (7, 0, 2),
}
THIS_WEEK = frozenset([("this", "week"), ("esta", "semana"), ("cette", "semaine")])
LAST_WEEK = frozenset(
    [
        ("last", "week"),
        ("previous", "week"),
        ("semana", "pasada"),
        ("pasada", "semana"),
        ("semaine", "derniere"),
        ("semaine", "passee"),
    ]
)
WEEKEND = frozenset(
    [("weekend",), ("week", "end"), ("fin", "de", "semana")],
)
THIS_MONTH = frozenset([("this", "month"), ("este", "mes"), ("ce", "mois")])
LAST_MONTH = frozenset(
    [("last", "month"), ("mes", "pasado"), ("pasado", "mes"), ("mois", "dernier")]
)
LAST_YEAR = frozenset(
    [
        ("last", "year"),
        ("ano", "pasado"),
        ("pasado", "ano"),
        ("an", "dernier"),
        ("annee", "derniere"),
    ]
)
SMALL_NUMBERS = frozenset(
    [
        *["a", "an", "un", "una", "une", "several", "few", "dos", "tres", "deux", "trois"],
        *["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    ]
)
FIRST_YEAR, LAST_YEAR_READ = 1900, 2100
HOURS_OF_DAY = 24
THIS_YEAR = frozenset([("this", "year"), ("este", "ano"), ("cette", "annee")])
ANCHORED = {
    ("previous", "day"): 1,
    ("previous", "night"): 1,
    ("day", "earlier"): 1,
    ("day", "before"): 1,
    ("night", "before"): 1,
    ("dia", "anterior"): 1,
    ("noche", "anterior"): 1,
    ("vispera",): 1,
    ("la", "veille"): 1,
    ("same", "day"): 0,
    ("mismo", "dia"): 0,
    ("meme", "jour"): 0,
}
DAYS = frozenset(["day", "days", "dia", "dias", "jour", "jours", "nights"])
WEEKS = frozenset(["week", "weeks", "semana", "semanas", "semaine", "semaines"])
MONTH_UNITS = frozenset(["month", "months", "mes", "meses", "mois"])
YEARS = frozenset(["year", "years", "ano", "anos", "an", "ans", "annees", "decades", "decade"])
HOURS = frozenset(["hour", "hours", "hora", "horas", "heure", "heures"])
AGO = frozenset(["ago"])
VAGUE = frozenset(["few", "several", "some", "varios", "varias", "quelques", "plusieurs"])
BEFORE = frozenset(["before", "antes", "avant"])
SINCE = frozenset(["since", "desde", "depuis"])
# "the 19 April Movement", "Movimiento 19 de Abril", "avenida 9 de Julio".
NAMED_AFTER_DAYS = frozenset(
    [
        *["movement", "front", "group", "organization", "brigade", "battalion", "command"],
        *["commando", "forces", "people's", "avenue", "street", "square", "plaza", "park"],
        *["boulevard", "bridge", "revolution"],
    ]
)
NAMED_BEFORE_DAYS = frozenset(
    [
        *["movimiento", "mouvement", "avenida", "avenue", "calle", "rue", "plaza", "place"],
        *["batallon", "brigada", "comando"],
    ]
)
EARLIER = frozenset(["earlier", "before", "antes", "avant"])
NIGHTS = frozenset(["night", "noche", "nuit", "madrugada"])
PAST = frozenset(["last", "past", "previous", "ultimas", "ultimos", "dernieres", "derniers"])
NEXT = frozenset(
    ["next", "coming", "upcoming", "proximo", "proxima", "prochain", "prochaine", "viene"]
)
LAST = frozenset(["last", "past", "pasado", "pasada", "dernier", "derniere"])

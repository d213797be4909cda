"""Tables of places in the form that GeoNames publishes, and one of a user's own."""

from geo.gazetteer import Gazetteer

KHARTOUM = 379252


def line(number, name, group, code, *, alternates="", admin1="47", admin2="", people=0, at=None):
    """One line of GeoNames' published table."""
    lat, lon = at or (13.4, 25.1)
    fields = (
        number, name, name, alternates, lat, lon, group, code, "SD", "", admin1, admin2, "", "",
        people, "", 500, "Africa/Khartoum", "2024-01-01",
    )  # fmt: skip
    return "\t".join(map(str, fields)) + "\n"


DUMP = (
    line(99000001, "Nahr Qazbir", "H", "STM", alternates="Qazbir River,نهر قزبير")
    + line(99000002, "Jebel Wazzanur", "T", "MT")
    + line(99000003, "Zamkora Camp", "S", "CMPRF")
    + line(99000004, "Tarbash Ulya", "P", "PPL", people=40)
    + line(KHARTOUM, "Khartoum", "P", "PPLC", admin1="29", people=7)
    + line(408646, "Darfur Unit", "A", "ADM1")
)
OWN = (
    "name,lat,lon,alternates,admin1_iso,population\n"
    "Paris,13.0,25.0,Parisa;Old Paris,SD-DW,\n"
    "Camp Qumbari,12.5,24.5,مخيم قمباري,SD-DW,900\n"
)


def written(path, text):
    path.write_text(text, encoding="utf-8", newline="")
    return path


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ids(query, **options):
    return [place.id for place in Gazetteer.open().geocode(query, **options)]

"""Every service against one contract, on a server of this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

import geo
from geo.errors import GeocodingError
from geo.geocode import SERVICES, ChainGeocoder, Pace, ServiceGeocoder, provider
from geo.records import Place

ESMERALDAS = {
    "nominatim": [
        {
            "osm_type": "relation", "osm_id": 108089, "class": "boundary", "type": "administrative",
            "addresstype": "state", "name": "Esmeraldas", "lat": "0.8", "lon": "-79.3",
            "display_name": "Esmeraldas, Ecuador", "extratags": {"population": "553 900"},
            "address": {"state": "Esmeraldas", "country_code": "ec", "ISO3166-2-lvl4": "EC-E"},
        },
        {
            "osm_type": "node", "osm_id": 7, "class": "place", "type": "town", "lat": "-20.1",
            "lon": "-40.2", "display_name": "Esmeraldas, Brasil", "address": {"country_code": "br"},
        },
    ],
    "photon": {
        "features": [
            {
                "properties": {
                    "osm_type": "R", "osm_id": 108089, "osm_value": "administrative",
                    "type": "state", "name": "Esmeraldas", "countrycode": "EC",
                    "state": "Esmeraldas",
                },
                "geometry": {"coordinates": [-79.3, 0.8]},
            },
            {
                "properties": {"osm_type": "N", "osm_id": 7, "osm_value": "town",
                               "name": "Esmeraldas", "countrycode": "BR"},
                "geometry": {"coordinates": [-40.2, -20.1]},
            },
        ]
    },
    "geonames": {
        "geonames": [
            {
                "geonameId": 3657986, "name": "Esmeraldas", "lat": "0.8", "lng": "-79.3",
                "fcl": "A", "fcode": "ADM1", "countryCode": "EC", "adminName1": "Esmeraldas",
                "adminCodes1": {"ISO3166_2": "E"}, "population": 553900,
            },
            {
                "geonameId": 7, "name": "Esmeraldas", "lat": "-20.1", "lng": "-40.2", "fcl": "P",
                "fcode": "PPL", "countryCode": "BR",
            },
        ]
    },
    "arcgis": {
        "candidates": [
            {
                "address": "Esmeraldas, Ecuador", "location": {"x": -79.3, "y": 0.8},
                "attributes": {"PlaceName": "Esmeraldas", "Type": "State or Province",
                               "Region": "Esmeraldas", "Country": "ECU"},
            },
            {
                "address": "Esmeraldas, Brasil", "location": {"x": -40.2, "y": -20.1},
                "attributes": {"Type": "City", "Country": "BRA"},
            },
        ]
    },
    "opencage": {
        "status": {"code": 200, "message": "OK"},
        "results": [
            {
                "components": {
                    "_type": "state", "state": "Esmeraldas", "country_code": "ec",
                    "ISO_3166-1_alpha-2": "EC", "ISO_3166-2": ["EC-E"],
                },
                "formatted": "Esmeraldas, Ecuador", "geometry": {"lat": 0.8, "lng": -79.3},
            },
            {
                "components": {"_type": "city", "city": "Esmeraldas", "country_code": "br"},
                "formatted": "Esmeraldas, Brasil", "geometry": {"lat": -20.1, "lng": -40.2},
            },
        ],
    },
    "pelias": {
        "features": [
            {
                "properties": {"gid": "whosonfirst:region:1", "layer": "region",
                               "name": "Esmeraldas", "country_a": "ECU", "region": "Esmeraldas"},
                "geometry": {"coordinates": [-79.3, 0.8]},
            },
            {
                "properties": {"gid": "osm:n7", "layer": "locality", "name": "Esmeraldas",
                               "country_code": "BR"},
                "geometry": {"coordinates": [-40.2, -20.1]},
            },
        ]
    },
}  # fmt: skip

NOTHING = {
    "nominatim": [],
    "photon": {"features": []},
    "geonames": {"geonames": []},
    "arcgis": {"candidates": []},
    "opencage": {"status": {"code": 200, "message": "OK"}, "results": []},
    "pelias": {"features": []},
}

COUNTRY_PARAMETER = {
    "nominatim": ("countrycodes", "ec"),
    "geonames": ("country", "EC"),
    "opencage": ("countrycode", "ec"),
    "pelias": ("boundary.country", "EC"),
}


class Server:
    """Answers one after another, and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []
        handler = type("Handler", (_Handler,), {"owner": self})
        self.http = _QuietServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def next_answer(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Say nothing of a client that did not wait."""


class _Handler(BaseHTTPRequestHandler):
    owner: Server

    def do_GET(self):
        self.owner.requests.append((self.path, dict(self.headers)))
        status, headers, body = self.owner.next_answer()
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def serving(*answers) -> Iterator[Server]:
    server = Server(
        *[answer if isinstance(answer, tuple) else (200, {}, answer) for answer in answers]
    )
    thread = threading.Thread(target=server.http.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        thread.join()
        server.http.server_close()


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self):
        self.now = 0.0
        self.naps = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def geocoder(name, server, clock=None, **options):
    clock = clock or Clock()
    return ServiceGeocoder(
        SERVICES[name],
        url=server.url,
        credential="secret",
        clock=clock,
        sleep=clock.sleep,
        **options,
    )


@pytest.mark.parametrize("name", SERVICES)
class TestEveryService:
    def test_gives_places_in_the_services_order(self, name):
        with serving(ESMERALDAS[name]) as server:
            first, second = geocoder(name, server).geocode("Esmeraldas")
        assert (first.name, first.kind, first.country) == ("Esmeraldas", "admin1", "EC")
        assert (first.lat, first.lon) == (0.8, -79.3)
        assert first.admin1 == "Esmeraldas"
        assert (second.name, second.kind, second.country) == ("Esmeraldas", "populated", "BR")
        assert {place.source for place in (first, second)} == {name}
        assert first.id.startswith(f"{name}:")
        assert first.id != second.id

    def test_keeps_to_the_country(self, name):
        with serving(ESMERALDAS[name]) as server:
            places = geocoder(name, server).geocode("Esmeraldas", country="ec")
        assert [place.country for place in places] == ["EC"]
        asked = parse_qs(urlsplit(server.requests[0][0]).query)
        if name in COUNTRY_PARAMETER:
            parameter, code = COUNTRY_PARAMETER[name]
            assert asked[parameter] == [code]

    def test_says_who_asks_and_what(self, name):
        with serving(NOTHING[name]) as server:
            geocoder(name, server).geocode("Ñuñoa & more")
        path, headers = server.requests[0]
        assert headers["User-Agent"] == f"geoconflict/{geo.__version__}"
        assert ["Ñuñoa & more"] in parse_qs(urlsplit(path).query).values()

    def test_keeps_what_the_service_said(self, name):
        document = ESMERALDAS[name]
        said = document[SERVICES[name].answer] if SERVICES[name].answer else document
        with serving(document) as server:
            answers = geocoder(name, server).answers("Esmeraldas")
        assert [answer.raw for answer in answers] == said

    def test_unknown_place_is_an_empty_list(self, name):
        with serving(NOTHING[name]) as server:
            assert geocoder(name, server).geocode("Nowhere") == []

    def test_empty_name_is_not_asked_for(self, name):
        with serving(ESMERALDAS[name]) as server:
            assert geocoder(name, server).geocode("  ") == []
        assert server.requests == []

    @pytest.mark.parametrize(
        "answer",
        [b"<html>Sign in</html>", {"unexpected": 1}, b"", 17, b'{"features": [{}'],
    )
    def test_answer_in_another_form_is_an_error(self, name, answer):
        with serving(answer) as server, pytest.raises(GeocodingError, match=f"^{name}@127.0.0.1"):
            geocoder(name, server).geocode("Esmeraldas")
        assert len(server.requests) == 1

    def test_too_many_requests_are_waited_for(self, name):
        clock = Clock()
        refusal = (429, {"Retry-After": "7"}, b"slow down")
        with serving(refusal, ESMERALDAS[name]) as server:
            assert len(geocoder(name, server, clock).geocode("Esmeraldas")) == 2
        assert clock.naps == [7.0]

    def test_a_date_to_wait_for_is_understood(self, name):
        clock = Clock()
        past = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
        with serving((429, past, b""), ESMERALDAS[name]) as server:
            assert len(geocoder(name, server, clock).geocode("Esmeraldas")) == 2
        assert clock.naps == [1.0]

    def test_long_pause_is_an_error_at_once(self, name):
        clock = Clock()
        with (
            serving((429, {"Retry-After": "3600"}, b"")) as server,
            pytest.raises(GeocodingError, match="too many requests"),
        ):
            geocoder(name, server, clock).geocode("Esmeraldas")
        assert (clock.naps, len(server.requests)) == ([], 1)

    def test_fault_of_the_server_is_tried_again_with_longer_pauses(self, name):
        clock = Clock()
        with serving((500, {}, b""), (503, {}, b""), ESMERALDAS[name]) as server:
            assert len(geocoder(name, server, clock).geocode("Esmeraldas")) == 2
        assert clock.naps == [1.0, 2.0]

    def test_lasting_fault_is_an_error(self, name):
        with serving((502, {}, b"")) as server, pytest.raises(GeocodingError, match=name):
            geocoder(name, server).geocode("Esmeraldas")
        assert len(server.requests) == 3

    @pytest.mark.parametrize("status", [401, 403])
    def test_refused_key_is_an_error_at_once_that_does_not_tell_the_key(self, name, status):
        with serving((status, {}, b"")) as server, pytest.raises(GeocodingError) as raised:
            geocoder(name, server).geocode("Esmeraldas")
        assert "refused" in str(raised.value)
        assert f"GEOCONFLICT_{name.upper()}_" in str(raised.value)
        assert "secret" not in str(raised.value)
        assert len(server.requests) == 1

    def test_slow_answer_is_an_error(self, name):
        release = threading.Event()

        class Slow(dict):
            """Headers that are handed out only when the test allows."""

            def items(self):
                release.wait(10)
                return super().items()

        with serving((200, Slow(), NOTHING[name])) as server:
            slow = geocoder(name, server, timeout_s=0.05, attempts=1)
            with pytest.raises(GeocodingError, match="no answer in time"):
                slow.geocode("Esmeraldas")
            release.set()

    def test_server_that_is_not_there_is_an_error(self, name):
        with serving(NOTHING[name]) as server:
            pass
        with pytest.raises(GeocodingError, match="cannot be reached"):
            geocoder(name, server).geocode("Esmeraldas")

    def test_id_names_the_service_and_the_server_and_no_key(self, name):
        with serving(NOTHING[name]) as server:
            assert geocoder(name, server).id == f"{name}@{server.url.removeprefix('http://')}"

    def test_environment_names_the_server_and_the_key(self, name):
        service = SERVICES[name]
        with serving(ESMERALDAS[name]) as server:
            environment = {service.url_variable: server.url + "/deep/"}
            if service.credential:
                environment[service.credential_variable] = "secret"
            found = provider(name.upper(), environment=environment, sleep=Clock().sleep)
            assert len(found.geocode("Esmeraldas")) == 2
        assert server.requests[0][0].startswith("/deep/")
        assert ("secret" in server.requests[0][0]) == bool(service.credential)


def test_esri_reports_its_faults_inside_an_answer():
    answer = {"error": {"code": 498, "message": "Invalid token"}}
    with serving(answer) as server, pytest.raises(GeocodingError, match="Invalid token"):
        geocoder("arcgis", server).geocode("Esmeraldas")


def test_geonames_reports_a_used_up_quota_inside_an_answer():
    answer = {"status": {"value": 19, "message": "the hourly limit of 1000 credits"}}
    with serving(answer) as server, pytest.raises(GeocodingError, match="quota"):
        geocoder("geonames", server).geocode("Esmeraldas")


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("geonames", "GEOCONFLICT_GEONAMES_USERNAME"),
        ("opencage", "GEOCONFLICT_OPENCAGE_KEY"),
        ("pelias", "GEOCONFLICT_PELIAS_URL"),
    ],
)
def test_what_is_missing_is_named(name, variable):
    with pytest.raises(GeocodingError, match=variable):
        provider(name, environment={})


def test_unknown_service_is_told_with_the_nearest_name():
    with pytest.raises(GeocodingError, match="did you mean nominatim"):
        provider("nominatm", environment={})


@pytest.mark.parametrize("url", ["ftp://x.example", "http://", "https:///path"])
def test_address_that_is_none_is_refused(url):
    with pytest.raises(GeocodingError, match="not the address of a server"):
        provider("photon", environment={"GEOCONFLICT_PHOTON_URL": url})


def test_services_are_asked_over_https_by_default():
    found = provider("nominatim", environment={})
    assert found.id == "nominatim@nominatim.openstreetmap.org"
    assert all(service.scheme == "https" for service in SERVICES.values())


def test_public_nominatim_is_asked_once_a_second():
    assert SERVICES["nominatim"].interval_s == 1.0
    clock = Clock()
    pace = Pace(1.0, clock=clock, sleep=clock.sleep)
    moments = []
    for work_s in (0.0, 0.25, 3.0, 0.0):
        pace.wait()
        moments.append(clock.now)
        clock.now += work_s
    assert moments == [0.0, 1.0, 2.0, 5.0]


def test_threads_share_the_pace():
    clock = Clock()
    pace = Pace(1.0, clock=lambda: 0.0, sleep=clock.sleep)
    threads = [threading.Thread(target=pace.wait) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(clock.naps) == [1.0, 2.0, 3.0, 4.0]


class Shelf:
    """A geocoder of one place."""

    def __init__(self, name, *, broken=False):
        self.id = name
        self.broken = broken
        self.place = Place(id=name, name=name, kind="populated", lat=1.0, lon=2.0, country="EC")

    def geocode(self, query, *, country=None):
        if self.broken:
            raise GeocodingError(self.id)
        fits = query == self.place.name and country in (None, self.place.country)
        return [self.place] if fits else []


def test_chain_asks_the_next_where_one_does_not_know():
    chain = ChainGeocoder(Shelf("Quito"), Shelf("Gao"))
    assert [place.id for place in chain.geocode("Gao")] == ["Gao"]
    assert chain.geocode("Gao", country="ML") == []
    assert chain.geocode("Nowhere") == []
    assert chain.id == "Quito then Gao"


def test_chain_does_not_take_an_outage_for_an_answer():
    with pytest.raises(GeocodingError):
        ChainGeocoder(Shelf("Quito", broken=True), Shelf("Gao")).geocode("Gao")

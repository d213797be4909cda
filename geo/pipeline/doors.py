"""The doors for Python: the same verbs as the command's."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.articles import read_articles
from geo.errors import SourceError, UsageError
from geo.frames import CRS, events_frame, geoparse_object, place_object
from geo.pipeline.beyond import OFFLINE, Asked, place_credits, remembered
from geo.pipeline.bounds import Chosen, choose_boundaries
from geo.pipeline.reading import Reading
from geo.pipeline.replay import Given
from geo.pipeline.stages import Options, Outcome, stages
from geo.records import Article

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.render import Map
    from geo.tables import By

_LOG = logging.getLogger(__name__)


def read(*sources: str | Path, strict: bool = True) -> list[Article]:
    """The articles of files and folders.

    Raises SourceError for the first that cannot be read, unless `strict` is False.

    >>> articles = geo.read("seeds/")
    >>> articles[0].published
    datetime.date(2026, 3, 6)
    """
    articles: list[Article] = []
    for found in read_articles(sources):
        if isinstance(found, Article):
            articles.append(found)
        elif strict:
            raise SourceError(found.path, found.reason)
    return articles


def geoparse(
    *sources: str | Path, options: Options | None = None, corrections: Given = None
) -> list[dict[str, Any]]:
    """The place names of every article with the place each means: what `geoparse` prints.

    `corrections` is a file of corrections, by default those beside the sources; False is none.

    >>> [article] = geo.geoparse("seeds/")
    >>> {each["place"]["admin1_iso"] for each in article["toponyms"] if each["role"] == "event"}
    {'EC-E'}
    """
    return [
        geoparse_object(outcome.article, outcome.resolutions)
        for outcome in _outcomes(sources, options, corrections)
    ]


def extract(
    *sources: str | Path, options: Options | None = None, corrections: Given = None
) -> gpd.GeoDataFrame:
    """The events of files and folders of articles: a GeoDataFrame in EPSG:4326.

    One row an event, columns geo.frames.EVENT_COLUMNS, geometry a Point(longitude, latitude).
    `corrections` is a file of corrections, by default those beside the sources; False is none.

    >>> events = geo.extract("seeds/")
    >>> events[["sub_event_type", "admin1", "x_precision"]].iloc[0].tolist()
    ['Air/drone strike', 'Esmeraldas', 'province']
    """
    outcomes = _outcomes(sources, options, corrections)
    return events_frame(row for outcome in outcomes for row in outcome.rows)


def _outcomes(
    sources: Sequence[str | Path], options: Options | None, corrections: Given
) -> Iterator[Outcome]:
    reading = Reading(sources, corrections=corrections)
    asked = Asked()
    for outcome in reading.outcomes(options or Options()):
        asked += outcome.asked
        yield outcome
    reading.replay.log()
    if trouble := asked.trouble():
        _LOG.warning("%s", trouble)


def draw(
    events: pd.DataFrame,
    *,
    title: str | None = None,
    notes: Sequence[tuple[str, str]] = (),
    language: str = "en",
    context: pd.DataFrame | None = None,
    tiles: str = "",
    tiles_attribution: str = "",
    boundaries: Chosen = None,
) -> Map:
    """The interactive map of an event table: shown as a cell's value, or `.save(path)`.

    `events` has the columns of `extract`, or at least latitude and longitude. A GeoDataFrame
    without these two is drawn at its geometries, in whatever CRS it has; lines and polygons are
    drawn as they are and downloaded as a point on them. Columns that no event table has stand on
    the card; rows without event types are called by `name`, `title`, `label` or their first text.
    `notes` are pairs of an article's title and why it gave no event; `language` en, es or fr.
    `context` are other places to show on demand: name, latitude, longitude, n_articles.
    `tiles` puts a server's tiles under the events: a name such as "OpenStreetMap.Mapnik", or a
    template with {z}, {x} and {y} and its `tiles_attribution`. Such a page needs a network, and
    tells that server what its reader looks at. `boundaries` are your own provinces and districts,
    in place of those that ship: a file, the name of an imported layer, what geo.read_boundaries
    gave, or several of them.

    >>> geo.map(geo.extract("seeds/"), title="Air strikes").save("strikes.html")
    >>> towns = gpd.GeoDataFrame({"town": ["Quito"]}, geometry=[Point(-78.5, -0.2)], crs=4326)
    >>> geo.explore(towns).save("towns.html")
    """
    from geo.boundaries import PEOPLE_SOURCE, packed_world
    from geo.render import draw_map, with_positions

    events = with_positions(events)
    source = choose_boundaries(boundaries)
    provinces = source.near(_points(events))
    provinces["population"] = provinces["province_id"].map(source.people())
    return draw_map(
        events,
        provinces,
        source.countries(),
        population=PEOPLE_SOURCE,
        world=None if source.own else packed_world,
        districts=source.districts() if source.own else None,
        also_credited=[
            *((f"Boundaries: {name}", credit) for name, credit in source.credits),
            *place_credits(events),
        ],
        title=title,
        notes=notes,
        language=language,
        context=context,
        tiles=tiles,
        tiles_attribution=tiles_attribution,
    )


def with_provinces(events: gpd.GeoDataFrame, boundaries: Chosen = None) -> gpd.GeoDataFrame:
    """The events with the province that holds each, and the district where `boundaries` has any.

    Adds geo.join.JOIN_COLUMNS; x_province_check compares with the province that the event names.
    With districts adds geo.join.DISTRICT_JOIN_COLUMNS and fills in admin2.
    """
    from geo.join import join_districts, join_provinces

    source = choose_boundaries(boundaries)
    joined = join_provinces(events, source.near(_points(events)))
    districts = source.districts()
    return join_districts(joined, districts) if len(districts) else joined


def count_events(
    events: gpd.GeoDataFrame,
    *,
    by: By = "province-month",
    countries: Collection[str] | None = None,
    boundaries: Chosen = None,
) -> pd.DataFrame:
    """Events and deaths by province and month, or by either, with zeros where there are none.

    `by` is "province-month", "province" or "month"; `boundaries` are those of geo.map. Every
    province of `countries` (ISO alpha-2; by default of every country with an event) has a row for
    every month from the first to the last: give the countries that were observed, so that a point
    across a border brings in no zeros that nobody counted. Events known by country alone, or in
    no such province, have rows of their own, and so has a missing date: geo.tables tells the
    columns. Raises UsageError for a country without provinces.

    >>> counts = geo.count_events(geo.extract("seeds/"), by="province")
    >>> len(counts), counts.loc[counts["events"] > 0, "province"].tolist()
    (24, ['Esmeraldas'])
    """
    from geo.tables import count_events as count

    source = choose_boundaries(boundaries)
    provinces = source.provinces()
    joined = with_provinces(events, source)
    here = provinces["province_id"].isin(joined["x_province_id"])
    found = {*provinces.loc[here, "country"], *joined["x_country_iso2"].dropna()}
    wanted = found if countries is None else {code.upper() for code in countries}
    if unknown := wanted - found - set(provinces["country"]):
        raise UsageError(f"{min(unknown)} has no provinces; give ISO codes such as CO")
    return count(joined, provinces[provinces["country"].isin(wanted)], by=by)


def _points(events: pd.DataFrame) -> gpd.GeoSeries:
    """Where events are, to the degree, each place once."""
    import geopandas as gpd

    cells = events[["longitude", "latitude"]].dropna().round().drop_duplicates()
    return gpd.GeoSeries.from_xy(cells["longitude"], cells["latitude"], crs=CRS)


def near_places(name: str) -> list[str]:
    """The names of well-known places that are one letter away from `name`."""
    from geo.gazetteer import near_names

    return near_names(stages(Options()).gazetteer, name)


def find_places(
    name: str, *, country: str | None = None, provider: str = OFFLINE
) -> list[dict[str, Any]]:
    """The places that `name` can mean, best first: what `geocode` prints.

    `provider` is "offline" or a service such as "nominatim", whose own answer stands in `raw`.
    Raises GeocodingError where the service could not be asked.
    """
    if provider == OFFLINE:
        places = stages(Options()).gazetteer.geocode(name, country=country)
        return [place_object(place) for place in places]
    answers = remembered(provider).answers(name, country=country)
    return [place_object(answer.place) | {"raw": answer.raw} for answer in answers]

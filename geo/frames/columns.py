"""The columns of an event table: ACLED's, in ACLED's order, then our own with an x_ before them."""

from __future__ import annotations

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip

EXTENSION_COLUMNS = (
    "x_article_ids", "x_urls", "x_country_iso2", "x_admin1_iso", "x_date_start", "x_date_end",
    "x_date_text", "x_place_text", "x_place_id", "x_precision", "x_radius_km", "x_place_score",
    "x_place_alternatives", "x_trigger_text", "x_trigger_start", "x_trigger_end", "x_type_score",
    "x_status", "x_fat_low", "x_fat_best", "x_fat_high", "x_fat_reported", "x_injured",
    "x_cluster_id", "x_n_sources", "x_ucdp_type", "x_ucdp_where_prec", "x_plover",
    "x_review_status", "x_titles", "x_sentence", "x_sentence_start", "x_place_start", "x_place_end",
    "x_place_reason", "x_path", "x_reports", "x_disagreements", "x_corrections",
)  # fmt: skip

EVENT_COLUMNS = ACLED_COLUMNS + EXTENSION_COLUMNS

LIST_COLUMNS = frozenset(
    {"x_article_ids", "x_urls", "x_place_alternatives", "x_titles", "x_reports", "x_corrections"}
)

DATE_COLUMNS = ("event_date", "x_date_start", "x_date_end")

WHOLE_COLUMNS = (
    "year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp",
    "x_trigger_start", "x_trigger_end", "x_fat_low", "x_fat_best", "x_fat_high", "x_injured",
    "x_n_sources", "x_ucdp_type", "x_ucdp_where_prec", "x_sentence_start", "x_place_start",
    "x_place_end",
)  # fmt: skip

NUMBER_COLUMNS = ("latitude", "longitude", "x_radius_km", "x_place_score", "x_type_score")

FLAG_COLUMNS = ("x_fat_reported",)

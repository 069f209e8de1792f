"""The inventory of posts, bases and camps: one line a facility that articles tell of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from tacitus.store import schema
from tacitus.store.opening import READING


def facility_rows(engine: Engine, hidden: set[str]) -> list[dict[str, Any]]:
    """Return every facility of the current codings, by owner and place, without those of hidden articles."""
    table, codings, articles = schema.facilities.c, schema.codings.c, schema.articles.c
    columns = [column for column in table if column.name not in ("item", "coding_id", "position")]
    rejected = select(schema.decisions.c.target).where(
        schema.decisions.c.kind == "reject", schema.decisions.c.undone_at.is_(None)
    )
    statement = (
        select(*columns, codings.article_id, articles.title, articles.publisher, articles.published)
        .join(schema.codings, codings.id == table.coding_id)
        .join(schema.articles, articles.id == codings.article_id)
        .where(codings.current, table.id.not_in(rejected))
        .order_by(table.owner, table.place, table.date_start)
    )
    if hidden:
        statement = statement.where(codings.article_id.not_in(hidden))
    with engine.connect().execution_options(**READING) as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def facility_features(engine: Engine, hidden: set[str]) -> dict[str, Any]:
    """Return the located facilities as GeoJSON; `label` and `said` are for people, `href` leads to the article."""
    features = []
    for row in facility_rows(engine, hidden):
        if row["latitude"] is None or row["longitude"] is None:
            continue
        kind = str(row["kind"]).replace("_", " ")
        label = f"{kind}, {row['owner']}" if row["owner"] else kind
        said = [row["status"], row["place"] or "place not said", row["publisher"] or "outlet not known"]
        own = row["id"].removeprefix(f"{row['article_id']}:")
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
                "properties": {
                    "id": row["id"],
                    "label": label,
                    "said": "; ".join(said),
                    "status": row["status"],
                    "href": f"/articles/{row['article_id']}?event={own}",
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}

"""For notebooks: the record as pandas, polars, geopandas and NetworkX objects."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tacitus.publish.geo.arrow_layers import batch_of
from tacitus.publish.geo.features import LAYERS, Feature, LayerName, article_features, incident_features
from tacitus.publish.geo.uncertainty import area_of, geometry_of
from tacitus.publish.geo.wkb import wkb_of
from tacitus.publish.graph.files import edge_values, node_values
from tacitus.publish.graph.network import Network
from tacitus.publish.publication import Source, source_of_record
from tacitus.publish.redact import Profile, load_profile
from tacitus.publish.tables.builder import RowBuilder, decision_row
from tacitus.publish.tables.parquet import arrow_schema, typed
from tacitus.publish.tables.spec import table_specs
from tacitus.publish.writer import require

if TYPE_CHECKING:
    import geopandas
    import networkx
    import pandas
    import polars
    import pyarrow

    from tacitus.store import Record


class Frames:
    """The tables of a source, read once and kept in memory. Needs the extra `publish`.

    The names of the tables and the meaning of their columns are in the data dictionary (`tables()`).
    """

    def __init__(self, source: Source) -> None:
        """Read the source."""
        require("pyarrow")
        builder, self._network = RowBuilder(), Network()
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in table_specs()}
        self._features: dict[LayerName, list[Feature]] = {layer: [] for layer in LAYERS}
        for coded in source.articles():
            self._add(builder.article(coded))
            self._network.add_relations(coded)
            if not source.has_incidents:
                self._network.add_events(coded)
            for feature in article_features(coded):
                self._features[feature.layer].append(feature)
        for incident in source.incidents():
            self._add(builder.incident(incident))
            self._network.add_incident(incident)
            self._features["incidents"] += incident_features(incident)
        self._add(builder.at_end())
        self._rows["decisions"] = [dict(decision_row(decision)) for decision in source.decisions()]

    def tables(self) -> pandas.DataFrame:
        """Return the data dictionary: table, column, type, meaning."""
        import pandas

        rows = [(name, c.name, c.type, c.meaning) for name, spec in table_specs().items() for c in spec.columns]
        return pandas.DataFrame(rows, columns=["table", "column", "type", "meaning"])

    def arrow(self, table: str) -> pyarrow.Table:
        """Return a table as Arrow: dates are dates, lists are lists. Raises KeyError for an unknown one."""
        import pyarrow

        schema = arrow_schema(table_specs()[table])
        dates = [column.name for column in table_specs()[table].columns if column.type == "date"]
        return pyarrow.Table.from_pylist([typed(row, dates) for row in self._rows[table]], schema=schema)

    def pandas(self, table: str) -> pandas.DataFrame:
        """Return a table as a pandas frame; whole numbers that may be missing are `Int64`."""
        import pandas
        import pyarrow

        whole = {pyarrow.int64(): pandas.Int64Dtype(), pyarrow.bool_(): pandas.BooleanDtype()}
        frame: pandas.DataFrame = self.arrow(table).to_pandas(types_mapper=whole.get, date_as_object=False)
        return frame

    def polars(self, table: str) -> polars.DataFrame:
        """Return a table as a polars frame."""
        import polars

        frame = polars.from_arrow(self.arrow(table))
        assert isinstance(frame, polars.DataFrame)
        return frame

    def geopandas(self, layer: LayerName = "events", *, areas: bool = False) -> geopandas.GeoDataFrame:
        """Return a layer (events, incidents, facilities) with a row a place, in WGS 84.

        The geometry is that of GeoJSON: a point, or a circle where only an area is known; with `areas` the circle in
        which it lies, for every place. What is not located has none.
        """
        geopandas = require("geopandas")
        found = []
        for feature in self._features[layer]:
            shape = (area_of if areas else geometry_of)(feature.place) if feature.place is not None else None
            found.append((feature, wkb_of(shape) if shape else None))
        frame = batch_of(layer, found, lists=True).to_pandas(date_as_object=False)
        geometry = geopandas.GeoSeries.from_wkb(frame.pop("geometry"), crs="EPSG:4326")
        return geopandas.GeoDataFrame(frame, geometry=geometry, crs="EPSG:4326")

    def networkx(self) -> networkx.MultiDiGraph:
        """Return the network of actors: ties and fights, with first and last day and the spells of each."""
        networkx = require("networkx")
        graph = networkx.MultiDiGraph()
        for key, node in self._network.nodes.items():
            graph.add_node(key, **node_values(node), spells=node.spells)
        for (source, target, type_), edge in self._network.edges.items():
            graph.add_edge(source, target, key=type_, **edge_values(edge), weight=edge.weight, spells=edge.spells)
        return graph

    def _add(self, rows: Any) -> None:
        for table, row in rows:
            self._rows[table].append(row)


def frames(
    record: Record,
    *,
    profile: Profile | str | None = None,
    as_of: datetime.date | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Frames:
    """Return a record's tables for a notebook, under a redaction profile where one is given (a name or a Profile)."""
    chosen = load_profile(profile) if isinstance(profile, str) else profile
    return Frames(source_of_record(record, profile=chosen, as_of=as_of, since=since, until=until))

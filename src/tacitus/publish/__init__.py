"""What people read: tables, map layers, views on the terminal, and a page with map and timeline.

Every function takes coded articles and changes nothing in them.
"""

from tacitus.publish.geo import write_geojson
from tacitus.publish.map_page import write_map
from tacitus.publish.show import show_event
from tacitus.publish.table_view import events_table
from tacitus.publish.tables import write_csv
from tacitus.publish.terminal import harmless, printable

__all__ = ["events_table", "harmless", "printable", "show_event", "write_csv", "write_geojson", "write_map"]

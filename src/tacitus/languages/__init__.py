"""Other languages than English, honestly: who, where and when are found by name; no event is coded from them here."""

"""The local SQLite file: tables, writer, readers, journal, migrations."""

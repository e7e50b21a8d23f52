"""What every test may use."""

pytest_plugins = ["support.neo4j_fixtures"]

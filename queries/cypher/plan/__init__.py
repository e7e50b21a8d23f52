"""From a checked tree to operators: what to do, in which order. Knows neither executor nor NetworkX."""

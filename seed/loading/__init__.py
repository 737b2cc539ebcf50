"""From the records into a database: facts by `reference.load`, everything else by the services' own verbs."""

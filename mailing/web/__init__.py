"""The office: the whole job in a browser, by the verbs that the command line calls."""

"""dlread paths: where everything is."""

from dlread_cli import output, paths


def run(as_json: bool) -> None:
    rows = [("data", paths.data_dir()), ("cache", paths.cache_dir()), ("state", paths.state_dir())]
    rows += [("config", paths.config_file()), ("library", paths.library_file())]
    rows += [("catalog", path) for path in paths.catalog_files()]
    rows += [("journal", path) for path in paths.journal_files()]
    if as_json:
        output.show_json([{"what": what, "path": str(path)} for what, path in rows])
    else:
        output.show_rows((what, str(path)) for what, path in rows)

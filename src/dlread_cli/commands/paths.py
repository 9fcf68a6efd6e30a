"""dlread paths: where everything is."""

from dlread_cli import output, paths
from dlread_cli.translation import marked


def run(as_json: bool) -> None:
    rows = [(marked("data"), paths.data_dir()), (marked("cache"), paths.cache_dir())]
    rows += [(marked("state"), paths.state_dir()), (marked("config"), paths.config_file())]
    rows += [(marked("library"), paths.library_file())]
    rows += [(marked("catalog"), path) for path in paths.catalog_files()]
    rows += [(marked("journal"), path) for path in paths.journal_files()]
    if as_json:
        output.show_json([{"what": what, "path": str(path)} for what, path in rows])
    else:
        output.show_rows((output.word(what), str(path)) for what, path in rows)

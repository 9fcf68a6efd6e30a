"""dlread paths: where everything is."""

from dlread_cli import paths
from dlread_cli.commands import common
from dlread_cli.commands.common import Form


def run(form: Form) -> None:
    rows = [("data", paths.data_dir()), ("cache", paths.cache_dir()), ("state", paths.state_dir())]
    rows += [("library", paths.library_file())]
    rows += [("catalog", path) for path in paths.catalog_files()]
    rows += [("journal", path) for path in paths.journal_files()]
    if form is Form.JSON:
        common.show_json([{"what": what, "path": str(path)} for what, path in rows])
    else:
        common.show_rows((what, str(path)) for what, path in rows)

"""Where this workplace keeps copies of the shop."""

from app.core.i18n import N_
from app.core.settings import declare

FOLDER = declare(
    "backup.folder", "", N_("Folder of the copies"), N_("Empty: beside the shop's own file. Another disk is safer."),
    scope="station", reaches_out=True,
)  # fmt: skip

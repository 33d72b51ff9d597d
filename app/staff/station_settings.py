"""Settings of a workplace: its scanner, its look, its sounds and its devices."""

from app.core.i18n import N_
from app.core.settings import declare

LOOKS = {"light": N_("Light"), "dark": N_("Dark"), "system": N_("Like the system")}

declare(
    "scanner.max_gap_ms", 35, N_("Longest gap between two keys of a scan"),
    N_("In milliseconds; the test scan measures it."), scope="station", least=5, most=150,
)  # fmt: skip
declare("scanner.min_length", 4, N_("Shortest code"), N_("In characters."), scope="station", least=2, most=20)
declare(
    "scanner.prefix", "", N_("Prefix of the scanner"), N_("What it sends before each code, if set up."), scope="station"
)
declare(
    "scanner.layout", "us", N_("Keyboard layout of this computer"),
    N_("A scanner types like a US keyboard; the calibration card finds the layout out."), scope="station",
    choices={
        "us": N_("US"), "uk": N_("UK"), "de": N_("German (QWERTZ)"), "ch": N_("Swiss (QWERTZ)"),
        "fr": N_("French (AZERTY)"), "be": N_("Belgian (AZERTY)"), "es": N_("Spanish"), "it": N_("Italian"),
    },
)  # fmt: skip
declare(
    "scanner.repeat_ms", 250, N_("Same code again counts after"),
    N_("In milliseconds; a bouncing scanner sends a code twice."), scope="station", least=0, most=5000,
)  # fmt: skip
declare(
    "station.theme", "light", N_("Light or dark"), N_("For everybody who has not chosen another one under the own name."),
    scope="station", choices=LOOKS,
)  # fmt: skip
declare("station.sounds", True, N_("Sounds"), N_("Short tones for scans; colors say the same."), scope="station")
declare("station.touch", False, N_("Touch"), N_("Rows and buttons are larger, for fingers."), scope="station")
declare("station.dense", False, N_("Dense tables"), N_("More rows on the screen."), scope="station")
declare("station.text_scale_percent", 100, N_("Text size"), N_("In percent."), scope="station", least=100, most=150)
declare(
    "station.devices", {}, N_("Devices"), N_("Scanner, printers, scale, display and terminal of this station."),
    scope="station", reaches_out=True,
)  # fmt: skip
declare(
    "station.customer_screen", "auto", N_("Customer’s screen"),
    N_("The name of the screen; auto takes the one beside the till’s, never opens none."), scope="station",
)  # fmt: skip
declare(
    "station.stand_in", "", N_("Stand-in printer"),
    N_("Code of the station whose printer takes over receipts when this one cannot print. Empty: they wait."),
    scope="station",
)  # fmt: skip
declare("staff.lock_after_minutes", 10, N_("Lock after minutes without a key"), N_("0 never locks."), least=0, most=240)
declare(
    "staff.pin_each_sale", False, N_("PIN before each sale"),
    N_("The till locks when a sale is finished; the next one begins with a PIN or badge."),
)  # fmt: skip

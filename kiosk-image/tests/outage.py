"""A kiosk whose program ends as it starts is tried four times; then the machine starts anew, once, and after as many failures
the screen says calmly that it is out of service and whom to call, until all is tried again a quarter of an hour later. The
argument is the image's version (1)."""

import subprocess
import sys

import data
from guest import Guest, new_disk, run
from stick import SETTINGS, Stick

FAULT = "io.systemd.credential:systemd.unit-dropin.parter-kiosk.service=[Service]\nExecStart=\nExecStart=/usr/lib/parter/parter kiosk --config /none\n"
NOTICE = "временно не работи"
TELEPHONE = "078 123 456"
TRIES = 4


def outage():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "outage")
    settings = f'{SETTINGS}\n[call]\nname = "Поддръжка"\ntelephone = "{TELEPHONE}"\n'
    with Guest("outage", disk, smbios=[FAULT], stick=Stick("outage", settings)) as guest:
        guest.qmp.event("RESET", 900)
        print(f"the machine starts anew after {guest.age():.0f} s", flush=True)
        guest.wait_for(NOTICE, 300)
        guest.wait_for(TELEPHONE, 30, keep="outage")
        said = guest.age()
        print(f"out of service is on the screen after {said:.0f} s", flush=True)
        guest.qmp.event("RESET", 1000)
        print(f"all is tried again {guest.age() - said:.0f} s later", flush=True)
        guest.wait_for(NOTICE, 300)
    for boot in (1, 2):
        assert (ends := failures(disk, boot)) == TRIES, f"start {boot}: the program ended {ends} times"


def failures(disk, boot):
    """How often the kiosk's program ended, by the log of the first or a later start."""
    journal = data.files(disk, "/journal")
    command = ["journalctl", "--directory", next(journal.iterdir()), "--boot", str(boot), "--unit", "parter-kiosk.service"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return said.count("Main process exited")


if __name__ == "__main__":
    run(outage)

"""A kiosk whose program ends as it starts: the machine starts anew once, and then the screen says calmly that it is out of
service and whom to call. The argument is the image's version (1)."""

import sys

from guest import Guest, new_disk, run
from stick import SETTINGS, Stick

FAULT = "io.systemd.credential:systemd.unit-dropin.parter-kiosk.service=[Service]\nExecStart=\nExecStart=/usr/lib/parter/parter kiosk --config /none\n"
TELEPHONE = "078 123 456"


def outage():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "outage")
    settings = f'{SETTINGS}\n[call]\nname = "Поддръжка"\ntelephone = "{TELEPHONE}"\n'
    with Guest("outage", disk, smbios=[FAULT], stick=Stick("outage", settings)) as guest:
        guest.qmp.event("RESET", 900)
        print(f"the machine starts anew after {guest.age():.0f} s", flush=True)
        guest.wait_for("временно не работи", 900)
        guest.wait_for(TELEPHONE, 30, keep="outage")
        print(f"out of service is on the screen after {guest.age():.0f} s", flush=True)


if __name__ == "__main__":
    run(outage)

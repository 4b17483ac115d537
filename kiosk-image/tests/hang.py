"""A program that stands still is ended by the service manager and comes again, to the home screen. The argument is the image's
version (1)."""

import sys
import time

from guest import Guest, new_disk, probe, run
from stick import Stick
from visitor import HOME, take_ticket

UNIT = "parter-kiosk.service"
# All its threads are held, so nothing is drawn and nobody says that it lives.
HOLD = f"""
echo == HELD ; systemctl kill --signal=STOP {UNIT}
until [ $(systemctl show -P NRestarts {UNIT}) = 1 ] && systemctl show -P StatusText {UNIT} | grep -q shown ; do sleep 1 ; done
journalctl --no-pager --output=cat --unit={UNIT} | grep -i watchdog ; echo == AGAIN
"""


def hang():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "hang")
    with Guest("hang", disk, smbios=probe(HOLD), stick=Stick("hang")) as guest:
        guest.wait_for_serial("== HELD", 900)
        began = time.monotonic()
        said = guest.wait_for_serial("== AGAIN", 300)
        assert "atchdog timeout" in said, said
        print(f"the kiosk is back {time.monotonic() - began:.0f} s after it stood still", flush=True)
        guest.wait_for(HOME, 30, keep="hang-home")
        take_ticket(guest)


if __name__ == "__main__":
    run(hang)

"""A machine without a battery: its clock says 2020 at each power-on, and what the kiosk sees is never before the last time
seen, to the minute. The argument is the image's version (1)."""

import re
import sys
import time

from guest import Guest, new_disk, probe, run
from stick import Stick
from visitor import HOME

TELL = "while sleep 2; do date -u +now=%s; done"
# How often the time seen is kept, in seconds, and how late that may come.
KEPT, SLACK = 60, 15


def clock():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "clock")
    with Guest("clock", disk, smbios=probe(TELL), stick=Stick("clock")) as guest:
        guest.wait_for(HOME, 900)
        # Long enough that it was kept, and then some.
        time.sleep(2 * KEPT + SLACK)
        last = times(guest)[-1]
    with Guest("clock", disk, clock="2020-01-01T00:00:00", smbios=probe(TELL)) as guest:
        guest.wait_for(HOME, 900, keep="clock-home")
        first = times(guest)[0]
    print(f"the last time seen was {last}, the first after the power came back {first}: {first - last} s", flush=True)
    assert first >= last - KEPT - SLACK


def times(guest):
    said = guest.wait_for_serial("now=", 60)
    return [int(number) for number in re.findall(r"now=(\d+)\s", said)]


if __name__ == "__main__":
    run(clock)

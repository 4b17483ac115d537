"""Factory reset: the second entry of the boot menu wipes the data and nothing else. The argument is the image's version (1)."""

import sys

import data
from guest import Guest, new_disk, run
from stick import Stick
from visitor import HOME, take_ticket


def reset():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "reset")
    with Guest("reset", disk, stick=Stick("reset")) as guest:
        guest.wait_for(HOME, 900)
        take_ticket(guest)
    assert tickets(disk) == 1
    # What the menu's entry adds to the kernel's command line.
    with Guest("reset", disk, kernel="systemd.factory_reset=yes") as guest:
        guest.wait_for("На стика трябва да има", 900, keep="reset-empty")
    # A stick makes a kiosk of it again.
    with Guest("reset", disk, stick=Stick("reset")) as guest:
        guest.wait_for(HOME, 900)
    assert tickets(disk) == 0


def tickets(disk):
    with data.store(disk) as store:
        return store.execute("SELECT count(*) FROM visits").fetchone()[0]


if __name__ == "__main__":
    run(reset)

"""Factory reset: a stick that asks for it wipes the data and nothing else, once; one that can't be written, which would ask at
every start, wipes nothing. The argument is the image's version (1)."""

import sys

import data
from guest import Guest, new_disk, run
from stick import RESET, Stick
from visitor import HOME, take_ticket


def reset():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "reset")
    with Guest("reset", disk, stick=Stick("reset")) as guest:
        guest.wait_for(HOME, 900)
        take_ticket(guest)
    with Guest("reset", disk, stick=Stick("reset-fixed", "", RESET, writable=False)) as guest:
        guest.wait_for("Няма връщане", 900, keep="reset-refused")
        Stick.take_out(guest)
        guest.wait_for(HOME, 200)
    assert tickets(disk) == 1
    print("a stick that can't be written wipes nothing", flush=True)
    wish = Stick("reset-wish", "", RESET)
    with Guest("reset", disk, stick=wish) as guest:
        guest.wait_for("На стика трябва да има", 900, keep="reset-empty")
    assert RESET not in wish.names(), f"on the stick: {wish.names()}"
    print("the kiosk has forgotten all; the stick does not ask any more", flush=True)
    # A stick makes a kiosk of it again.
    with Guest("reset", disk, stick=Stick("reset")) as guest:
        guest.wait_for(HOME, 900)
    assert tickets(disk) == 0


def tickets(disk):
    with data.store(disk) as store:
        return store.execute("SELECT count(*) FROM visits").fetchone()[0]


if __name__ == "__main__":
    run(reset)

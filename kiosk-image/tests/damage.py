"""A data partition that nothing can be read of any more: the screen says calmly that it is out of service, and a stick that asks for factory state
makes it anew. The argument is the image's version (1)."""

import sys

import data
from guest import Guest, new_disk, run
from stick import RESET, Stick
from visitor import HOME


def damage():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "damage")
    with Guest("damage", disk, stick=Stick("damage")) as guest:
        guest.wait_for(HOME, 900)
    data.destroy(disk)
    with Guest("damage", disk) as guest:
        guest.wait_for("временно не работи", 400, keep="damage-notice")
        print(f"the notice after {guest.age():.0f} s", flush=True)
    with Guest("damage", disk, stick=Stick("damage-wish", "", RESET)) as guest:
        guest.wait_for("На стика трябва да има", 900, keep="damage-empty")
    with Guest("damage", disk, stick=Stick("damage-again")) as guest:
        guest.wait_for(HOME, 900)
    print("a stick made it anew", flush=True)


if __name__ == "__main__":
    run(damage)

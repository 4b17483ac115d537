"""An update from version 1 to 2. One byte of version 2's root is flipped, and version 1 starts instead; it is mended. With a
third version, which is broken: that is tried, and version 2 returns by itself. Arguments: the versions."""

import sys

import data
from guest import OUT, Guest, new_disk, probe, run
from stick import Stick
from visitor import HOME

WHICH = "echo version; grep IMAGE_VERSION= /etc/os-release; ls /boot/EFI/Linux; echo == END"

# A trial's time is for real machines; an emulated one may need more than that to start at all.
PATIENT = "io.systemd.credential:systemd.unit-dropin.boot-complete.target=[Unit]\nJobTimeoutSec=25min\n"


def update():
    old, new, *broken = sys.argv[1:] or ["1", "2"]
    disk = new_disk(old, "update")
    start(disk, old, Stick("update"))
    install(disk, new, new)
    flip(disk, f"parter-kiosk_{new}")
    start(disk, old)
    flip(disk, f"parter-kiosk_{new}")
    for version in broken:
        install(disk, version, new)


def install(disk, wanted, expected):
    """Asks for a version, as the kiosk's program leaves a fetched one, until `expected` runs."""
    data.put(disk, OUT / wanted / "update", f"/kiosk/image/{wanted}")
    data.put_text(disk, f"{wanted}\n", "/kiosk/image/apply")
    with Guest("update", disk, smbios=[*probe(WHICH), PATIENT]) as guest:
        # The machine starts anew by itself; a version that runs already has said so before.
        returned = wanted != expected
        guest.wait_for_serial(f'IMAGE_VERSION="{expected}"', 5400 if returned else 2700, times=2 if returned else 1)
        guest.wait_for(HOME, 200, keep=f"update-{wanted}")
        said = guest.wait_for_serial("== END", 60, times=2)
        print(f"asked for {wanted}: {expected} runs after {guest.age():.0f} s", flush=True)
        print("\n".join(line for line in said.splitlines() if "parter-kiosk_" in line), flush=True)


def start(disk, version, stick=None):
    """Starts to the home screen, which is `version`'s."""
    with Guest("update", disk, smbios=probe(WHICH), stick=stick) as guest:
        guest.wait_for_serial("== END", 900)
        guest.wait_for_serial(f'IMAGE_VERSION="{version}"', 5)
        guest.wait_for(HOME, 60)
        print(f"{version} runs after {guest.age():.0f} s", flush=True)


def flip(disk, label):
    """One bit of one byte in the middle of the root's file system."""
    with open(disk, "r+b") as file:
        place = data.partition(disk, label) + 20_000_000
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1]))


if __name__ == "__main__":
    run(update)

"""How long from power-on to the first frame of the kiosk, and how long the same guest takes with systemd alone. The argument is
the image's version (1)."""

import sys

from guest import Guest, new_disk, probe, run
from stick import Stick
from visitor import HOME


def boot():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "boot")
    with Guest("boot", disk, stick=Stick("boot")) as guest:
        guest.wait_for(HOME, 900)
    kiosk = seconds(disk, "parter-kiosk.service", "graphical.target", "")
    # No screen, no kiosk: the same image's services that are not Parter's.
    bare = seconds(disk, "multi-user.target", "multi-user.target", "systemd.unit=multi-user.target")
    print(f"to the first frame {kiosk:.0f} s, with systemd alone {bare:.0f} s", flush=True)


def seconds(disk, after, wanted_by, kernel):
    with Guest("boot", disk, smbios=probe("echo == UP", after, wanted_by), kernel=kernel) as guest:
        guest.wait_for_serial("== UP", 400)
        return guest.age()


if __name__ == "__main__":
    run(boot)

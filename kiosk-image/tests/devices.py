"""A printer that is plugged in while the kiosk runs prints; a screen that was switched off and on shows the kiosk again; the
volume is the setup's. The argument is the image's version (1)."""

import subprocess
import sys
import time

from guest import WORK, Guest, new_disk, probe, run
from printer import bitmap
from stick import SETTINGS, Stick
from visitor import HOME, leave, take_ticket

DEVICE = "/dev/parter-printer-serial"
# Real outputs tell of a plug by the kernel; the emulated one is told to seem unplugged, and the rest is as on a machine.
SCREEN = """
amixer -c 0 sget Master ; amixer -c 0 sget Speaker ; amixer -c 0 sget PCM ; echo == SOUND
until [ -e /run/parter/visit ] ; do sleep 1 ; done ; while [ -e /run/parter/visit ] || [ ! -e /dev/parter-printer-serial ] ; do sleep 1 ; done ; sleep 20
main() { systemctl show -P MainPID parter-kiosk.service ; } ; before=$(main)
for connector in /sys/class/drm/card*-Virtual-1/status ; do echo off > $connector ; systemctl start parter-screen-changed.service ; sleep 2 ; echo on > $connector ; done
systemctl start parter-screen-changed.service ; sleep 5 ; [ $before != $(main) ] && echo == AGAIN
"""


def devices():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "devices")
    told = WORK / "devices.printed"
    told.unlink(missing_ok=True)
    settings = f'{SETTINGS}\n[printer]\ndevice = "serial:{DEVICE}?baud=115200"\n\n[sound]\nvolume = 35\n'
    sound = ["-audiodev", "none,id=sound", "-device", "intel-hda", "-device", "hda-output,audiodev=sound"]
    with Guest("devices", disk, smbios=probe(SCREEN), stick=Stick("devices", settings), more=sound) as guest:
        guest.wait_for(HOME, 900)
        said = guest.wait_for_serial("== SOUND", 60)
        assert "[35%]" in said, said
        print("the volume is 35 %", flush=True)
        take_ticket(guest, keep="devices-no-printer")
        leave(guest)
        guest.qmp("chardev-add", id="paper", backend={"type": "file", "data": {"out": str(told)}})
        guest.qmp("device_add", driver="usb-serial", chardev="paper", bus="usb.0", id="printer")
        code = take_ticket(guest, keep="devices-printer")
        wait_for_end(told)
        # By then the ticket's screen may have gone by itself.
        guest.wait_for(HOME, 120)
        picture = bitmap(told.read_bytes(), WORK / "devices-paper.pbm")
        printed = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, check=True).stdout
        assert printed.strip() == code, f"printed {printed!r}, shown {code!r}"
        print("the printer that was plugged in has printed the ticket that the screen showed", flush=True)
        guest.wait_for_serial("== AGAIN", 120)
        guest.wait_for(HOME, 60, keep="devices-screen")
        print("the screen that came back shows the kiosk", flush=True)


def wait_for_end(told):
    """Until the printer gets no more."""
    size, end = 0, time.monotonic() + 120
    while time.monotonic() < end:
        time.sleep(5)
        now = told.stat().st_size if told.exists() else 0
        if now and now == size:
            return
        size = now
    raise AssertionError(f"the printer was told {size} bytes")


if __name__ == "__main__":
    run(devices)

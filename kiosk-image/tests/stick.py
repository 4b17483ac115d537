"""The USB stick that sets a kiosk up, and what is on it afterwards."""

import subprocess

from guest import WORK

NAME = "parter-kiosk.toml"
# Makes the kiosk forget all; Windows gives it this ending.
RESET = "parter-factory-reset.txt"
DEVICE = "usb-storage,bus=usb.0,drive=stick,id=stick"
# The guest's panel stands upright by itself.
SETTINGS = """
[kiosk]
id = "kiosk-1"
municipality = "kyustendil"

[screen]
diagonal_inches = 21.5
orientation = "portrait"
rotation = 0
"""


class Stick:
    def __init__(self, name, text=SETTINGS, file=NAME, writable=True):
        self.writable = writable
        WORK.mkdir(parents=True, exist_ok=True)
        self.image = WORK / f"{name}.stick"
        self.image.unlink(missing_ok=True)
        subprocess.run(["mkfs.vfat", "-C", self.image, "16384"], capture_output=True, check=True)
        subprocess.run(["mcopy", "-i", self.image, "-", f"::{file}"], input=text.encode(), check=True)

    def add(self, source, name):
        subprocess.run(["mcopy", "-i", self.image, source, f"::{name}"], check=True)

    def text(self):
        run = subprocess.run(["mtype", "-i", self.image, f"::{NAME}"], capture_output=True, check=True)
        return run.stdout.decode()

    def plugged(self):
        """QEMU's options for a machine that is switched on with the stick in it."""
        drive = f"driver=raw,node-name=stick,read-only={'off' if self.writable else 'on'},file.driver=file,file.filename={self.image}"
        return ["-blockdev", drive, "-device", DEVICE]

    def names(self):
        """The files that are on it."""
        run = subprocess.run(["mdir", "-b", "-i", self.image, "::"], capture_output=True, check=False, text=True)
        return [line.removeprefix("::/") for line in run.stdout.splitlines()]

    def put_in(self, guest):
        file = {"driver": "file", "filename": str(self.image)}
        guest.qmp("blockdev-add", **{"driver": "raw", "node-name": "stick", "file": file})
        guest.qmp("device_add", **dict(pair.split("=") for pair in f"driver={DEVICE}".split(",")))

    @staticmethod
    def take_out(guest):
        guest.qmp("device_del", id="stick")
        guest.qmp.event("DEVICE_DELETED", 30)
        guest.qmp("blockdev-del", **{"node-name": "stick"})

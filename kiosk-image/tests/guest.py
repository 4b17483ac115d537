"""A machine of QEMU's with the image on its disk. No KVM; nothing for tests is in the image: what a test asks of the system
comes in from outside, as the virtual machine's SMBIOS strings, which systemd reads."""

import os
import pathlib
import shutil
import signal
import subprocess
import time

from picture import Picture
from qmp import Qmp

FOLDER = pathlib.Path(__file__).resolve().parent.parent
OUT = FOLDER / "out"
WORK = OUT / "tests"
FIRMWARE = "/usr/share/OVMF/OVMF_CODE_4M.fd"
VARIABLES = "/usr/share/OVMF/OVMF_VARS_4M.fd"
WIDTH, HEIGHT = 1080, 1920
# A morning on which tickets are given, in UTC.
MONDAY = "2026-11-30T08:00:00"
# How QEMU counts a touch screen's width and height.
TOUCH_RANGE = 0x7FFF


def new_disk(version, name, size="4G"):
    """A disk as `write` makes it of an image; of its own size, sparse."""
    WORK.mkdir(parents=True, exist_ok=True)
    disk = WORK / f"{name}.disk"
    disk.unlink(missing_ok=True)
    image = OUT / version / f"parter-kiosk_{version}.raw"
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", image, disk], check=True)
    subprocess.run(["truncate", "--size", size, disk], check=True)
    (WORK / f"{name}.vars").unlink(missing_ok=True)
    return disk


class Guest:
    def __init__(self, name, disk, *, memory=1024, clock=MONDAY, network="restrict=on", drive=None, kernel="", smbios=(), stick=None, more=()):
        self.name = name
        self.sockets = WORK / f"{name}.qmp"
        self.sockets.unlink(missing_ok=True)
        self.serial = WORK / f"{name}.serial"
        self.serial.unlink(missing_ok=True)
        variables = WORK / f"{name}.vars"
        if not variables.exists():
            shutil.copy(VARIABLES, variables)
        strings = [f"value=io.systemd.stub.kernel-cmdline-extra={kernel}"] if kernel else []
        strings += [f"path={path}" for path in self.write_strings(smbios)]
        command = [
            "qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", str(memory),
            "-uuid", "6f1c5b0e-50a3-4d55-a1fb-0d9a3f0c7a01", "-nodefaults", "-display", "none", "-no-user-config",
            "-drive", f"if=pflash,format=raw,readonly=on,file={FIRMWARE}",
            "-drive", f"if=pflash,format=raw,file={variables}",
            "-drive", drive or f"if=none,id=disk,format=raw,file={disk},discard=unmap",
            "-device", "virtio-blk-pci,drive=disk,bootindex=1",
            "-device", f"virtio-vga,xres={WIDTH},yres={HEIGHT}",
            "-device", "virtio-multitouch-pci",
            "-device", "virtio-rng-pci",
            "-netdev", f"user,id=net,{network}", "-device", "virtio-net-pci,netdev=net",
            "-device", "qemu-xhci,id=usb",
            "-rtc", f"base={clock}",
            "-serial", f"file:{self.serial}",
            "-qmp", f"unix:{self.sockets},server=on,wait=off",
            *(part for string in strings for part in ("-smbios", f"type=11,{string}")),
            *(stick.plugged() if stick else ()),
            *more,
        ]
        self.started = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        self.qmp = Qmp(str(self.sockets))
        self.pictures = 0

    def write_strings(self, strings):
        """Long ones go by a file."""
        for number, string in enumerate(strings):
            path = WORK / f"{self.name}.smbios{number}"
            path.write_text(string, encoding="utf-8")
            yield path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def age(self):
        """Seconds since the power came on."""
        return time.monotonic() - self.started

    def kill(self):
        """The power goes."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def picture(self, keep=None):
        """What the screen shows now; `keep` names a PNG beside it for people."""
        path = WORK / f"{self.name}.ppm"
        self.qmp("screendump", filename=str(path))
        if keep:
            self.qmp("screendump", filename=str(WORK / f"{keep}.png"), format="png")
        return Picture(path)

    def wait_for(self, text, seconds, keep=None):
        """The first picture on which `text` is read; fails with what was read instead."""
        end = time.monotonic() + seconds
        seen, last = [], b""
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"{self.name}: QEMU ended while “{text}” was waited for")
            picture = self.picture()
            # Reading takes the emulated machine's time, so only what is new is read.
            if picture.bytes != last and not picture.is_blank():
                last = picture.bytes
                seen = picture.lines()
                if any(text.lower() in line.lower() for line, _ in seen):
                    if keep:
                        self.picture(keep)
                    return picture
            time.sleep(0.5)
        self.picture(f"{self.name}-failed")
        raise AssertionError(f"{self.name}: “{text}” did not come in {seconds} s; the screen says {[line for line, _ in seen]}")

    def wait_for_serial(self, text, seconds, times=1):
        """What came over the serial line, once `text` is in it so often."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            said = self.serial.read_text("utf-8", "replace") if self.serial.exists() else ""
            if said.count(text) >= times:
                return said
            time.sleep(0.5)
        raise AssertionError(f"{self.name}: “{text}” did not come over the serial line in {seconds} s")

    def tap(self, x, y):
        """A finger down and up. Begin and place go in one event, or the first touch is lost."""

        def contact(kind, **what):
            return {"type": "mtt", "data": {"type": kind, "slot": 0, "tracking-id": 1, "axis": "x", "value": 0, **what}}

        place = [
            contact("data", axis="x", value=x * TOUCH_RANGE // WIDTH),
            contact("data", axis="y", value=y * TOUCH_RANGE // HEIGHT),
        ]
        self.qmp("input-send-event", events=[contact("begin"), *place])
        time.sleep(0.15)
        self.qmp("input-send-event", events=[contact("end", **{"tracking-id": -1})])

    def tap_text(self, text, seconds=30):
        """Touches the line that holds `text`, once it is there."""
        self.wait_for(text, seconds)
        # What was read may still have been moving in.
        time.sleep(0.5)
        self.tap(*(self.picture().find(text) or self.wait_for(text, seconds).find(text)))

    def press(self, *keys, hold=100):
        """Keys of a keyboard at once."""
        self.qmp("send-key", keys=[{"type": "qcode", "data": key} for key in keys], **{"hold-time": hold})


def probe(script, after="parter-kiosk.service", wanted_by="graphical.target"):
    """SMBIOS strings for a service that runs `script` in the guest once `after` is up; it says what it finds on the serial line."""
    if after == "parter-kiosk.service":
        # A notice may have come between.
        script = f"until systemctl show -P StatusText {after} | grep -q shown ; do sleep 1 ; done\n{script}"
    lines = " ; ".join(line.strip() for line in script.splitlines() if line.strip())
    quoted = lines.replace("%", "%%").replace("$", "$$").replace("'", '"')
    unit = f"""[Unit]
DefaultDependencies=no
After={after}
Wants={after}

[Service]
Type=oneshot
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0
ExecStart=/bin/sh -c '{quoted}'
"""
    return [
        f"io.systemd.credential:systemd.extra-unit.probe.service={unit}",
        f"io.systemd.credential:systemd.unit-dropin.{wanted_by}=[Unit]\nWants=probe.service\n",
    ]


def run(test):
    """Runs a test as a program: it says how long it took, or fails with why."""
    began = time.monotonic()
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    test()
    print(f"passed in {time.monotonic() - began:.0f} s", flush=True)

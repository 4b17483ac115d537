"""A disk that `write` makes, with the kiosk's setup on it, needs no stick: it starts to the home screen, its data take up the
disk, and the setup has no secrets any more. A stick with another setup replaces it for good. The argument is the image's version
(1)."""

import subprocess
import sys

import data
from guest import FOLDER, OUT, WORK, Guest, probe, run
from stick import NAME, SETTINGS, Stick
from visitor import HOME

PIN = "471108"
APPLIED = "parter-kiosk.applied.toml"
OTHER = "kiosk-of-the-stick"
# The partition's, in bytes.
SIZE = 32 << 20
ROOM = "df --output=size -BM /data | tail -n 1; echo == END"


def written():
    version = sys.argv[1] if sys.argv[1:] else "1"
    WORK.mkdir(parents=True, exist_ok=True)
    disk, setup = WORK / "written.disk", WORK / "written.toml"
    (WORK / "written.vars").unlink(missing_ok=True)
    # What was on it before.
    disk.write_bytes(b"\xff" * (1 << 20))
    subprocess.run(["truncate", "--size", "6G", disk], check=True)
    setup.write_text(f'{SETTINGS}\n[staff]\npin = "{PIN}"\n')
    write = [FOLDER / "write", OUT / version / f"parter-kiosk_{version}.raw.zst", disk, setup]
    subprocess.run(write, input=f"{disk}\n", capture_output=True, check=True, text=True)
    assert PIN in left(disk)
    with Guest("written", disk, smbios=probe(ROOM)) as guest:
        guest.wait_for(HOME, 900)
        said = guest.wait_for_serial("== END", 60).splitlines()
        room = int(next(line for line in said if line.strip().endswith("M")).strip().removesuffix("M"))
        print(f"home screen after {guest.age():.0f} s; {room} MB for data", flush=True)
    assert room > 4000
    assert PIN not in left(disk, APPLIED)
    with Guest("written", disk, stick=Stick("written", SETTINGS.replace("kiosk-1", OTHER))) as guest:
        guest.wait_for("Настройките са приложени", 300)
        guest.wait_for(HOME, 200)
    with Guest("written", disk) as guest:
        guest.wait_for(HOME, 300)
    settings = (data.files(disk, "/settings") / "kiosk.toml").read_text()
    assert OTHER in settings, settings
    print("what a stick says stays so without it", flush=True)


def left(disk, name=NAME):
    """The setup that is on the disk, and all else that lies there."""
    place = data.partition(disk, "PARTER-SETUP")
    subprocess.run(["mtype", "-i", f"{disk}@@{place}", f"::{name}"], capture_output=True, check=True)
    with open(disk, "rb") as file:
        file.seek(place)
        return file.read(SIZE).decode("utf-8", "replace")


if __name__ == "__main__":
    run(written)

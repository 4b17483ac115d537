"""The data partition of a disk whose machine is off."""

import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile

SECTOR = 512
PIECE = 1 << 20
# The partition table's second copy is at the end, and somewhat more is left.
ENTRIES = 1 << 20


def partition(disk, label):
    """Where the partition begins, in bytes, by the disk's own table."""
    table = json.loads(subprocess.run(["sfdisk", "--json", disk], capture_output=True, check=True, text=True).stdout)
    for entry in table["partitiontable"]["partitions"]:
        if entry.get("name") == label:
            return entry["start"] * SECTOR
    raise AssertionError(f"{disk} has no partition {label}")


def debugfs(place, *requests, write=False):
    script = "\n".join(requests)
    return subprocess.run(
        ["debugfs", *(["-w"] if write else []), "-f", "-", place], input=script, capture_output=True, check=True, text=True
    ).stdout


def settle(place):
    """Does what the system does at its start: takes in the file system's journal, and mends it if need be."""
    subprocess.run(["e2fsck", "-p", "-f", place], capture_output=True, check=False)


def destroy(disk):
    """Nothing of the file system is left."""
    start = partition(disk, "parter-data")
    size = os.path.getsize(disk) - start - ENTRIES
    subprocess.run(["fallocate", "--punch-hole", "--offset", str(start), "--length", str(size), disk], check=True)


def put(disk, source, target):
    """Puts the files of the folder `source` into the new folder `target`."""
    place = f"{disk}?offset={partition(disk, 'parter-data')}"
    settle(place)
    folders = [str(path) for path in reversed(pathlib.PurePosixPath(target).parents) if str(path) != "/"]
    requests = [f"mkdir {folder}" for folder in [*folders, target]]
    requests += [f"write {file} {target}/{file.name}" for file in sorted(pathlib.Path(source).iterdir())]
    debugfs(place, *requests, write=True)


def put_text(disk, text, target):
    with tempfile.NamedTemporaryFile("w", delete_on_close=False) as file:
        file.write(text)
        file.close()
        debugfs(f"{disk}?offset={partition(disk, 'parter-data')}", f"write {file.name} {target}", write=True)


def files(disk, folder):
    """A copy of a folder, as it is after the power went; the disk is left as it is, for the machine itself to mend."""
    place = pathlib.Path(tempfile.mkdtemp())
    copy(disk, partition(disk, "parter-data"), place / "data")
    settle(place / "data")
    debugfs(place / "data", f"rdump {folder} {place}")
    (place / "data").unlink()
    return place / pathlib.PurePosixPath(folder).name


def copy(disk, start, target):
    """All that lies from `start` on, its holes as holes."""
    with open(disk, "rb") as source, open(target, "wb") as made:
        end = source.seek(0, os.SEEK_END)
        made.truncate(end - start)
        at = start
        while at < end:
            try:
                at = os.lseek(source.fileno(), at, os.SEEK_DATA)
            except OSError:
                return
            hole = os.lseek(source.fileno(), at, os.SEEK_HOLE)
            while at < hole:
                piece = os.pread(source.fileno(), min(PIECE, hole - at), at)
                os.pwrite(made.fileno(), piece, at - start)
                at += len(piece)


def store(disk):
    """The kiosk's database."""
    found = [file for file in files(disk, "/kiosk").rglob("*") if file.suffix in (".sqlite", ".sqlite3", ".db")]
    assert len(found) == 1, f"the kiosk's database: {found}"
    return sqlite3.connect(found[0])

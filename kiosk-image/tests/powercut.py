"""The power goes at random moments while tickets are taken and ratings given, and now and then during the start; the disk
forgets what it was not asked to keep. Nothing that a visitor saw is lost, no number comes twice, every start ends on the
home screen. Arguments: the number of cuts (50), the seed (1), the image's version (1). What was seen is written down in
out/tests/powercut-SEED.jsonl, and a run that was broken off goes on from there; several may run at once, each with its seed."""

import json
import random
import sys
import threading
import time

import data
from disk import ForgetfulDisk
from guest import WORK, Guest, new_disk, run
from stick import Stick
from visitor import HOME, leave, rate, take_ticket

# Of the starts, so many are cut off before the home screen comes.
EARLY = 0.2


class Record:
    """What visitors saw, and each cut that took none of it."""

    def __init__(self, seed):
        self.path = WORK / f"powercut-{seed}.jsonl"
        self.lines = [json.loads(line) for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def add(self, **line):
        self.lines.append(line)
        with self.path.open("a") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def all(self, kind):
        return [line[kind] for line in self.lines if kind in line]


def powercut():
    given = sys.argv[1:]
    cuts, seed, version = [*given, *("50", "1", "1")[len(given) :]]
    record = Record(seed)
    name = f"powercut-{seed}"
    disk = WORK / f"{name}.disk"
    if not record.lines or not disk.exists():
        record.path.unlink(missing_ok=True)
        record = Record(seed)
        disk = new_disk(version, name)
    for cut in range(len(record.all("cut")) + 1, int(cuts) + 1):
        began = time.monotonic()
        chance = random.Random(f"{seed} {cut}")
        stick = None if record.lines else Stick(name)
        early, forgotten = 0, 0
        while chance.random() < EARLY:
            early += 1
            forgotten += life(name, disk, chance, record, stick, lambda: chance.uniform(0, 60), early=True)
        forgotten += life(name, disk, chance, record, stick, lambda: chance.uniform(0, 60))
        check(disk, record)
        tickets, ratings = len(record.all("ticket")), len(record.all("rating"))
        record.add(cut=cut, early=early, tickets=tickets, ratings=ratings, forgotten=forgotten, seconds=round(time.monotonic() - began))
        print(f"cut {cut}: {record.lines[-1]}", flush=True)
    with Guest(name, disk) as guest:
        guest.wait_for(HOME, 900, keep=f"{name}-last")


def life(name, disk, chance, record, stick, moment, early=False):
    """From power-on to the home screen, then visitors until the power goes; how many blocks the disk forgot."""
    address = WORK / f"{name}.nbd"
    forgetful = ForgetfulDisk(disk, address)
    drive = f"if=none,id=disk,format=raw,file.driver=nbd,file.server.type=unix,file.server.path={address}"
    with Guest(name, disk, drive=drive, stick=stick) as guest:
        if early:
            time.sleep(moment())
        else:
            guest.wait_for(HOME, 900)
            visitors(guest, record, chance, moment())
    forgetful.power_cut(chance)
    return forgetful.forgotten


def visitors(guest, record, chance, seconds):
    cutter = threading.Timer(seconds, guest.process.kill)
    cutter.start()
    try:
        while True:
            if chance.random() < 0.5:
                record.add(ticket=take_ticket(guest))
            else:
                rate(guest)
                record.add(rating=True)
            leave(guest)
    except (OSError, ValueError, AssertionError):
        if guest.process.poll() is None:
            time.sleep(0.5)
        if guest.process.poll() is None:
            cutter.cancel()
            raise


def check(disk, record):
    with data.store(disk) as store:
        tickets = store.execute("SELECT letter, seq, day || ' ' || queue || ' ' || seq FROM visits").fetchall()
        ratings = store.execute("SELECT count(*) FROM ratings").fetchone()[0]
    numbers = [number for _, _, number in tickets]
    assert len(numbers) == len(set(numbers)), f"a number came twice: {sorted(numbers)}"
    seen = record.all("ticket")
    assert len(seen) == len(set(seen)), f"a visitor saw another's number: {seen}"
    kept = {f"Билет {letter} {seq:03}" for letter, seq, _ in tickets}
    lost = [text for text in seen if text.splitlines()[0].replace("\N{NO-BREAK SPACE}", " ") not in kept]
    assert not lost, f"lost tickets: {lost}; the store has {tickets}"
    thanked = len(record.all("rating"))
    assert ratings >= thanked, f"{thanked} ratings were thanked for, {ratings} are kept"


if __name__ == "__main__":
    run(powercut)

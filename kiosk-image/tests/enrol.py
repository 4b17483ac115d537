"""A stick with a fault, then a good one, makes a guest a kiosk of a real server: what is published comes to its screen, a
ticket's code opens on the server, the log comes when it is asked for, and a version from the server's folder is taken over.
The arguments are the versions (1 2)."""

import pathlib
import re
import shutil
import sys
import urllib.parse

from guest import FOLDER, MONDAY, WORK, Guest, new_disk, probe, run
from server import ADDRESS, UP_TO_DATE, Server
from stick import SETTINGS, Stick
from timeserver import TimeServer
from visitor import HOME, leave, take_ticket

NOTICE = "Асансьорът не работи днес"
PIN = "471108"
# The number of the day's first ticket.
FIRST = "001"
VERSION = "grep IMAGE_VERSION= /etc/os-release"


def enrol():
    old, new = sys.argv[1:] or ("1", "2")
    disk = new_disk(old, "enrol")
    with Server("enrol") as server, TimeServer(MONDAY):
        code = server.new_kiosk("Фоайе")
        settings = f'{SETTINGS}\n[server]\nurl = "{server.url}"\nenrolment_code = "{code}"\n\n[staff]\npin = "{PIN}"\n'
        # On a host with a network it would find the true hour, at which no tickets may be given.
        settings += f'\n[time]\nservers = ["{ADDRESS}"]\n'
        faulty = settings.replace("21.5", "215")
        outside = [*probe(VERSION), *server.trusted()]
        with Guest("enrol", disk, network="restrict=off", smbios=outside, stick=Stick("enrol-faulty", faulty)) as guest:
            line = 1 + next(number for number, text in enumerate(faulty.splitlines()) if "diagonal" in text)
            guest.wait_for(f"ред {line}", 300, keep="enrol-faulty")
            print("the fault's line is on the screen", flush=True)
            Stick.take_out(guest)
            stick = Stick("enrol", settings)
            stick.put_in(guest)
            guest.wait_for("Настройките са приложени", 60, keep="enrol-done")
            guest.wait_for(HOME, 200, keep="enrol-home")
            left = stick.text()
            assert code not in left and PIN not in left and f'url = "{server.url}"' in left, f"on the stick: {left}"
            print("set up; the stick has no secrets any more", flush=True)
            publish(server)
            guest.wait_for(NOTICE, 200, keep="enrol-published")
            print("what was published is on the screen", flush=True)
            ticket = take_ticket(guest, keep="enrol-ticket")
            address = urllib.parse.urlsplit(re.search(r"https://\S+", ticket)[0])
            leave(guest)
            opened = server.wait_for(address.path, FIRST, 120)
            print("the ticket's code opens on the server:", address.geturl(), len(opened), "bytes", flush=True)
            log = server.log(200)
            assert "the kiosk is open" in log and "systemd[1]" in log, log[:2000]
            assert code not in log and PIN not in log
            print(f"the log came: {len(log)} bytes", flush=True)
            server.offer(new)
            guest.wait_for_serial(f'IMAGE_VERSION="{new}"', 3600)
            guest.wait_for(NOTICE, 400, keep="enrol-updated")
            server.wait_for("/admin/images", UP_TO_DATE, 200)
            print(f"version {new} runs after {guest.age():.0f} s, and the server knows", flush=True)


def publish(server):
    pack = WORK / "enrol.pack"
    shutil.rmtree(pack, ignore_errors=True)
    shutil.copytree(FOLDER.parent / "assets/packs/kyustendil", pack)
    about = pathlib.Path(pack / "pack.toml")
    about.write_text(about.read_text().replace("\nversion = 1\n", "\nversion = 2\n"))
    (pack / "notices.toml").write_text(f'[[notice]]\nid = "asansyor"\ntext = {{ bg = "{NOTICE}", en = "The lift is out of order" }}\n')
    server.run("publish", str(pack))


if __name__ == "__main__":
    run(enrol)

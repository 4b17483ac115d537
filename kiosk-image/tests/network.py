"""What the setup says of a network: an address of the kiosk's own, a name server, a time server that puts its clock right, a
proxy by which alone the central server is reached, and the lobby's pages, for which alone the firewall opens. A version comes
by that proxy too, goes on where a power cut broke it off, and is taken over. The arguments are the versions (1 2)."""

import re
import ssl
import sys
import time
import urllib.request

from closed import answers
from guest import MONDAY, OUT, Guest, new_disk, probe, run
from proxy import PORT as PROXY_PORT
from proxy import Proxy
from server import PORT, UP_TO_DATE, Server
from stick import SETTINGS, Stick
from timeserver import TimeServer
from visitor import HOME

# Only the proxy knows it.
NAME = "queue.parter.test"
# The network's other end would give another address to whoever asks it for one.
ADDRESS, HOST, DNS, NETWORK = "192.168.77.40", "192.168.77.2", "192.168.77.3", "192.168.77.0/24"
LOBBY = 8443
CLOSED = (22, 443, 8080, 8750)
# Three days before the time server's.
SLOW = "2026-11-27T08:00:00"
# How far from the time server's the clock may be, in seconds: an emulated machine is slow to answer.
SLACK = 5
# How long Linux keeps what a file was given, in seconds, and some more.
WRITTEN = 45
TELL = f"""
grep IMAGE_VERSION= /etc/os-release
networkctl --no-pager status --lines=0 | grep -i -e address -e gateway -e dns ; cat /run/systemd/resolve/resolv.conf | grep -v '#'
until [ -e /run/systemd/timesync/synchronized ] ; do sleep 1 ; done ; date -u +now=%s ; echo == END
"""


def network():
    old, new = sys.argv[1:] or ("1", "2")
    disk = new_disk(old, "network")
    forwards = ",".join(f"hostfwd=tcp:127.0.0.1:{20000 + port}-{ADDRESS}:{port}" for port in (LOBBY, *CLOSED))
    link = f"net={NETWORK},host={HOST},dns={DNS},restrict=off,{forwards}"
    with Server("network", NAME) as server, TimeServer(MONDAY) as clock, Proxy({f"{NAME}:{PORT}": ("127.0.0.1", PORT)}) as proxy:
        stick = Stick("network", settings(server))
        outside = [*probe(TELL), *server.trusted()]
        with Guest("network", disk, clock=SLOW, network=link, smbios=outside, stick=stick) as guest:
            guest.wait_for(HOME, 900, keep="network-home")
            said = guest.wait_for_serial("== END", 200)
            off = int(re.search(r"now=(\d+)", said)[1]) - clock.now()
            assert abs(off) < SLACK, f"the clock is {off:.0f} s from the time server's"
            for text in (ADDRESS, f"nameserver {DNS}"):
                assert text in said, f"{text} is not in {said}"
            print(f"the address is {ADDRESS}, and the time server was asked {clock.asked} times", flush=True)
            server.wait_for("/admin/images", f">{old}<", 120)
            assert proxy.asked == {f"{NAME}:{PORT}"}, proxy.asked
            print("the server was reached by the proxy", flush=True)
            page = lobby_page()
            assert "Код за сдвояване" in page, page
            answered = [port for port in CLOSED if answers(20000 + port)]
            assert not answered, f"ports that answer: {answered}"
            print("the lobby's page came; no other port answers", flush=True)
            before = proxy.brought
            server.offer(new)
            size = sum(file.stat().st_size for file in (OUT / new / "update").iterdir())
            until(lambda: proxy.brought - before > size / 2, 1800)
            # The line hangs, and what came is on the disk by itself before the power goes.
            proxy.flowing.clear()
            time.sleep(WRITTEN)
        print(f"the power went when {proxy.brought - before} bytes of {size} had come", flush=True)
        proxy.flowing.set()
        with Guest("network", disk, network=link, smbios=outside) as guest:
            guest.wait_for_serial(f'IMAGE_VERSION="{new}"', 3600)
            guest.wait_for(HOME, 400)
            server.wait_for("/admin/images", UP_TO_DATE, 200)
            print(f"version {new} runs; {proxy.brought - before} bytes came for {size} in all", flush=True)
        assert proxy.brought - before < 1.2 * size


def settings(server):
    return f"""{SETTINGS}
[server]
url = "{server.url}"
enrolment_code = "{server.new_kiosk("Фоайе")}"

[network]
method = "static"
address = "{ADDRESS}/24"
gateway = "{HOST}"
dns = ["{DNS}"]
proxy = "http://{HOST}:{PROXY_PORT}"

[time]
servers = ["{HOST}"]

[lobby]
listen = "0.0.0.0:{LOBBY}"
[[lobby.counter]]
id = "1"
queues = ["kasa"]
"""


def lobby_page():
    """As a clerk's browser gets it, who was told to trust the kiosk."""
    context = ssl._create_unverified_context()
    with urllib.request.urlopen(f"https://127.0.0.1:{20000 + LOBBY}/", context=context, timeout=60) as answer:
        return answer.read().decode()


def until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it did not come in {seconds} s"
        time.sleep(0.5)


if __name__ == "__main__":
    run(network)

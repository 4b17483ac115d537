"""What the running system is like from outside and inside: no open port, nothing on the console's keys; its exposure, its
memory, how long each part of the start takes."""

import socket
import sys
import time

from guest import Guest, new_disk, probe, run
from stick import Stick
from visitor import HOME

PORTS = (22, 80, 443, 5353, 5355, 8080, 8443, 9100)
# The address that QEMU's network gives to its guest.
ADDRESS = "10.0.2.15"
QUESTIONS = """
echo == exposure; systemd-analyze --no-pager security parter-kiosk.service 2>&1 | tail -n 1
echo == time; systemctl show -p InactiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic basic.target parter-setup.service parter-kiosk.service; systemctl --no-pager list-jobs
echo == failed; systemctl --no-pager --plain --failed
echo == memory; head -n 3 /proc/meminfo; systemctl show -p MemoryCurrent,MemoryPeak parter-kiosk.service
echo == sockets; cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6
echo == mounts; grep -v -e cgroup -e /proc /proc/mounts
echo == firewall; nft list ruleset
echo == consoles; ls /sys/class/tty; cat /proc/sys/kernel/sysrq; cat /proc/[1-9]*/comm | sort | uniq -c
echo == clock; ls -l /var/lib/systemd/timesync
echo == END
"""


def closed():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "closed")
    forwards = ",".join(f"hostfwd=tcp:127.0.0.1:{20000 + port}-{ADDRESS}:{port}" for port in PORTS)
    with Guest("closed", disk, network=f"restrict=off,{forwards}", smbios=probe(QUESTIONS), stick=Stick("closed")) as guest:
        guest.wait_for(HOME, 900, keep="closed-home")
        print(f"home screen after {guest.age():.0f} s", flush=True)
        print(guest.wait_for_serial("== END", 120).replace("\r", ""), flush=True)
        answered = [port for port in PORTS if answers(20000 + port)]
        assert not answered, f"ports that answer: {answered}"
        # A person at a keyboard: other consoles, a restart, the kernel's keys.
        for keys in (("ctrl", "alt", "f2"), ("ctrl", "alt", "delete"), ("alt", "sysrq", "b"), ("ctrl", "alt", "backspace")):
            guest.press(*keys)
            time.sleep(2)
        guest.wait_for(HOME, 30, keep="closed-keys")


def answers(port):
    """Whether something behind QEMU's forwarding takes a connection: QEMU itself does, and ends it if the guest refuses or
    drops it."""
    with socket.socket() as connection:
        connection.settimeout(5)
        connection.connect(("127.0.0.1", port))
        try:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            return bool(connection.recv(1))
        except OSError:
            return False


if __name__ == "__main__":
    run(closed)

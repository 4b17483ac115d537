"""A kiosk without a cable joins the network that its setup names: by a card of the kernel's own, which was renamed as real ones
are, at an access point with that name and key. The argument is the image's version (1)."""

import subprocess
import sys

from guest import OUT, WORK, Guest, new_disk, probe, run
from stick import SETTINGS, Stick
from visitor import HOME

NETWORK, KEY, ADDRESS = "Община", "tajna parola", "192.0.2.5"
# Debian's own driver of emulated cards, which the image leaves out: signed by the same key as the rest of the kernel.
DRIVER = "./usr/lib/modules/*/kernel/drivers/net/wireless/virtual/mac80211_hwsim.ko.xz"
CARD = "wlx0"
FILES = {
    "/run/systemd/network/10-card.link": f"[Match]\\nOriginalName=wlan0\\n[Link]\\nName={CARD}\\n",
    "/run/point.conf": "country=BG\\nnetwork={\\n"
    f"ssid={NETWORK.encode().hex()}\\nmode=2\\nfrequency=2412\\nkey_mgmt=WPA-PSK\\nproto=RSN\\npairwise=CCMP\\npsk=\\x22{KEY}\\x22\\n}}\\n",
}
JOIN = f"""
mkdir -p /run/stick ; mount -o ro /dev/sda /run/stick ; modprobe mac80211 ; insmod /run/stick/driver.ko radios=2 ; udevadm settle
systemctl stop parter-wifi@wlan1.service ; wpa_supplicant -B -c /run/point.conf -i wlan1
until journalctl --no-pager -u parter-wifi@{CARD}.service | grep -o CTRL-EVENT-CONNECTED ; do sleep 2 ; done
until ip -4 address show dev {CARD} | grep {ADDRESS} ; do sleep 1 ; done ; systemctl --no-pager --plain list-units "parter-wifi*" ; echo == END
"""


def wifi():
    version = sys.argv[1] if sys.argv[1:] else "1"
    disk = new_disk(version, "wifi")
    settings = f"""{SETTINGS}
[network]
method = "static"
address = "{ADDRESS}/24"

[network.wifi]
ssid = "{NETWORK}"
country = "BG"
key = "{KEY}"
"""
    stick = Stick("wifi", settings)
    stick.add(driver(), "driver.ko")
    # Made as the system starts, before udev is asked for a name.
    lines = "".join(f"f {path} 0644 - - - {text}\n" for path, text in FILES.items())
    outside = [*probe(JOIN), f"io.systemd.credential:tmpfiles.extra={lines}"]
    with Guest("wifi", disk, smbios=outside, stick=stick) as guest:
        guest.wait_for(HOME, 900)
        assert KEY not in stick.text(), stick.text()
        said = guest.wait_for_serial("== END", 400)
        assert f"parter-wifi@{CARD}.service" in said, said
        print("the card has joined, and has its address", flush=True)


def driver():
    """The driver that belongs to the image's kernel, from the package that the image was built with."""
    packages = list((OUT / "cache").rglob("linux-image-[0-9]*.deb"))
    assert len(packages) == 1, f"the kernel's package: {packages}"
    place = WORK / "wifi.ko"
    command = f'dpkg-deb --fsys-tarfile "$1" | tar --extract --to-stdout --wildcards "{DRIVER}" | unxz > "$2"'
    subprocess.run(["sh", "-euc", command, "driver", packages[0], place], check=True)
    return place


if __name__ == "__main__":
    run(wifi)

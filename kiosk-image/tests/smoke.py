"""From power-on to the home screen; a touch takes a ticket, and a reader decodes its code."""

import sys

from guest import Guest, new_disk, run
from stick import Stick
from visitor import HOME, take_ticket


def smoke():
    disk = new_disk(sys.argv[1] if sys.argv[1:] else "1", "smoke")
    with Guest("smoke", disk, stick=Stick("smoke")) as guest:
        guest.wait_for(HOME, 900, keep="smoke-home")
        print(f"home screen after {guest.age():.0f} s", flush=True)
        code = take_ticket(guest, keep="smoke-ticket")
        print("the code says:", code, flush=True)


if __name__ == "__main__":
    run(smoke)

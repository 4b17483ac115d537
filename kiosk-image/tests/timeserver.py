"""A time server on the host, where the guest's network shows it: SNTP (RFC 4330), with a time of the test's own."""

import datetime
import socket
import struct
import threading
import time

# From 1900, where NTP begins, to 1970, in seconds.
EPOCH = 2_208_988_800
PORT = 123


class TimeServer:
    def __init__(self, now):
        """It is `now`, in UTC as QEMU's clock takes it, from this moment on."""
        self.ahead = datetime.datetime.fromisoformat(f"{now}Z").timestamp() - time.time()
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", PORT))

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def now(self):
        """Seconds since 1970."""
        return time.time() + self.ahead

    def serve(self):
        while True:
            try:
                question, guest = self.socket.recvfrom(512)
            except OSError:
                return
            self.asked += 1
            second, now = divmod(self.now(), 1)
            stamp = struct.pack(">II", int(second) + EPOCH, int(now * 2**32))
            # Version 4, a server's answer, two steps from a clock, a precision of a microsecond.
            head = struct.pack(">BBbbII4s", 0x24, 2, 6, -20, 1, 1, b"TEST")
            self.socket.sendto(head + stamp + question[40:48] + stamp + stamp, guest)

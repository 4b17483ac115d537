"""QEMU's monitor, over a socket: one command, one answer."""

import json
import socket
import time


class Qmp:
    def __init__(self, path, wait=20):
        end = time.monotonic() + wait
        while True:
            self.socket = socket.socket(socket.AF_UNIX)
            try:
                self.socket.connect(path)
                break
            except OSError:
                self.socket.close()
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        self.lines = self.socket.makefile("r", encoding="utf-8")
        json.loads(self.lines.readline())
        self.events = []
        self("qmp_capabilities")

    def __call__(self, command, **arguments):
        message = {"execute": command}
        if arguments:
            message["arguments"] = arguments
        self.socket.sendall(json.dumps(message).encode())
        while True:
            line = self.lines.readline()
            if not line:
                raise ConnectionError("QEMU is gone")
            answer = json.loads(line)
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']['desc']}")
            self.events.append(answer["event"])

    def event(self, name, seconds):
        """Waits until it has happened; all before it is forgotten."""
        end = time.monotonic() + seconds
        while name not in self.events:
            assert time.monotonic() < end, f"{name} did not come in {seconds} s"
            time.sleep(0.2)
            self("query-status")
        self.events.clear()

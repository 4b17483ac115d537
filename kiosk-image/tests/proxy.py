"""An HTTP proxy on the host (CONNECT, RFC 9110, 9.3.6) that alone knows where the test's server is."""

import socket
import socketserver
import threading

PORT = 3128
PIECE = 1 << 16


class Proxy(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, known):
        """Leads to the addresses of `known`, by their names as in "name:443", and to nothing else."""
        self.known = known
        self.asked = set()
        self.brought = 0
        self.lock = threading.Lock()
        # Nothing comes through while it is not set.
        self.flowing = threading.Event()
        self.flowing.set()
        super().__init__(("127.0.0.1", PORT), Call)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def count(self, size):
        with self.lock:
            self.brought += size
        self.flowing.wait()


class Call(socketserver.StreamRequestHandler):
    # What follows the head belongs to the server.
    rbufsize = 0

    def handle(self):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            if not (sign := self.rfile.read(1)):
                return
            head += sign
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        self.server.asked.add(target)
        if method != "CONNECT" or target not in self.server.known:
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection(self.server.known[target]) as server:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            up = threading.Thread(target=pass_on, args=(self.connection, server, lambda size: None), daemon=True)
            up.start()
            pass_on(server, self.connection, self.server.count)
            up.join()


def pass_on(source, target, count):
    try:
        while piece := source.recv(PIECE):
            target.sendall(piece)
            count(len(piece))
        target.shutdown(socket.SHUT_WR)
    except OSError:
        # The other end is gone; so is this one.
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

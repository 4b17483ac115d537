"""A disk that forgets, as real ones do: what the machine wrote and did not ask to be kept is gone, in part or whole, when
the power goes. It is served to QEMU by the NBD protocol."""

import os
import socket
import struct
import threading

# The numbers of the protocol.
GREETING, OPTION_REPLY, ANSWER = 0x49484156454F5054, 0x3E889045565A9, 0x67446698
BLOCK = 4096
READ, WRITE, DISCONNECT, FLUSH = 0, 1, 2, 3
FUA = 1
HAS_FLAGS, SEND_FLUSH, SEND_FUA = 1, 4, 8


class ForgetfulDisk:
    def __init__(self, path, address):
        self.file = os.open(path, os.O_RDWR)
        self.size = os.fstat(self.file).st_size
        self.unkept = {}
        self.forgotten = 0
        self.lock = threading.Lock()
        address.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(address))
        self.listener.listen(1)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def power_cut(self, chance):
        """Call it when the machine is dead: each block that was not asked to be kept survives by `chance`, in no order."""
        self.thread.join(20)
        with self.lock:
            for number, block in self.unkept.items():
                if chance.random() < 0.5:
                    os.pwrite(self.file, block, number * BLOCK)
                else:
                    self.forgotten += 1
            self.unkept.clear()
        self.listener.close()
        os.close(self.file)

    def serve(self):
        connection, _ = self.listener.accept()
        with connection:
            try:
                self.greet(connection)
                while self.answer(connection):
                    pass
            except (ConnectionError, struct.error, OSError):
                pass

    def greet(self, connection):
        connection.sendall(b"NBDMAGIC" + struct.pack(">QH", GREETING, 1))
        receive(connection, 4)
        flags = HAS_FLAGS | SEND_FLUSH | SEND_FUA
        while True:
            _, option, length = struct.unpack(">QII", receive(connection, 16))
            receive(connection, length)
            if option == 1:
                connection.sendall(struct.pack(">QH", self.size, flags) + b"\0" * 124)
                return
            if option in (6, 7):
                information = struct.pack(">HQH", 0, self.size, flags)
                for kind, body in ((3, information), (1, b"")):
                    connection.sendall(struct.pack(">QIII", OPTION_REPLY, option, kind, len(body)) + body)
                if option == 7:
                    return
                continue
            connection.sendall(struct.pack(">QIII", OPTION_REPLY, option, 0x80000001, 0))

    def answer(self, connection):
        _, flags, kind, handle, offset, length = struct.unpack(">IHHQQI", receive(connection, 28))
        data = receive(connection, length) if kind == WRITE else b""
        if kind == DISCONNECT:
            return False
        answer = b""
        with self.lock:
            if kind == READ:
                answer = self.read(offset, length)
            elif kind == WRITE:
                self.write(offset, data)
            if kind == FLUSH or flags & FUA:
                self.keep()
        connection.sendall(struct.pack(">IIQ", ANSWER, 0, handle) + answer)
        return True

    def read(self, offset, length):
        data = bytearray(os.pread(self.file, length, offset))
        first, last = offset // BLOCK, (offset + length - 1) // BLOCK
        if not self.unkept:
            return data
        for number in range(first, last + 1):
            block = self.unkept.get(number)
            if block is not None:
                start = max(number * BLOCK, offset)
                end = min((number + 1) * BLOCK, offset + length)
                data[start - offset : end - offset] = block[start - number * BLOCK : end - number * BLOCK]
        return data

    def write(self, offset, data):
        at = 0
        while at < len(data):
            number, inside = divmod(offset + at, BLOCK)
            part = data[at : at + BLOCK - inside]
            block = bytearray(self.unkept.get(number) or os.pread(self.file, BLOCK, number * BLOCK))
            block[inside : inside + len(part)] = part
            self.unkept[number] = bytes(block)
            at += len(part)

    def keep(self):
        for number, block in self.unkept.items():
            os.pwrite(self.file, block, number * BLOCK)
        self.unkept.clear()


def receive(connection, length):
    data = bytearray()
    while len(data) < length:
        part = connection.recv(length - len(data))
        if not part:
            raise ConnectionError
        data += part
    return bytes(data)

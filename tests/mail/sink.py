"""A mail server that keeps nothing: it prints its port, and then each letter that it takes as one line of JSON.

With a certificate and a key it speaks TLS from the first byte. It refuses whoever begins with «nobody».
"""

import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        told = {
            "to": envelope.rcpt_tos,
            "from": letter["from"],
            "subject": letter["subject"],
            "text": letter.get_body().get_content(),
        }
        print(json.dumps(told), flush=True)
        return "250 OK"


async def serve():
    context = None
    if len(sys.argv) > 1:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
    loop = asyncio.get_running_loop()
    protocol = lambda: SMTP(Sink(), hostname="localhost", enable_SMTPUTF8=True)
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())

"""A real `parter server` on the host, as kiosks and staff reach it: over TLS, with a certificate of the test's own."""

import gzip
import http.client
import os
import re
import shutil
import ssl
import subprocess
import time
import urllib.parse

from guest import FOLDER, OUT, WORK

PORT = 8750
# Where QEMU's network shows the host to its guest.
ADDRESS = "10.0.2.2"
# What the page of the kiosks' system says of one that runs what it is offered.
UP_TO_DATE = "Обновен"
NAME, PASSWORD = "administrator", "a long password for a test"


def built():
    """The server's program; it is built where it was not, or is older than its sources."""
    target = OUT / "server"
    command = ["cargo", "build", "--locked", "--offline", "--no-default-features", "--features", "server", "--target-dir", target]
    subprocess.run(command, cwd=FOLDER.parent, check=True, env={**os.environ, "CARGO_INCREMENTAL": "0"})
    return target / "debug" / "parter"


class Server:
    def __init__(self, name, host=ADDRESS):
        """`host` is what kiosks call it by."""
        self.program = built()
        self.url = f"https://{host}:{PORT}"
        self.folder = WORK / f"{name}.server"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.images = self.folder / "images"
        self.images.mkdir(parents=True)
        self.certificate = self.folder / "certificate.pem"
        # The machines' clocks stand at another day than the host's.
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=parter",
             "-addext", f"subjectAltName={'IP' if host == ADDRESS else 'DNS'}:{host},IP:127.0.0.1",
             "-addext", "basicConstraints=critical,CA:FALSE", "-not_before", "20260101000000Z", "-not_after", "20460101000000Z",
             "-keyout", self.folder / "key.pem", "-out", self.certificate],
            capture_output=True, check=True,
        )
        self.config = self.folder / "server.toml"
        self.config.write_text(
            f'listen = "127.0.0.1:{PORT}"\npublic_url = "{self.url}"\nimages = "images"\n'
            '[tls]\ncertificate = "certificate.pem"\nkey = "key.pem"\n'
        )
        self.run("user", "add", NAME, "--role", "administrator", stdin=f"{PASSWORD}\n")
        self.process = subprocess.Popen([self.program, "server", "--config", self.config])
        self.cookie = None

    def __enter__(self):
        end = time.monotonic() + 60
        while not self.cookie:
            try:
                _, answer = self.ask("POST", "/admin/sign-in", name=NAME, password=PASSWORD)
                self.cookie = answer["Set-Cookie"].split(";")[0]
            except OSError:
                assert time.monotonic() < end, "the server does not answer"
                time.sleep(0.5)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def trusted(self):
        """Nobody whom the image trusts signed its certificate, so a guest gets that from outside: as SMBIOS strings."""
        return [
            f"io.systemd.credential:tmpfiles.certificate={self.certificate.read_text()}",
            "io.systemd.credential:tmpfiles.extra=f^ /run/certificate.pem 0644 - - - tmpfiles.certificate\n",
            "io.systemd.credential:systemd.unit-dropin.parter-kiosk.service=[Service]\nEnvironment=SSL_CERT_FILE=/run/certificate.pem\n",
        ]

    def run(self, *arguments, stdin=""):
        command = [self.program, "server", *arguments, "--config", self.config]
        return subprocess.run(command, input=stdin, capture_output=True, check=True, text=True).stdout

    def ask(self, method, path, **fields):
        """A page as staff's browser asks for it; its body and headers."""
        context = ssl.create_default_context(cafile=self.certificate)
        connection = http.client.HTTPSConnection("127.0.0.1", PORT, context=context, timeout=60)
        headers = {"Origin": self.url, "Content-Type": "application/x-www-form-urlencoded", **({"Cookie": self.cookie} if self.cookie else {})}
        connection.request(method, path, urllib.parse.urlencode(fields) if fields else None, headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status < 400, f"{method} {path}: {answer.status} {body.decode(errors='replace')}"
        return body, answer.headers

    def page(self, path):
        return self.ask("GET", path)[0].decode()

    def post(self, form_page, path, **fields):
        """Sends a form that stands on a page."""
        csrf = re.search(r'name="csrf" value="([^"]+)"', self.page(form_page))[1]
        return self.ask("POST", path, csrf=csrf, **fields)[0].decode()

    def new_kiosk(self, name, municipality="kyustendil"):
        """The code by which it enrols."""
        page = self.post("/admin/new-kiosk", "/admin/new-kiosk", name=name, municipality=municipality)
        groups = re.search(r'<p class="groups">(.*?)</p>', page, re.DOTALL)[1]
        return "-".join(re.findall(r"<span>(\w+)</span>", groups))

    def kiosk(self):
        """The id of the one kiosk."""
        return re.search(r'href="/admin/kiosks/([a-z0-9]{10})"', self.page("/admin/kiosks"))[1]

    def offer(self, version):
        """A version of the image, to the one kiosk, at once."""
        shutil.copytree(OUT / version / "update", self.images / version)
        self.post("/admin/images", "/admin/images", municipality="", version=version, share="100")
        self.post("/admin/images", f"/admin/kiosks/{self.kiosk()}/image-now")

    def wait_for(self, path, text, seconds):
        """The page, once `text` stands on it."""
        end = time.monotonic() + seconds
        while text not in (page := self.page(path)):
            assert time.monotonic() < end, f"“{text}” did not come to {path} in {seconds} s: {page}"
            time.sleep(2)
        return page

    def log(self, seconds):
        """The kiosk's log, which staff ask for."""
        kiosk = f"/admin/kiosks/{self.kiosk()}"
        self.post(kiosk, f"{kiosk}/log")
        place = self.wait_for(kiosk, f'href="{kiosk}/logs/', seconds)
        number = re.search(rf'href="({kiosk}/logs/\d+)"', place)[1]
        return gzip.decompress(self.ask("GET", number)[0]).decode()

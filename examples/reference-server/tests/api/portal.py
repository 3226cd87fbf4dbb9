"""The reference server on a fresh database, and people who use its API with tokens."""

import json
import os
import pathlib
import re
import subprocess
import threading
import urllib.parse
import urllib.request

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Server:
    """The program, from start to end of a `with`."""

    def __init__(self, folder, database):
        self.program = os.environ.get("PORTAL_BIN", "target/debug/portal")
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DATABASE_", "SMTP_"))}
        self.environment = {**kept, "PORTAL_DATA": f"{folder}/data", "PORTAL_NO_PLAY": "true"}
        self.environment.update({f"PORTAL_{what}_PER_MINUTE": "0" for what in ("SUBMITS", "UPLOADS", "SEARCHES")})
        self.name = None
        if database == "postgres":
            self.admin = os.environ["PORTAL_TEST_POSTGRES"]
            self.name = f"portal_api_{os.getpid()}"
            self.sql(f"create database {self.name}")
            url = urllib.parse.urlsplit(self.admin)._replace(path=f"/{self.name}")
            self.environment["DATABASE_URL"] = urllib.parse.urlunsplit(url)

    def sql(self, statement):
        subprocess.run(["psql", self.admin, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", statement], check=True)

    def __enter__(self):
        log = open(f"{self.folder}/server.log", "w", encoding="utf-8")
        self.child = subprocess.Popen(
            [self.program, "--listen", "127.0.0.1:0"], env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
        found = (re.search(r"http://([^/\s]+)/", line) for line in self.child.stdout)
        address = next((place.group(1) for place in found if place), None)
        if address is None:
            raise SystemExit(f"The server did not start:\n{self.log()}")
        threading.Thread(target=self.child.stdout.read, daemon=True).start()
        self.base = f"http://{address}/portal/api/v1"
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()
        if self.name:
            self.sql(f"drop database if exists {self.name} with (force)")

    def log(self):
        return pathlib.Path(f"{self.folder}/server.log").read_text(encoding="utf-8")

    def person(self, email):
        """Somebody with a token of theirs."""
        command = [self.program, "token", "--person", email, "--name", "schemathesis"]
        made = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, text=True, check=True)
        return Person(self.base, made.stdout.strip())

    def verify(self):
        """Ends with an error unless all invariants hold."""
        subprocess.run([self.program, "verify"], env=self.environment, check=True)


class Person:
    """Somebody who uses the API."""

    def __init__(self, base, token):
        self.base, self.token = base, token

    def ask(self, method, path, body=None, **headers):
        """Sends a request that must succeed; gives what it answers."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers["authorization"] = f"Bearer {self.token}"
        if isinstance(body, dict):
            body, headers["content-type"] = json.dumps(body).encode(), "application/json"
        elif body is not None:
            headers["content-type"] = "application/octet-stream"
        request = urllib.request.Request(self.base + path, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read() or b"null")

    def tag(self, path):
        """The version of a thing as it is now."""
        request = urllib.request.Request(self.base + path, headers={"authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.headers["etag"]

    def change(self, method, path, thing, body):
        """Changes a thing as it is now."""
        return self.ask(method, path, body, if_match=self.tag(thing))

    def draft(self, mark):
        """A draft that can be submitted, full of a mark."""
        draft = self.ask("POST", "/drafts", {"request_type": "quote", "another": True})["id"]
        at = f"/drafts/{draft}"
        need = {"subject": f"Subject {mark}", "kind": "installation", "details": f"Details {mark}"}
        project = {"budget": "5000", "start": "2099-01-31", "visit": False}
        for step, answers in (("need", need), ("project", project), ("documents", {"terms": True})):
            self.change("PUT", f"{at}/steps/{step}", at, {"answers": answers})
        body = PDF + f"% {mark}\n".encode()
        self.ask("POST", f"{at}/files?field=brief&name=brief-{urllib.parse.quote(mark)}.pdf", body)
        return draft

    def request(self, mark):
        """A request, full of a mark."""
        at = f"/drafts/{self.draft(mark)}"
        return self.change("POST", f"{at}/submission", at, {})

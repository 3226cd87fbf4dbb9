"""A real SMTP server (aiosmtpd) that keeps what it receives and misbehaves as its arguments say.

It prints `ready PORT` once it listens on 127.0.0.1 and ends when its standard input is closed.
"""

import argparse
import asyncio
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import AuthResult, SMTP

arguments = argparse.ArgumentParser()
arguments.add_argument("--store", required=True, type=pathlib.Path, help="folder for N.eml and N.json")
arguments.add_argument("--greeting", help="answer instead of the greeting, then hang up")
arguments.add_argument("--sender", help="answer to MAIL")
arguments.add_argument("--recipient", help="answer to RCPT")
arguments.add_argument("--message", help="answer after the final dot")
arguments.add_argument("--drop", choices=["dot"], help="hang up after the final dot, without an answer")
arguments.add_argument("--hang", choices=["greeting", "recipient", "dot", "quit"], help="fall silent there")
arguments.add_argument("--user", help="ask for this user, whose password is `p@ss wörd`")
arguments.add_argument("--certificate", help="PEM of certificate and key: offers STARTTLS")
arguments.add_argument("--implicit", action="store_true", help="TLS from the first byte")
arguments.add_argument("--utf8", action="store_true", help="offers SMTPUTF8")
given = arguments.parse_args()


async def silence(place):
    if given.hang == place:
        await asyncio.sleep(3600)


class Peer(SMTP):
    greeted = False

    async def push(self, status):
        if not self.greeted:
            self.greeted = True
            await silence("greeting")
            if given.greeting:
                await super().push(given.greeting)
                self.transport.close()
                return
        await super().push(status)

    async def smtp_QUIT(self, argument):
        await silence("quit")
        await super().smtp_QUIT(argument)


class Handler:
    kept = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        with open(given.store / "senders", "a") as senders:
            senders.write(address + "\n")
        if given.sender:
            return given.sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        await silence("recipient")
        if given.recipient:
            return given.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if given.message:
            return given.message
        self.kept += 1
        (given.store / f"{self.kept}.eml").write_bytes(envelope.content)
        facts = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "hello": session.host_name,
            "tls": given.implicit or session.ssl is not None,
            "user": session.auth_data,
        }
        (given.store / f"{self.kept}.json").write_text(json.dumps(facts))
        await silence("dot")
        if given.drop:
            server.transport.abort()
        return "250 kept"


def authenticate(server, session, envelope, mechanism, data):
    known = data.login.decode() == given.user and data.password.decode() == "p@ss wörd"
    return AuthResult(success=known, handled=False, auth_data=data.login.decode())


async def main():
    loop = asyncio.get_running_loop()
    handler = Handler()
    tls = None
    if given.certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(given.certificate)

    def peer():
        return Peer(
            handler,
            hostname="peer.example",
            loop=loop,
            enable_SMTPUTF8=given.utf8,
            tls_context=None if given.implicit else tls,
            authenticator=authenticate,
            auth_required=given.user is not None,
            auth_require_tls=False,
        )

    server = await loop.create_server(peer, "127.0.0.1", 0, ssl=tls if given.implicit else None)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())

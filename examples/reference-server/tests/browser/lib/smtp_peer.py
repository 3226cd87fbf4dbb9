"""A real SMTP server for the tests: keeps each received mail as a file, as the person would get it.

usage: smtp_peer.py PORT FOLDER
"""

import asyncio
import email
import email.policy
import json
import os
import sys

from aiosmtpd.smtp import SMTP


class Keeper:
    """Writes NUMBER.eml and NUMBER.json, the second one whole or not at all."""

    def __init__(self, folder):
        self.folder = folder
        self.number = 0

    async def handle_DATA(self, server, session, envelope):
        self.number += 1
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        bodies = {"text/plain": "", "text/html": ""}
        for part in mail.walk():
            if part.get_content_type() in bodies:
                bodies[part.get_content_type()] = part.get_content()
        path = os.path.join(self.folder, f"{self.number:04}")
        with open(path + ".eml", "wb") as file:
            file.write(envelope.content)
        with open(path + ".part", "w", encoding="utf-8") as file:
            json.dump({
                "to": envelope.rcpt_tos,
                "from": str(mail["from"]),
                "subject": str(mail["subject"]),
                "id": str(mail["message-id"]),
                "bytes": len(envelope.content),
                "text": bodies["text/plain"],
                "html": bodies["text/html"],
            }, file)
        os.rename(path + ".part", path + ".json")
        return "250 kept"


async def main(port, folder):
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, hostname="localhost", enable_SMTPUTF8=True), "127.0.0.1", port)
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))

"""Attacks the served API with requests that schemathesis makes from its own document, as two clients and two of the team.

usage: run.py [--database sqlite|postgres]

PORTAL_BIN (default target/debug/portal), PORTAL_SCHEMATHESIS (the program), PORTAL_TEST_POSTGRES (for postgres),
PORTAL_TEST_LONG (all checks on many requests, and sequences of them).
"""

import argparse
import json
import os
import pathlib
import secrets
import subprocess
import sys
import tempfile
import time

from portal import Server

HERE = pathlib.Path(__file__).parent
LONG = "PORTAL_TEST_LONG" in os.environ
# Requests of each kind for each operation.
EXAMPLES = 100 if LONG else 6
PHASES = "examples,coverage,fuzzing,stateful" if LONG else "coverage,fuzzing"
# What the parameters of addresses that are no ids can say, and the fields of the form.
WORDS = {"step": ["need", "project", "documents"], "move": ["take", "ask", "resume", "refuse", "withdraw"], "item": [0]}
FIELDS = ["subject", "kind", "details", "budget", "start", "visit", "terms", "contact", "brief"]
# Drafts of each client; some are thrown away or submitted on the way.
DRAFTS = 4
# What every run must have done for its silence to mean something.
TRIED = ["own words shown", "changes made", "things of others asked for"]
CLIENTS = {"claire": "claire@alpha.example", "bruno": "bruno@beta.example"}
TEAM = {"tom": "tom@novaterm.example", "nadia": "nadia@novaterm.example"}
# What somebody does not try: of the tokens that Nadia lists, one is that of the run.
SPARED = {"nadia": ["revoke_token"]}


def things(person, mark):
    """What somebody of a client has, by the parameters of addresses that it can stand for."""
    request = person.request(mark)
    said = person.ask("POST", f"/requests/{request['id']}/messages", {"body": f"Message {mark}"})
    drafts = [person.ask("GET", f"/drafts/{person.draft(mark)}") for _ in range(DRAFTS)]
    return {
        "request": [request["id"]],
        "document": [one["id"] for one in request["documents"]],
        "message": [said["id"]],
        "draft": [draft["id"] for draft in drafts],
        "file": [file["id"] for draft in drafts for file in draft["answers"]["brief"]],
    }


def asked(team, request, mark):
    """The team asks for something, and notes why; gives the notes and the tasks."""
    at = f"/requests/{request}"
    team.change("POST", f"{at}/moves/take", at, {})
    team.change("POST", f"{at}/moves/ask", at, {"asked": [{"kind": "site_plan"}], "comment": "Where shall they stand?"})
    note = team.ask("POST", f"{at}/notes", {"body": f"Note {mark}"})["id"]
    return [note], [task["id"] for task in team.ask("GET", at)["tasks"]]


def belonging(administrator, mark, name):
    """A client whose name somebody's address has, with its people and somebody who was invited there."""
    listed = administrator.ask("GET", f"/organisations?text={name}")["items"]
    at = f"/organisations/{listed[0]['id']}"
    invited = {"name": f"Newcomer {mark}", "email": f"newcomer@{name}.example", "role": "client_user"}
    invitation = administrator.ask("POST", f"{at}/invitations", invited)["id"]
    members = [one["id"] for one in administrator.ask("GET", f"{at}/people")["items"]]
    return {"organisation": [listed[0]["id"]], "membership": members, "invitation": [invitation]}


def deliveries(administrator):
    """The letters that were caused so far, as soon as there are any."""
    for _ in range(600):
        found = [one["id"] for one in administrator.ask("GET", "/deliveries")["items"]]
        if found:
            return found
        time.sleep(0.2)
    raise SystemExit("No letter was written.")


def joined(*things):
    """Several people's things by parameter."""
    return {name: [id for has in things for id in has.get(name, [])] for has in things for name in has}


def attack(server, folder, name, people, world):
    """One run; gives whether it found nothing."""
    entries = [
        {"name": one, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {person.token}"}]}
        for one, person in people.items()
    ]
    (folder / "people.json").write_text(json.dumps({"auth": entries}), encoding="utf-8")
    (folder / "world.json").write_text(json.dumps(world), encoding="utf-8")
    peers = '\n[auth.wfc]\npath = "people.json"\npeers = ["claire", "bruno"]\n'
    settings = (HERE / "schemathesis.toml").read_text(encoding="utf-8") + peers
    (folder / "schemathesis.toml").write_text(settings, encoding="utf-8")
    program = os.path.abspath(os.environ.get("PORTAL_SCHEMATHESIS", "target/schemathesis/bin/schemathesis"))
    options = [f"--auth-wfc-user={name}", "--checks=all", f"--phases={PHASES}", f"--max-examples={EXAMPLES}", "--no-color"]
    options += [f"--exclude-operation-id={operation}" for operation in SPARED.get(name, [])]
    run = subprocess.run(
        [program, "--config-file=schemathesis.toml", "run", f"{server.base}/openapi.json", f"--url={server.base}", *options],
        cwd=folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"), "PORTAL_API_WORLD": str(folder / "world.json")},
        check=False,
    )
    done = json.loads(pathlib.Path(world["done"]).read_text(encoding="utf-8"))
    print(", ".join(f"{what}: {times}" for what, times in done.items()), flush=True)
    return run.returncode == 0 and all(done.get(what) for what in TRIED)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    database = options.parse_args().database
    marks = {name: f"canary-{name}-{secrets.token_hex(8)}" for name in CLIENTS | TEAM}
    good = 0
    with tempfile.TemporaryDirectory(prefix="portal-api-") as folder, Server(folder, database) as server:
        people = {name: server.person(email) for name, email in (CLIENTS | TEAM).items()}
        own = {name: things(people[name], marks[name]) for name in CLIENTS}
        nadia = people["nadia"]
        for name, company in (("claire", "alpha"), ("bruno", "beta")):
            own[name].update(belonging(nadia, marks[name], company))
        notes = []
        for has in own.values():
            noted, has["task"] = asked(people["tom"], has["request"][0], marks["tom"])
            notes += noted
        # What is there for nobody of a client, and what for nobody of the team.
        teams = {"message": notes, "delivery": deliveries(nadia)}
        teams["membership"] = [one["id"] for one in nadia.ask("GET", "/team/people")["items"]]
        drafts = joined(*({name: has[name] for name in ("draft", "file")} for has in own.values()))
        shared = joined({"message": notes}, *({name: has[name] for name in has.keys() - drafts.keys()} for has in own.values()))
        worlds = {
            "claire": {"own": own["claire"], "foreign": joined(own["bruno"], teams)},
            "bruno": {"own": own["bruno"], "foreign": joined(own["claire"], teams)},
            "tom": {"own": shared, "foreign": drafts},
            # The last, since she may end what the others need.
            "nadia": {"own": dict(shared), "foreign": drafts},
        }
        for name, world in worlds.items():
            hidden = [mark for whose, mark in marks.items() if whose != name and name not in TEAM]
            print(f"── {name} on {database}", flush=True)
            world["own"].update(WORDS)
            world.update(base=server.base, token=people[name].token, mark=marks[name], hidden=hidden)
            world.update(words=[*WORDS], fields=FIELDS, done=f"{folder}/{name}.json")
            good += attack(server, pathlib.Path(folder), name, people, world)
        if good < len(worlds):
            print(server.log()[-4000:])
        server.verify()
    print(f"{good} passed, {len(worlds) - good} failed")
    sys.exit(good < len(worlds))


main()

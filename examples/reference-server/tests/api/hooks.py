"""What our runs of schemathesis add to its own checks: requests for things of others, and a search for others' words."""

import atexit
import collections
import itertools
import json
import os
import urllib.error
import urllib.request
import uuid

import schemathesis
from schemathesis.core.failures import Failure

# Written by run.py: whose run it is, with what; the words that they must never be shown; things of theirs and of
# others by the name of the parameter that they can stand for.
WORLD = json.load(open(os.environ["PORTAL_API_WORLD"], encoding="utf-8"))
FOREIGN = {name: itertools.cycle(ids) for name, ids in WORLD["foreign"].items()}
OWN = {name: itertools.cycle(ids) for name, ids in WORLD["own"].items()}
OTHERS = {id for ids in WORLD["foreign"].values() for id in ids}
FIELDS = itertools.cycle(WORLD["fields"])
TURN = itertools.count()
# What was done, so that a run that has tried nothing does not pass for a good one.
DONE = collections.Counter()
# What people write freely, and so can carry the writer's mark.
TEXTS = {"body", "comment", "note", "reason"}
# What has versions, by the first part of its address and the parameter that names it.
VERSIONED = {"drafts": "draft", "requests": "request", "tasks": "task", "organisations": "organisation"}


@atexit.register
def tell():
    with open(WORLD["done"], "w", encoding="utf-8") as file:
        json.dump(DONE, file)


class Leak(Failure):
    """Something of others was shown."""


def is_id(value):
    try:
        return str(uuid.UUID(str(value))) == str(value)
    except ValueError:
        return False


def is_right(name, value):
    """Whether a value is of its parameter's form: a wrong one is there to be refused."""
    if name == "item":
        return isinstance(value, int) and 0 <= value < 65536
    return is_id(value) or name in WORLD["words"] and isinstance(value, str) and value != ""


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Of three requests one is for a thing of their own, one for a thing of others, one for what was thought up."""
    things = (OWN, FOREIGN, {})[next(TURN) % 3]
    return {
        name: next(things[name]) if name in things and is_right(name, value) else value
        for name, value in (path_parameters or {}).items()
    }


@schemathesis.hook
def map_body(context, body):
    """Whatever people write carries their mark, so that it is known again where it should not be; answers are given to
    fields that are there."""
    if isinstance(body, dict):
        for name in TEXTS & body.keys():
            if isinstance(body[name], str) and 0 < len(body[name]) < 1000:
                body[name] += WORLD["mark"]
        if isinstance(body.get("answers"), dict):
            body["answers"] = {next(FIELDS): value for value in body["answers"].values()}
    return body


@schemathesis.hook
def before_call(context, case, kwargs):
    """Every other change of a thing of their own is made to its version of now, and so is not stopped by that."""
    first = case.operation.path.split("/")[1]
    id = (case.path_parameters or {}).get(VERSIONED.get(first))
    seen = next((name for name in case.headers or {} if name.lower() == "if-match"), None)
    if seen and case.headers[seen] and is_id(id) and id not in OTHERS and next(TURN) % 2:
        tag = version(f"{WORLD['base']}/{first}/{id}")
        if tag:
            case.headers[seen] = tag


def version(address):
    request = urllib.request.Request(address, headers={"authorization": f"Bearer {WORLD['token']}"})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.headers["etag"]
    except urllib.error.HTTPError:
        return None


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """No schema can say which cursors a list has given, and ours do not say that no text has a zero byte."""
    excused = (b'"invalid_cursor"', b"a text has a zero byte")
    return response.status_code != 400 or not any(words in response.content for words in excused)


@schemathesis.check
def nothing_of_others(ctx, response, case):
    """Nothing that others wrote is shown, and nothing of theirs is answered but as if it were not there."""
    said = response.content.decode("utf-8", "replace") + json.dumps(dict(response.headers), default=str)
    DONE["own words shown"] += WORLD["mark"] in said
    DONE["changes made"] += case.method != "GET" and response.status_code < 300
    for mark in WORLD["hidden"]:
        if mark in said:
            raise Leak(operation=case.operation.label, title="Shown to others", message=f"{mark} is in the answer")
    asked = OTHERS & {str(value) for value in (case.path_parameters or {}).values()}
    DONE["things of others asked for"] += bool(asked)
    if asked and (response.status_code < 400 or response.status_code == 403):
        raise Leak(
            operation=case.operation.label,
            title="Not as if it were not there",
            message=f"{response.status_code} for a thing of others: {asked}",
        )

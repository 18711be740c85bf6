"""An office with something in every state that its pages can show, and the way through all of them in a browser."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accounts_kit import account_in
from lives_kit import Life
from new_run_kit import Clerk
from office_kit import client_of, office_in
from program_kit import row, write_list
from runs_kit import run_in
from serving_kit import served

from mailing.web.accounts.doors import open_doors
from mailing.web.accounts.invitations import invite
from mailing.web.accounts.roles import Role
from mailing.web.app import make_app
from mailing.web.guard import guarded
from mailing.web.serve_options import ServeOptions
from mailing.web.templates.bundles import bundle_of
from mailing.web.templates.versions import Why, save
from mailing.web.work.queue import JobState, Queue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.web.office import Office

WHO = "Eva Muster"
MANY = 400
"""Rows of a list of which each has something wrong: more than a page of findings."""


@dataclass
class World:
    """The office, served, and what lies in it; `bare` is the address of one in which nothing was done yet."""

    office: Office
    address: str = ""
    bare: str = ""
    invitation: str = ""
    runs: dict[str, str] = field(default_factory=dict)
    making: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    """Give the office, filled and open for browsers."""
    office, bare = office_in(folder / "full"), office_in(folder / "bare")
    world = World(office)
    _runs(world)
    _new_runs(world, folder)
    _jobs(world)
    for each in (office, bare):
        account_in(each, WHO, *Role)
    account_in(office, "Paul Prüfer", Role.AUDIT)
    account_in(office, "Frieda Frei", Role.RELEASE)
    world.invitation = invite(office.store, "Frieda Frei")
    letter = bundle_of(office, "einladung")
    save(letter, {**letter.contents(), "letter.md.j2": b"Guten Tag,\n\nein neuer Satz.\n"}, WHO, Why.SAVED)
    with open_here(office) as world.address, open_here(bare) as world.bare:
        yield world
    office.store.close()
    bare.store.close()


@contextmanager
def open_here(office: Office) -> Iterator[str]:
    """Serve an office from this process, without workers; give its address."""
    options = ServeOptions(office.data)
    doors = open_doors(office, options)
    app = guarded(make_app(office, doors.account_of), office, options)
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    list(doors.told(f"{address}/"))
    with served(app, listener):
        yield address


def _runs(world: World) -> None:
    """Make runs: one just made, one at the shop, one posted, one closed, one damaged."""
    for day, name in enumerate(("made", "shop", "posted", "closed", "damaged"), start=15):
        world.runs[name] = run_in(world.office, date=f"2020-06-{day}").name
    lives = {name: Life(world.office, run_id) for name, run_id in world.runs.items()}
    lives["shop"].deliver()
    world.jobs["feedback"] = lives["shop"].report("1-9;gedruckt", "10;vernichtet", "99;gedruckt").id
    for name in ("posted", "closed"):
        lives[name].post_all()
    lives["closed"].eva.post(f"{lives['closed'].page}/abschluss")
    lives["posted"].eva.post(f"{lives['posted'].page}/akte/kopien", data={"stuecke": "3-5"})
    world.jobs["copies"] = lives["posted"].work().id
    lives["posted"].eva.post(f"{lives['posted'].page}/vergleich", data={"anderer": world.runs["closed"]})
    world.jobs["compare"] = lives["posted"].work().id
    for piece in (3, 4, 5):
        client_of(world.office, WHO, Role.CREATE).post(
            "/ruecklaeufer", data={"code": lives["posted"].scanned(piece), "reason": "moved"}
        )
    print_file = next((lives["damaged"].run / "shop" / "data").glob("*.pdf"))
    print_file.write_bytes(print_file.read_bytes().replace(b"%%EOF", b"%%EOX"))
    for name in ("posted", "damaged"):
        lives[name].ute.post(f"/pruefen/{world.runs[name]}", data={"umfang": "schnell"})
        world.jobs[f"verified {name}"] = lives[name].work().id


def _new_runs(world: World, folder: Path) -> None:
    """Begin runs: each stands still at another step."""
    good = write_list(folder / "gut.csv", [row(number) for number in range(101, 104)])
    many = write_list(folder / "viele.csv", [row(number, plz="1067", ort="Dresden") for number in range(1, MANY)])
    strange = folder / "fremd.csv"
    strange.write_text("Nummer;Wer;Wo\r\n23702//0000001;Meier;Hauptstraße 5\r\n", "utf-8")
    empty = folder / "leer.csv"
    empty.write_text("bg_nummer;plz\r\n", "utf-8")
    for name, list_ in (("good", good), ("many", many), ("strange", strange), ("empty", empty)):
        world.making[name] = _clerk(world).checked(list_).id
    world.making["proof"] = _clerk(world).proofed(good).id
    again = folder / "gut-noch-einmal.csv"
    again.write_bytes((world.office.data / "liste-2020-06-16.csv").read_bytes())
    world.making["again"] = _clerk(world).proofed(again).id
    world.making["waiting"] = _clerk(world).checked(good).id


def _clerk(world: World) -> Clerk:
    return Clerk(world.office, client_of(world.office, WHO, Role.CREATE))


def _jobs(world: World) -> None:
    """Leave jobs as they are while they wait, run, have failed or were cancelled."""
    queue = Queue(world.office.store)
    subject = f"run:{world.runs['made']}"
    told = {"what": "Die Platte ist voll", "where": "laeufe", "hint": "Platz schaffen", "faults": []}
    for name in ("failed", "cancelled", "running", "waiting"):
        world.jobs[name] = queue.add("verify", subject, {"quick": True, "list": ""}, WHO)
        if name == "cancelled":
            queue.cancel(world.jobs[name])
        elif name != "waiting":
            assert queue.claim(name)
            queue.keep(world.jobs[name], name, "Prüfsummen", 5, 12)
        if name == "failed":
            queue.end(world.jobs[name], name, JobState.FAILED, told)

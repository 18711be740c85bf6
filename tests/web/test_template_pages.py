"""Letters in the browser, without script: text, page, faults, saving, files."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from office_kit import SAMPLE, client_of, work_off
from sqlalchemy import insert

from mailing.base.errors import UsageError
from mailing.base.progress import Progress
from mailing.model.actors import Actor, Source
from mailing.web.accounts.roles import HOUSE, Role
from mailing.web.preview.desk import close_desks
from mailing.web.store.tables import new_runs
from mailing.web.templates.bundles import bundle_of
from mailing.web.templates.versions import Why, all_versions, save
from mailing.web.work.queue import Queue
from mailing.web.work.tasks import Order
from mailing.web.work.template_tasks import begin_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

    from mailing.web.office import Office

LETTER = "/vorlagen/einladung"
TEXT = "text/letter.md.j2"
GOOD = "{{ anrede_zeile }}\r\n\r\nein neuer Satz.\r\n"
SCRIPT = {"accept": "application/json"}
LOGO = Path(__file__).parents[2] / "letter_templates" / "bewilligung" / "logo.svg"


@pytest.fixture(autouse=True)
def _warm_processes_end() -> Iterator[None]:
    """End what the test started."""
    yield
    close_desks()


@pytest.fixture
def anna(office: Office) -> TestClient:
    """A clerk who makes letters."""
    return client_of(office, "Anna", Role.CREATE)


def begun_at(page: str) -> str:
    """Return the version that a shown form began at."""
    found = re.search(r'name="fassung" value="(\d+)"', page)
    assert found
    return found.group(1)


def test_all_letters_are_shown_with_titles_and_languages(office: Office, anna: TestClient) -> None:
    """At once, and as `mailing templates` tells them when the process beside it is warm: then with what is at fault."""
    for name in ("vorlagen", "vorlagen/einladung", "vorlagen"):
        page = anna.get(f"/{name}").text
        if name == "vorlagen":
            assert "Einladung zu einem persönlichen Gespräch" in page
            assert "Großdruck, Leichte Sprache, en, tr, uk, ru, pl, ar, fa" in page
    (office.templates / "einladung" / "letter.toml").write_text("title = ", "utf-8")
    assert "fehlerhaft" in anna.get("/vorlagen").text


def test_households_of_ones_own_new_run_can_be_chosen(office: Office, anna: TestClient) -> None:
    """Its list as it is to be read; nobody else's."""
    folder = office.new_runs / "abc" / "lists" / "list"
    folder.mkdir(parents=True)
    shutil.copyfile(SAMPLE, folder / "meine.csv")
    row = {"id": "abc", "by": "Anna", "created": 0, "changed": 0, "version": 1, "content": '{"list_name": "meine.csv"}'}
    with office.store.begin() as connection:
        connection.execute(insert(new_runs).values(row))
    assert "meine.csv" in anna.get(LETTER).text
    told = anna.post(f"{LETTER}/seite", data={"liste": "abc"}, headers=SCRIPT).json()
    assert told["households"] not in {0, 60}
    assert "meine.csv" not in client_of(office, "Ben", Role.CREATE).get(LETTER).text


def test_text_and_page_stand_side_by_side(anna: TestClient) -> None:
    """The picture comes from the office itself, and for nobody else."""
    page = anna.get(LETTER).text
    assert "wie am Telefon besprochen" in page
    found = re.search(r'src="(/vorlagenbilder/[0-9a-f]+)"', page)
    assert found
    picture = anna.get(found.group(1))
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_a_picture_is_shown_to_nobody_else(office: Office, anna: TestClient) -> None:
    """It may show somebody's list."""
    address = anna.post(f"{LETTER}/seite", data={TEXT: GOOD}, headers=SCRIPT).json()["picture"]
    assert client_of(office, "Ben", Role.CREATE).get(address).status_code == 404


def test_the_script_gets_the_page_of_what_is_typed(anna: TestClient) -> None:
    """Nothing is saved by it."""
    told = anna.post(f"{LETTER}/seite", data={TEXT: GOOD, "tun": "tippen"}, headers=SCRIPT).json()
    assert "ein neuer Satz." in told["text"]
    assert (told["page"], told["pages"], told["place"]) == (1, 1, 0)
    assert "ein neuer Satz." not in anna.get(LETTER).text


def test_faults_lead_to_their_line_also_without_script(anna: TestClient) -> None:
    """Field and line are named; the text stays as it was typed."""
    page = anna.post(f"{LETTER}/seite", data={TEXT: "{{ anrede_zeile }}\n\n{{ vornmae }}\n", "tun": "zeigen"}).text
    assert re.search(r'<a href="#text-1" data-line="3">Zeile 3: Den Platzhalter „vornmae“ gibt es nicht', page)
    assert "{{ vornmae }}" in page


@pytest.mark.parametrize(("act", "place"), [("naechster", 4), ("voriger", 2), ("zeigen", 3)])
def test_buttons_go_from_household_to_household(anna: TestClient, act: str, place: int) -> None:
    """From the one that the form shows."""
    told = anna.post(f"{LETTER}/seite", data={"stelle": "3", "tun": act}, headers=SCRIPT).json()
    assert told["place"] == place


def test_the_hardest_letters_follow_one_another_with_reasons(anna: TestClient) -> None:
    """Behind the last one comes the first."""
    place, seen = "0", []
    for _step in range(4):
        told = anna.post(f"{LETTER}/seite", data={"stelle": place, "tun": "schwieriger"}, headers=SCRIPT).json()
        assert told["reasons"]
        place = str(told["place"])
        seen.append(told["place"])
    assert seen == sorted(set(seen))


def test_saving_keeps_the_version_before(office: Office, anna: TestClient) -> None:
    """Lines end as the file's did; the page says that it is saved."""
    begun = begun_at(anna.get(LETTER).text)
    answer = anna.post(LETTER, data={TEXT: GOOD, "fassung": begun})
    assert "Gespeichert" in answer.text
    assert (office.templates / "einladung" / "letter.md.j2").read_bytes() == GOOD.replace("\r\n", "\n").encode()
    versions = anna.get(f"{LETTER}/fassungen").text
    assert "Anna" in versions
    difference = anna.get(f"{LETTER}/fassungen/2").text
    assert "<ins>ein neuer Satz.</ins>" in difference
    assert re.search(r"</span> neu</td>", difference)


def test_subject_and_days_are_fields(office: Office, anna: TestClient) -> None:
    """What is changed there stands on the page at once, and in the file when it is saved."""
    begun = begun_at(anna.get(LETTER).text)
    changed = {"setting/subject": "Unser Treffen", "setting-before/subject": "x", "fassung": begun}
    assert "Unser Treffen" in anna.post(f"{LETTER}/seite", data=changed, headers=SCRIPT).json()["text"]
    anna.post(LETTER, data=changed)
    assert 'subject = "Unser Treffen"' in (office.templates / "einladung" / "letter.toml").read_text("utf-8")


def test_the_sites_keep_what_excel_needs(office: Office, anna: TestClient) -> None:
    """Mark of UTF-8 and line ends."""
    page = anna.get("/vorlagen/-gemeinsam").text
    before = (office.templates / "standorte.csv").read_bytes()
    text = before.decode("utf-8-sig").replace("\r\n", "\n") + "neu;Neu;Weg;1;30159;Hannover;1;x\n"
    anna.post("/vorlagen/-gemeinsam", data={"text/standorte.csv": text, "fassung": begun_at(page)})
    after = (office.templates / "standorte.csv").read_bytes()
    assert after.startswith(before)
    assert after.endswith(b";x\r\n")


def test_who_saves_second_sees_the_difference_and_keeps_their_text(office: Office, anna: TestClient) -> None:
    """Saved again, theirs counts; the other stays a version."""
    ben = client_of(office, "Ben", Role.CREATE)
    begun = begun_at(anna.get(LETTER).text)
    anna.post(LETTER, data={TEXT: "{{ anrede_zeile }}\nvon Anna\n", "fassung": begun})
    refused = ben.post(LETTER, data={TEXT: "{{ anrede_zeile }}\nvon Ben\n", "fassung": begun})
    assert refused.status_code == 409
    assert "<del>von Anna</del>" in refused.text
    assert "<ins>von Ben</ins>" in refused.text
    assert "von Anna" in (office.templates / "einladung" / "letter.md.j2").read_text("utf-8")
    again = ben.post(LETTER, data={TEXT: "{{ anrede_zeile }}\nvon Ben\n", "fassung": begun_at(refused.text)})
    assert "Gespeichert" in again.text
    assert len(all_versions(bundle_of(office, "einladung"))) == 3


def test_going_back_by_a_button(office: Office, anna: TestClient) -> None:
    """It becomes a version by whoever pressed it."""
    anna.get(LETTER)
    save(bundle_of(office, "einladung"), {"letter.md.j2": b"neu\n"}, "Ben", Why.SAVED)
    anna.post(f"{LETTER}/fassungen/1")
    latest = all_versions(bundle_of(office, "einladung"))[0]
    assert (latest.by, latest.why, latest.of) == ("Anna", Why.RESTORED, 1)


@pytest.mark.parametrize("role", sorted(HOUSE - {Role.CREATE}))
def test_readers_see_everything_and_change_nothing(office: Office, role: Role) -> None:
    """No button to save, and no way around it; not even a version of what they found."""
    reader = client_of(office, "Rita", role)
    page = reader.get(LETTER).text
    assert "wie am Telefon besprochen" in page
    assert ">Speichern<" not in page
    assert "readonly" in page
    for address in (LETTER, f"{LETTER}/fassungen/1", f"{LETTER}/dateien", "/neue-vorlage"):
        assert reader.post(address, data={TEXT: "x"}).status_code == 403
    assert all_versions(bundle_of(office, "einladung")) == ()


def test_a_file_is_checked_before_it_lies_with_the_letter(office: Office, anna: TestClient) -> None:
    """By a job, in a process with limits; taking it out is a version too."""
    anna.post(f"{LETTER}/dateien", data={"wozu": "bild"}, files={"datei": ("C:\\Bilder\\logo.svg", LOGO.read_bytes())})
    assert not (office.templates / "einladung" / "logo.svg").exists()
    work_off(office)
    assert (office.templates / "einladung" / "logo.svg").read_bytes() == LOGO.read_bytes()
    assert list(office.uploads.iterdir()) == []
    anna.post(f"{LETTER}/dateien/entfernen", data={"datei": "logo.svg"})
    assert not (office.templates / "einladung" / "logo.svg").exists()
    assert [each.why for each in all_versions(bundle_of(office, "einladung"))][:2] == [Why.FILE_REMOVED, Why.FILE_ADDED]


@pytest.mark.parametrize("name", ["../logo.svg", "letter.toml", "böse.exe", ".svg", "con.pdf", "a/b/..svg."])
def test_only_files_for_print_are_taken_under_plain_names(office: Office, anna: TestClient, name: str) -> None:
    """No upload becomes a text of the letter or leaves its folder."""
    anna.post(f"{LETTER}/dateien", data={"wozu": "bild"}, files={"datei": (name, b"x")})
    kept = [job.arguments["name"] for job in Queue(office.store).open_jobs()]
    assert kept in ([], ["logo.svg"])


@pytest.mark.parametrize("name", ["letter.toml", "../organisation.toml", "", "nichts.pdf"])
def test_only_files_that_are_there_can_be_taken_out(office: Office, anna: TestClient, name: str) -> None:
    """Texts are edited, not taken out."""
    assert anna.post(f"{LETTER}/dateien/entfernen", data={"datei": name}).status_code == 404
    assert (office.templates / "einladung" / "letter.toml").is_file()


def test_a_new_letter_begins_after_another(office: Office, anna: TestClient) -> None:
    """Its first version is what it began as, and says who began it."""
    anna.post("/neue-vorlage", data={"neuer-name": "einladung-mai", "titel": "Mai", "nach": "einladung"})
    work_off(office)
    assert "title = &#34;Mai&#34;" in anna.get("/vorlagen/einladung-mai").text
    (first,) = all_versions(bundle_of(office, "einladung-mai"))
    assert (first.by, first.why_name) == ("Anna", "angelegt")


def test_a_new_letter_whose_worker_died_before_it_told_is_found_begun(office: Office) -> None:
    """By the next worker; its name is taken for whoever asks for it later, and once it is changed for Anna too."""
    asked = {"name": "einladung-mai", "like": "einladung", "title": "Mai"}
    by_anna, by_ben = (
        Order(office, "einladung-mai", asked, Actor(name, Source.WEB), 0.0, Progress()) for name in ("Anna", "Ben")
    )
    assert begin_letter(by_anna) == begin_letter(by_anna) == {"name": "einladung-mai"}
    letter = bundle_of(office, "einladung-mai")
    assert len(all_versions(letter)) == 1
    later = replace(by_anna, arguments={**asked, "like": "bewilligung"}, asked_at=all_versions(letter)[0].at + 1)
    for order in (by_ben, later):
        with pytest.raises(UsageError, match="gibt es schon"):
            begin_letter(order)
    save(letter, {"letter.md.j2": b"neu\n"}, "Anna", Why.SAVED)
    with pytest.raises(UsageError, match="gibt es schon"):
        begin_letter(by_anna)


def test_a_letter_in_use_says_so(office: Office, anna: TestClient) -> None:
    """Runs in the making have copies of their own, so it can still be changed."""
    told = {"list_name": "", "letter": {"template": "einladung"}}
    row = {"id": "1", "by": "Ben", "created": 0, "changed": 0, "version": 1, "content": json.dumps(told)}
    with office.store.begin() as connection:
        connection.execute(insert(new_runs).values(row))
    assert "Wird gerade verwendet" in anna.get(LETTER).text
    assert "Wird gerade verwendet" not in anna.get("/vorlagen/bewilligung").text


@pytest.mark.parametrize("path", ["..", "%2e%2e", "nichts", "einladung%2f..", "%00", "teile"])
def test_nothing_but_letters_is_shown(anna: TestClient, path: str) -> None:
    """No address leads elsewhere."""
    assert anna.get(f"/vorlagen/{path}/fassungen").status_code == 404

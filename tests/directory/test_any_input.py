"""Whatever a file holds, reading answers with values or with one refusal."""

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from survivor_portal.directory import Directory, UnreadableDirectory, read_directory

TABLES = ["organizations.csv", "services.csv", "phones.csv", "regular_schedules.csv", "attributes.csv", "x.json"]
CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.sampled_from(
    [
        "id",
        "name",
        "organization",
        "organization_id",
        "service",
        "service_at_locations",
        "location",
        "phones",
        "languages",
        "number",
        "contents",
        "services",
        "attributes",
        "taxonomy_term",
        "schedules",
        "byday",
        "opens_at",
        "status",
        "contacts",
        "total_items",
        "website",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["1", "2"]) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)


def read_whatever(files: dict[str, bytes]) -> Directory | None:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        try:
            reading = read_directory(Path(folder))
        except UnreadableDirectory as refusal:
            problems, directory = refusal.problems, None
        else:
            problems, directory = reading.problems, reading.directory
    assert problems or directory
    for problem in problems:
        assert problem.file in {*files, Path(folder).name}
        assert problem.explanation
    return directory


def assert_sound(directory: Directory) -> None:
    """Every link leads somewhere, every id is there once, and every part has one."""
    organisations = {organisation.id for organisation in directory.organisations}
    services = {service.id for service in directory.services}
    locations = {location.id for location in directory.locations}
    assert len(organisations) == len(directory.organisations)
    assert len(services) == len(directory.services)
    assert len(locations) == len(directory.locations)
    assert {service.organisation_id for service in directory.services} <= {None, *organisations}
    assert {location.organisation_id for location in directory.locations} <= {None, *organisations}
    for link in directory.services_at_locations:
        assert link.service_id in services
        assert link.location_id in locations
    for service in directory.services:
        assert all(phone.id and phone.number for phone in service.phones)
        assert len({phone.id for phone in service.phones}) == len(service.phones)


@given(st.dictionaries(st.sampled_from(TABLES), st.binary(max_size=200), min_size=1))
def test_no_bytes_make_reading_raise_anything_but_its_refusal(files: dict[str, bytes]) -> None:
    directory = read_whatever(files)
    assert directory is None or directory.organisations or directory.services


@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=5))
def test_any_rows_give_a_sound_directory(rows: list[list[str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["id", "name", "organization_id", "description", "url", "minimum_age"], *rows])
    phones = "service_id,number,extension\n" + "".join(f'"{row[0].replace(chr(34), "")}",555,1\n' for row in rows)
    directory = read_whatever({"services.csv": file.getvalue().encode(), "phones.csv": phones.encode()})
    if directory:
        assert_sound(directory)


@given(JSON)
def test_any_json_gives_a_sound_directory_or_a_refusal(document: object) -> None:
    directory = read_whatever({"services.json": json.dumps(document).encode()})
    if directory:
        assert_sound(directory)


@settings(max_examples=200)
@given(name=CELLS, description=CELLS, wait=CELLS)
def test_any_text_in_a_cell_comes_back_or_is_reported(name: str, description: str, wait: str) -> None:
    file = io.StringIO(newline="")
    rows = [["id", "name", "description", "wait_time"], ["s", name, description, wait], ["t", "Rides", "", ""]]
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "services.csv").write_text(file.getvalue(), encoding="utf-8", newline="")
        reading = read_directory(Path(folder))
    reported = {problem.field for problem in reading.problems if problem.row == 2}
    service = reading.directory.services[0]
    if "name" not in reported and not set("<&") & set(name):
        assert service.name.split() == name.split()
    if service.id != "s":
        return
    for field, given_text, read_text in [
        ("description", description, service.description),
        ("wait_time", wait, service.wait_time),
    ]:
        if field not in reported and not set("<&") & set(given_text):
            assert (read_text or "").split() == given_text.split()

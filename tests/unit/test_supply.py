"""What the explorer is built on and how it is deployed: licences in step with the pins, audits that end well."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.serving import REPOSITORY
from tools import audit, licences

DEPLOY = REPOSITORY / "deploy"


def test_the_list_of_licences_is_in_step_with_the_pinned_packages() -> None:
    rows = [line.split(" | ") for line in licences.PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    listed = {cells[0].removeprefix("| "): cells[1] for cells in rows}
    assert listed == licences.pinned(licences.PINS.read_text("utf-8"))


def test_every_listed_package_states_a_licence() -> None:
    assert "not stated" not in licences.PAGE.read_text("utf-8")


def test_an_audit_that_could_ask_about_nothing_says_so_and_ends_well() -> None:
    said, status = audit.summary({"dependencies": [{"name": "a", "version": "1", "skip_reason": "unknown"}]})
    assert said.startswith("No audit")
    assert status == 0


def test_an_audit_names_each_weakness_with_the_version_that_mends_it_and_fails() -> None:
    weak = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
    said, status = audit.summary({"dependencies": [weak, {"name": "b", "version": "1", "vulns": []}]})
    assert said == "2 of 2 packages asked about, 1 known weaknesses.\na 1: PYSEC-1, mended in 2"
    assert status == 1


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_reads_the_proxys_configuration(tmp_path: Path) -> None:
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "k.pem",
        "-out",
        "c.pem",
        "-subj",
        "/CN=x",
    ]
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for name, own in (("fullchain.pem", "c.pem"), ("privkey.pem", "k.pem")):
        text = text.replace(f"/etc/ssl/explorer/{name}", str(tmp_path / own))
    text = text.replace("/var/log/nginx/", f"{tmp_path}/")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n", "utf-8")
    tested = subprocess.run(["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "explorer.service").read_text("utf-8")
    unit = tmp_path / "explorer.service"
    unit.write_text(text.replace("/opt/explorer/.venv/bin/python", "/bin/true"), "utf-8")
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert "explorer.service" not in told.stderr, told.stderr


def test_what_the_container_copies_is_there() -> None:
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert copied
    assert [name for name in copied if not (REPOSITORY / name).exists()] == []

"""The files of the deployment: what of them can be wrong without a container being started."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_kept_small(name: str) -> None:
    """No rights, a read-only file system, limits, and logs that do not grow for ever."""
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit", "logging"} <= service.keys()


def test_the_file_of_settings_names_what_there_is() -> None:
    """Each variable that docker-compose.yml asks for is explained in .env.example."""
    asked = {
        word.partition(":-")[0]
        for word in (ROOT / "docker-compose.yml").read_text(encoding="utf-8").split("${")[1:]
    }
    shown = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line[1:].partition("=")[0] for line in shown if "=" in line}
    assert asked <= named


def test_the_image_says_which_version_it_is() -> None:
    """That of the project."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    assert f'image.version="{version}"' in (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["broker", "store"])
def test_a_server_saves_in_its_append_only_file_alone(name: str) -> None:
    """A snapshot beside it would write everything again each minute, and could stop writes."""
    assert '--appendonly yes --save ""' in SERVICES[name]["command"]

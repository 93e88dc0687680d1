"""The file for Kubernetes says of newsmill what is: its roles, settings, limits and networks."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from config.settings import groups, variable
from worker.supervising import ROLES

FILE = Path(__file__).parents[2] / "config" / "kubernetes" / "newsmill.yaml"
DOCUMENTS: list[dict[str, Any]] = list(yaml.safe_load_all(FILE.read_text(encoding="utf-8")))


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """Give the objects of a kind, by their names."""
    return {one["metadata"]["name"]: one for one in DOCUMENTS if one["kind"] == kind}


PODS = {name: one["spec"]["template"]["spec"] for name, one in of_kind("Deployment").items()}


def test_every_role_runs() -> None:
    """Under its own name, by the command that the supervisor and the containers use too."""
    said = {name: pod["containers"][0]["args"] for name, pod in PODS.items() if name in ROLES}
    assert said == {role: ["worker", "--role", role] for role in ROLES}


def test_settings_exist() -> None:
    """A misspelt one would be no setting."""
    known = {variable(field) for group in groups() for field in group.model_fields}
    assert set(of_kind("ConfigMap")["newsmill-settings"]["data"]) <= known


@pytest.mark.parametrize("name", PODS)
def test_no_pod_may_gain_rights(name: str) -> None:
    """It reads what strangers wrote: no root, nothing to write to but memory, bounded."""
    pod = PODS[name]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert set(container["resources"]["limits"]) == {"cpu", "memory"}


def test_policies_and_scalers_are_for_pods_that_exist() -> None:
    """A selector that fits nobody protects nobody."""
    selected = [one["spec"]["podSelector"] for one in of_kind("NetworkPolicy").values()]
    roles = {s["matchLabels"].get("newsmill/role") for s in selected if "matchLabels" in s}
    targets = {one["spec"]["scaleTargetRef"]["name"] for one in of_kind("ScaledObject").values()}
    assert roles - {None} <= set(PODS)
    assert targets <= set(PODS)

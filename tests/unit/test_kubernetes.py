"""The file for Kubernetes says of newsmill what is: its roles, settings, limits and networks."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from config.celery import configuration
from config.settings import Servers, Settings, groups, variable
from worker.supervising import ROLES

ROOT = Path(__file__).parents[2]
FILE = ROOT / "config" / "kubernetes" / "newsmill.yaml"
DOCUMENTS: list[dict[str, Any]] = list(yaml.safe_load_all(FILE.read_text(encoding="utf-8")))
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """Give the objects of a kind, by their names."""
    return {one["metadata"]["name"]: one for one in DOCUMENTS if one["kind"] == kind}


TEMPLATES = {name: one["spec"]["template"] for name, one in of_kind("Deployment").items()}
PODS = {name: template["spec"] for name, template in TEMPLATES.items()}
LABELS = {
    **{name: template["metadata"]["labels"] for name, template in TEMPLATES.items()},
    **{name: {"newsmill/server": name} for name in ("broker", "store")},
    "of another": {"app": "another"},
}
"""Of the pods in this namespace."""
NAMESPACES = ({"newsmill/client": "true"}, {"kubernetes.io/metadata.name": "monitoring"})
POLICIES = [one["spec"] for one in of_kind("NetworkPolicy").values()]


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


@pytest.mark.parametrize("name", PODS)
def test_pods_have_the_time_to_end_that_containers_have(name: str) -> None:
    """What a task may still take is the same on both."""
    seconds = int(COMPOSE[name]["stop_grace_period"].removesuffix("s"))
    assert PODS[name]["terminationGracePeriodSeconds"] == seconds


def test_a_process_that_grows_is_replaced_before_its_pod_is_full() -> None:
    """Each process of a reader, and what all share, fits into the limit at once."""
    settings = Settings(servers=Servers(broker_url="redis://broker", store_url="redis://store"))
    limit_bytes = 1024 * configuration(settings)["worker_max_memory_per_child"]
    (reader,) = PODS["reader"]["containers"]
    chosen = of_kind("ConfigMap")["newsmill-settings"]["data"]
    processes = {
        reader["resources"]["limits"]["memory"]: int(chosen["NEWSMILL_READER_PROCESSES"]),
        default_of(COMPOSE["reader"]["mem_limit"]): int(
            default_of(COMPOSE["reader"]["environment"]["NEWSMILL_READER_PROCESSES"])
        ),
    }
    units = {"Gi": 2**30, "g": 2**30}
    for memory, count in processes.items():
        number = memory.rstrip("Gig")
        assert (1 + count) * limit_bytes <= int(number) * units[memory.removeprefix(number)]


def default_of(asked: str) -> str:
    """Give what Compose takes where a variable is not set: `${NAME:-default}`."""
    return asked.partition(":-")[2].removesuffix("}")


def test_scalers_are_for_pods_that_exist() -> None:
    """And an answer with nothing in it, as where the store is away, takes no pod away."""
    scalers = of_kind("ScaledObject").values()
    assert {one["spec"]["scaleTargetRef"]["name"] for one in scalers} <= set(PODS)
    for one in scalers:
        for trigger in one["spec"]["triggers"]:
            assert trigger["metadata"]["ignoreNullValues"] == "false"


# ---------------------------------------------------------------- networks


def fits(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    """Say whether a selector selects what has these labels."""
    expressions = selector.get("matchExpressions", [])
    assert all(one["operator"] == "Exists" for one in expressions)
    return selector.get("matchLabels", {}).items() <= labels.items() and all(
        one["key"] in labels for one in expressions
    )


def lets(direction: str, of: str, peer: dict[str, str], kind: str, port: int) -> bool:
    """Say whether the policies of a pod let it be reached by a peer, or reach it.

    As Kubernetes does: a pod that no policy is for may do all, any other what one of them says.

    Args:
        direction: `Ingress` or `Egress`.
        of: the pod.
        peer: the labels of the peer, or of its namespace.
        kind: `podSelector` for a pod in this namespace, else `namespaceSelector`.
        port: where the peer or the pod listens.
    """
    own = [
        policy
        for policy in POLICIES
        if direction in policy["policyTypes"] and fits(policy["podSelector"], LABELS[of])
    ]
    ends = {"Ingress": "from", "Egress": "to"}[direction]
    return not own or any(
        any(kind in end and fits(end[kind], peer) for end in rule[ends])
        and ("ports" not in rule or port in {one["port"] for one in rule["ports"]})
        for policy in own
        for rule in policy.get(direction.lower(), [])
    )


def reaches(one: str, other: str, port: int) -> bool:
    """Say whether a pod reaches another one: both must be let."""
    return lets("Egress", one, LABELS[other], "podSelector", port) and lets(
        "Ingress", other, LABELS[one], "podSelector", port
    )


@pytest.mark.parametrize("policy", of_kind("NetworkPolicy"))
def test_policies_are_for_pods_that_exist(policy: str) -> None:
    """A selector that fits nobody protects nobody."""
    selector = of_kind("NetworkPolicy")[policy]["spec"]["podSelector"]
    assert any(fits(selector, labels) for labels in LABELS.values())


@pytest.mark.parametrize("name", PODS)
def test_a_pod_reaches_both_servers_and_no_other_pod(name: str) -> None:
    """Redis, RabbitMQ and that with TLS; nobody in the namespace reaches it."""
    for server in ("broker", "store"):
        assert [reaches(name, server, port) for port in (6379, 5672, 5671)] == [True] * 3
        assert not reaches(name, server, 15672)
        assert not reaches(server, name, 9464)
    for other in {*PODS, "of another"} - {name}:
        assert not reaches(name, other, 9464)
        assert not reaches(other, name, 9464)


@pytest.mark.parametrize("port", [4369, 25672, 6379, 16379])
def test_servers_reach_their_own_kind(port: int) -> None:
    """The nodes of a RabbitMQ and the replicas of a Redis find each other; nobody else does so."""
    for server in ("broker", "store"):
        assert reaches(server, server, port)
        assert not reaches("of another", server, port)


def test_other_namespaces_reach_what_is_for_them() -> None:
    """Clients the servers; Prometheus the exporters, its own and RabbitMQ's."""
    clients, monitoring = NAMESPACES
    for pod, port, ours in (
        ("broker", 5671, clients),
        ("store", 6379, clients),
        ("broker", 15692, monitoring),
        ("metrics", 9464, monitoring),
    ):
        found = [lets("Ingress", pod, labels, "namespaceSelector", port) for labels in NAMESPACES]
        assert found == [labels is ours for labels in NAMESPACES]


def test_only_the_fetcher_reaches_the_world() -> None:
    """By HTTP alone."""
    (world,) = [
        policy
        for policy in POLICIES
        if any("ipBlock" in end for rule in policy.get("egress", []) for end in rule["to"])
    ]
    assert [name for name in PODS if fits(world["podSelector"], LABELS[name])] == ["fetcher"]
    (rule,) = world["egress"]
    assert {one["port"] for one in rule["ports"]} == {80, 443}

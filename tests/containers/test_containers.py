"""The service in containers, from outside: it works, it is shut, and no death loses anything.

`make test-containers` builds the image of `Dockerfile` and starts `docker-compose.yml` as README
says. The only web site is inside the fetcher's own network: no fetch leaves loopback.
"""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import invented
from tests.containers.deployment import PATIENCE_SECONDS, SERVICES, Deployment, Report, run
from tests.waiting import wait_until

pytestmark = pytest.mark.timeout(600)

ROLES = ("fetcher", "reader", "clock")
NETWORKS = {
    "broker": {"fetching", "reading", "watching"},
    "store": {"consuming", "fetching", "reading", "watching"},
    "fetcher": {"fetching", "outside"},
    "reader": {"reading"},
    "clock": {"reading"},
    "flower": {"watching", "front"},
    "metrics": {"watching", "front"},
}
# A consumer as one would be written elsewhere: nothing of newsmill but its stream and its password.
CONSUMER = """\
import pathlib, redis
url = pathlib.Path("/run/secrets/newsmill_store_url").read_text().strip()
store = redis.Redis.from_url(url, decode_responses=True)
store.xgroup_create("news:articles", "elsewhere", "0")
((_, entries),) = store.xreadgroup("elsewhere", "one", {"news:articles": ">"}, count=1000)
print(store.xack("news:articles", "elsewhere", *(entry_id for entry_id, _ in entries)))
try:
    store.hgetall("news:job:1")
except redis.exceptions.NoPermissionError:
    print("refused")
"""


def texts(first: int, count: int, sentences: int = 4) -> list[str]:
    """Give articles that no other test hands in."""
    return [invented.article(number, sentences) for number in range(first, first + count)]


def some_closed(deployment: Deployment, job_ids: list[str]) -> None:
    """Wait until the readers are in the midst of these jobs."""
    wait_until(
        lambda: len(deployment.counts().outcomes.keys() & set(job_ids)) > 5,
        PATIENCE_SECONDS,
        "some jobs are closed",
    )


def once_each(deployment: Deployment, job_ids: list[str]) -> list[str]:
    """Wait for the outcomes of jobs: one for each, and each version once on the stream."""
    counts = deployment.closed(job_ids)
    repeated = [entry for entry in counts.articles if counts.articles.count(entry) > 1]
    assert repeated == []
    assert Counter(map(len, counts.outcomes.values())).keys() == {1}
    return [counts.outcomes[job_id][0] for job_id in job_ids]


def test_all_services_are_healthy(deployment: Deployment) -> None:
    """`up` waits for that; what makes the passwords has ended well."""
    assert {name: deployment.health(name) for name in SERVICES} == {
        name: ["healthy"] for name in SERVICES
    }
    assert deployment.inspected("secrets")["State"]["ExitCode"] == 0


def test_what_is_handed_in_from_outside_comes_out(deployment: Deployment, report: Report) -> None:
    """Texts through stdin and URLs become records, one each, for whoever consumes them."""
    job_ids = deployment.enqueue_texts(texts(100, 40))
    job_ids += deployment.enqueue_pages(*map(str, range(40)))
    with ThreadPoolExecutor() as beside:
        memory = beside.submit(deployment.memory)
        assert once_each(deployment, job_ids) == ["published: new"] * 80
    lines = deployment.inside("fetcher", "newsmill", "consume", "--group", "test").splitlines()
    consumed = [json.loads(line)["job_id"] for line in lines]
    assert set(job_ids) <= set(consumed)
    assert len(consumed) == len(deployment.counts().articles)
    report(f"80 jobs (40 texts, 40 pages): 80 published, {len(consumed)} records consumed; busy:")
    for service, used in sorted(memory.result().items()):
        report(f"  {service:<12} {used}")


def test_flower_shows_tasks_to_those_who_log_in(deployment: Deployment, report: Report) -> None:
    """The four tasks, with ids alone for arguments; nobody else sees any."""
    (job_id,) = deployment.enqueue_pages("400")
    once_each(deployment, [job_id])
    names = {f"newsmill.{task}" for task in ("fetch", "clean", "extract", "publish")}
    wait_until(
        lambda: names <= {task["name"] for task in deployment.tasks_seen()},
        PATIENCE_SECONDS,
        "Flower shows the four tasks",
    )
    for path in ("/", "/workers", "/tasks", "/api/tasks"):
        assert deployment.asked("flower", path)[0] == 401
        assert deployment.asked("flower", path, "guessed")[0] == 401
    states = Counter(task["state"] for task in deployment.tasks_seen())
    report(f"Flower: tasks {dict(states)}; without its password: 401")


def test_metrics_are_told(deployment: Deployment, report: Report) -> None:
    """One exporter for all workers, which counts what the stream has."""
    status, told = deployment.asked("metrics", "/metrics")
    assert status == 200
    assert 'newsmill_redis_up{server="broker"} 1.0' in told
    assert 'newsmill_redis_up{server="store"} 1.0' in told
    assert "newsmill_clock_running 1.0" in told
    report(f"metrics: {sum(line[:1] != '#' for line in told.splitlines())} samples")


def test_each_service_reaches_only_its_own(deployment: Deployment) -> None:
    """By networks and by names: the fetcher, which talks to strangers, finds only the servers."""
    for service, networks in NETWORKS.items():
        named = deployment.inspected(service)["NetworkSettings"]["Networks"]
        assert {name.removeprefix(f"{deployment.project}_") for name in named} == networks
    for network in ("fetching", "reading", "watching", "consuming"):
        (found,) = json.loads(
            run("docker", "network", "inspect", f"{deployment.project}_{network}")
        )
        assert found["Internal"]
    found_by_fetcher = {
        name
        for name in SERVICES
        if deployment.inside("fetcher", "getent", "hosts", name, check=False)
    }
    assert found_by_fetcher == {"broker", "store", "fetcher"}


def test_only_pages_have_ports_and_only_here(deployment: Deployment) -> None:
    """Flower's and that of the metrics, on 127.0.0.1; the servers want a password even inside."""
    for service in SERVICES:
        bindings = deployment.inspected(service)["HostConfig"]["PortBindings"]
        hosts = {bound["HostIp"] for ports in bindings.values() for bound in ports}
        assert hosts == ({"127.0.0.1"} if service in deployment.ports else set())
    for server in ("broker", "store"):
        assert "NOAUTH" in deployment.inside(server, "redis-cli", "ping", check=False)


@pytest.mark.parametrize("service", ["fetcher", "reader", "clock", "flower", "metrics"])
def test_a_container_can_do_little(deployment: Deployment, service: str) -> None:
    """Not root, without rights, it writes nowhere but /tmp; memory and threads have limits."""
    known = deployment.inspected(service)
    limits = known["HostConfig"]
    assert limits["Memory"] > 0
    assert limits["PidsLimit"] > 0
    assert known["State"]["OOMKilled"] is False
    status = deployment.inside(service, "cat", "/proc/self/status")
    facts = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert facts["Uid"].split() == ["10001"] * 4
    assert (int(facts["CapBnd"], 16), facts["NoNewPrivs"]) == (0, "1")
    for place in ("/venv/x", "/home/newsmill/x", "/run/secrets/x"):
        assert not deployment.inside(service, "sh", "-c", f"touch {place} && echo ok", check=False)


def test_each_service_sees_its_own_passwords(deployment: Deployment) -> None:
    """As files that their reader alone may read; the environment has none."""
    own = {"newsmill_broker_url", "newsmill_store_url"}
    pages = {"flower": own | {"flower_password"}, "metrics": own}
    for service in ("fetcher", "reader", "clock", "flower", "metrics"):
        told = deployment.inside(service, "sh", "-c", "cd /run/secrets; stat -c '%n %a %u' *")
        files = [line.split() for line in told.splitlines()]
        assert {name for name, *_ in files} == pages.get(service, own)
        assert {tuple(rights) for _, *rights in files} == {("400", "10001")}
        environment = deployment.inspected(service)["Config"]["Env"]
        assert not [line for line in environment if "://" in line or "password" in line.lower()]


def test_a_program_elsewhere_reads_the_stream_and_no_more(deployment: Deployment) -> None:
    """On the network for consumers, with a user of its own."""
    named = deployment.project
    said = run(
        "docker", "run", "--rm", "--network", f"{named}_consuming",
        "--volume", f"{named}_consumer-secrets:/run/secrets:ro",
        "--entrypoint", "python", "newsmill:tested", "-c", CONSUMER,
    )  # fmt: skip
    assert said.split() == [str(len(deployment.counts().articles)), "refused"]


def test_passwords_stay(deployment: Deployment) -> None:
    """Starting the deployment again changes none."""
    before = deployment.compose("run", "--rm", "-T", "secrets", "cat", "/passwords/newsmill")
    deployment.up()
    after = deployment.compose("run", "--rm", "-T", "secrets", "cat", "/passwords/newsmill")
    assert len(before) == 48
    assert before == after


def test_a_password_is_renewed(deployment: Deployment) -> None:
    """With the new one a user is let in, and no more with the old one."""

    def password() -> str:
        return deployment.compose("run", "--rm", "-T", "secrets", "cat", "/passwords/consumer")

    def length(said: str) -> str:
        login = ("--user", "consumer", "--pass", said, "--no-auth-warning")
        return deployment.inside("store", "redis-cli", *login, "xlen", "news:articles", check=False)

    old = password()
    assert length(old).strip().isdecimal()
    renew = "rm /passwords/consumer && /secrets.sh"
    deployment.compose("run", "--rm", "-T", "secrets", "sh", "-c", renew)
    deployment.compose("restart", "store")
    deployment.healthy("store")
    assert length(password()).strip().isdecimal()
    assert "NOAUTH" in length(old)


def test_a_reader_ends_what_it_has_in_hand(deployment: Deployment, report: Report) -> None:
    """Stopped in mid-work it exits 0, and no job needs a second attempt."""
    job_ids = deployment.enqueue_texts(texts(1000, 100, sentences=12))
    some_closed(deployment, job_ids)
    deployment.compose("stop", "reader")
    assert deployment.inspected("reader")["State"]["ExitCode"] == 0
    left = deployment.counts().open
    assert left > 0
    deployment.up()
    assert once_each(deployment, job_ids) == ["published: new"] * 100
    tasks = [told["tasks"].values() for told in deployment.statuses(*job_ids)]
    assert {task["attempts"] for of_job in tasks for task in of_job} == {1}
    report(
        f"reader stopped with {left} of 100 jobs open: exit code 0, 100 published, 1 attempt each"
    )


def test_two_readers_share_the_work(deployment: Deployment, report: Report) -> None:
    """Each container is a host of its own."""
    deployment.up("--scale", "reader=2")
    job_ids = deployment.enqueue_texts(texts(2000, 60, sentences=12))
    assert once_each(deployment, job_ids) == ["published: new"] * 60
    readers = {f"reader@{container[:12]}" for container in deployment.containers("reader")}
    assert len(readers) == 2
    shares = wait_until(
        lambda: _shares(deployment, job_ids, readers), PATIENCE_SECONDS, "both readers have worked"
    )
    deployment.up("--scale", "reader=1")
    report(f"60 jobs on two readers: tasks extract {sorted(shares.values())}")


def _shares(deployment: Deployment, job_ids: list[str], readers: set[str]) -> Counter[str]:
    """Count the extractions of each reader, as Flower shows them; nothing before it has both."""
    done = Counter(
        task["worker"]
        for task in deployment.tasks_seen()
        if task["name"] == "newsmill.extract" and any(job in task["args"] for job in job_ids)
    )
    return done if done.keys() == readers else Counter()


def test_a_reader_and_a_fetcher_that_are_killed_lose_nothing(
    deployment: Deployment, report: Report
) -> None:
    """Killed with -9 in mid-work they are started again, and each job has one outcome."""
    read = deployment.enqueue_texts(texts(3000, 100, sentences=12))
    some_closed(deployment, read)
    deployment.crash("reader")
    fetched = deployment.enqueue_pages(*(f"slow/{number}" for number in range(300, 320)))
    deployment.running(fetched[-1], "fetch")
    deployment.crash("fetcher")
    deployment.compose("restart", "site")  # its network was that of the fetcher
    assert once_each(deployment, read + fetched) == ["published: new"] * 120
    for service in ("reader", "fetcher"):
        deployment.healthy(service)
    report("reader and fetcher killed with -9 in mid-work: 120 jobs, 120 published")


@pytest.mark.parametrize("server", ["broker", "store"])
def test_a_server_that_is_killed_loses_nothing(
    deployment: Deployment, report: Report, server: str
) -> None:
    """Killed with -9 under load it comes back with what it had, and each job has one outcome."""
    first = {"broker": 4000, "store": 5000}[server]
    job_ids = deployment.enqueue_texts(texts(first, 100, sentences=12))
    some_closed(deployment, job_ids)
    deployment.crash(server)
    deployment.healthy(server)
    assert once_each(deployment, job_ids) == ["published: new"] * 100
    for role in ROLES:
        deployment.healthy(role)
        assert deployment.inspected(role)["State"]["Running"]
    report(f"{server} killed with -9 under load: 100 jobs, 100 published, each version once")

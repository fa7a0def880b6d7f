"""Keeps a server under mixed load while its data is replaced every few seconds, and fails if an
answer fails or mixes two editions of the data, or if the server's memory keeps growing.

COTERM_BIN  the program
SECONDS     how long (default 600)
"""
import http.client, json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, threading, time
from urllib.parse import quote

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECONDS = int(os.environ.get("SECONDS", 600))
RELOAD_EVERY = 5
CLIENTS = 6
# Memory is level if it grows by less than this over the second half of the time.
MOST_MB_PER_MINUTE = 5
POSTCODES = ["LA1 4YW", "PR1 2HE", "BB1 1AA", "FY1 1AD", "LA9 4BG", "BB11 1AA", "PR3 3JU", "LA14 2LF"]
SCENARIOS = [path.read_bytes() for path in sorted((ROOT / "data/scenarios").glob("*.toml"))]
JSON, TOML, CSV = ({"Content-Type": media} for media in ("application/json", "application/toml", "text/csv"))

chosen = random.Random(1)


def tolerance():
    return f"tolerance={chosen.randint(50, 400)}"


def many():
    return [chosen.choice(POSTCODES) for _ in range(1000)]


# Requests that clients make, each with its weight among all.
KINDS = [
    (30, lambda: ("GET", f"/postcodes/{quote(chosen.choice(POSTCODES))}", None, {})),
    (10, lambda: ("GET", f"/lookup?lon={chosen.uniform(-2.75, -2.55):.4f}&lat={chosen.uniform(53.7, 54.1):.4f}", None, {})),
    (4, lambda: ("POST", "/lookup", json.dumps(many()), JSON)),
    (2, lambda: ("POST", "/lookup", "postcode\n" + "\n".join(many()), CSV)),
    (6, lambda: ("GET", f"/collections/{chosen.choice(['lad-2023', 'ccg-2021', 'lsoa-2011'])}/items?limit=100", None, {})),
    (2, lambda: ("GET", f"/collections/lad-2023/items?f={chosen.choice(['fgb', 'parquet', 'csv', 'html'])}", None, {})),
    (3, lambda: ("GET", "/collections", None, {})),
    (12, lambda: ("GET", f"/tiles/lad-2023,ccg-2021/9/{chosen.randint(249, 253)}/{chosen.randint(160, 166)}", None, {})),
    (4, lambda: ("GET", f"/compare/lad-2023/ccg-2021?{tolerance()}&f={chosen.choice(['json', 'html', 'csv', 'xlsx'])}", None, {})),
    (2, lambda: ("GET", f"/compare/lad-2023/ccg-2021/tiles/9/251/163?{tolerance()}", None, {})),
    (3, lambda: ("GET", f"/collections/lad-2023/items/E07000121/overlapping?with=ccg-2021&{tolerance()}", None, {})),
    (4, lambda: ("POST", f"/scenarios/score?against=place-2022&{tolerance()}&f={chosen.choice(['json', 'html'])}", chosen.choice(SCENARIOS), TOML)),
    (3, lambda: ("GET", f"/postcodes/nearest?postcode={quote(chosen.choice(POSTCODES))}", None, {})),
    (2, lambda: ("GET", "/areas?q=lancaster", None, {})),
    (2, lambda: ("GET", "/scenarios/blocks?layers=place-2022", None, {})),
    (2, lambda: ("GET", "/ready", None, {})),
]
WEIGHTS = [weight for weight, _ in KINDS]


class Data:
    """A copy of the data whose titles name its edition."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        shutil.copytree(ROOT / "data", self.folder)
        self.catalogue = json.loads((self.folder / "catalogue.json").read_text())

    def become(self, edition):
        catalogue = json.loads(json.dumps(self.catalogue))
        for layer in catalogue["layers"]:
            layer["title"] += f" edition-{edition}."
        for text in ("attribution", "extent_title"):
            catalogue[text] += f" edition-{edition}."
        new = self.folder / "catalogue.json.new"
        new.write_text(json.dumps(catalogue))
        new.replace(self.folder / "catalogue.json")


class Load:
    """The clients, and what they have seen."""

    def __init__(self, port):
        self.port, self.goes_on, self.lock = port, True, threading.Lock()
        self.answers, self.busy, self.faults, self.seen = 0, 0, [], {"one": 0, "two": 0}

    def client(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        while self.goes_on:
            with self.lock:
                method, path, body, headers = chosen.choices(KINDS, WEIGHTS)[0][1]()
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                self.judge(path, answer, answer.read())
            except OSError as error:
                self.fault(f"{path}: {error!r}")
                connection.close()
            time.sleep(0.01)

    def judge(self, path, answer, body):
        editions = [edition for edition in self.seen if f"edition-{edition}.".encode() in body]
        with self.lock:
            self.answers += 1
            for edition in editions:
                self.seen[edition] += 1
        if answer.status == 503 and answer.getheader("retry-after"):
            self.busy += 1
        elif answer.status not in (200, 204):
            self.fault(f"{path}: {answer.status} {body[:200]!r}")
        elif len(editions) > 1:
            self.fault(f"{path}: two editions in one answer")

    def fault(self, text):
        with self.lock:
            self.faults.append(text)


def memory_mb(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def slope_per_minute(points):
    count = len(points)
    x, y = (sum(values) / count for values in zip(*points))
    return 60 * sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def run(folder):
    data = Data(f"{folder}/data")
    data.become("one")
    command = [os.environ["COTERM_BIN"], "serve", "--bind", "127.0.0.1:0", "--data", data.folder]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(server.stdout.readline().rsplit(":", 1)[1].split()[0].strip("/"))
        threading.Thread(target=server.stdout.read, daemon=True).start()
        load = Load(port)
        clients = [threading.Thread(target=load.client) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        begun, points, swaps = time.monotonic(), [], 0
        while (passed := time.monotonic() - begun) < SECONDS and server.poll() is None:
            points.append((passed, memory_mb(server)))
            if len(points) % RELOAD_EVERY == 0:
                swaps += 1
                data.become("two" if swaps % 2 else "one")
                server.send_signal(signal.SIGHUP)
            if len(points) % 60 == 0:
                print(f"{passed:5.0f} s  {points[-1][1]:6.0f} MB  {load.answers} answers", flush=True)
            time.sleep(1)
        load.goes_on = False
        for client in clients:
            client.join()
        lives = server.poll() is None
    finally:
        server.kill()
        server.wait()
    growth = slope_per_minute([point for point in points if point[0] > SECONDS / 2])
    print(f"{load.answers} answers, {load.busy} of them 503; {swaps} editions, seen {load.seen}")
    print(f"memory: at most {max(mb for _, mb in points):.0f} MB; {growth:+.1f} MB a minute over the second half")
    for fault in load.faults[:20]:
        print(f"FAULT {fault}")
    checks = {
        "the server lives": lives,
        "no answer failed or was mixed": not load.faults,
        "both editions were seen": all(load.seen.values()),
        f"memory grows by less than {MOST_MB_PER_MINUTE} MB a minute": growth < MOST_MB_PER_MINUTE,
    }
    for claim, holds in checks.items():
        print(f"{'ok' if holds else 'FAILED':6} {claim}")
    return all(checks.values())


with tempfile.TemporaryDirectory() as folder:
    sys.exit(not run(folder))

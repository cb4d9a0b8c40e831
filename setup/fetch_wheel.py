"""Downloads one wheel with pip's own session and unpacks the members that are wanted.

    python fetch_wheel.py '{"project": ..., "file": ..., "sha256": ..., "part": ..., "target": ..., "members": [...]}'

pip's settings (index, proxy, certificate, credentials) apply as they do for `pip install`. The download goes on where
an earlier one was cut off, even by kill -9: the bytes are kept in `part`. Progress is written as JSON lines. The
members are unpacked beside `target`, which appears by a rename, complete.
"""

import hashlib
import json
import os
import shutil
import sys
import time
import zipfile

from pip._internal.cli.cmdoptions import make_target_python
from pip._internal.commands import create_command
from pip._internal.network.utils import response_chunks

ATTEMPTS = 6


class Failure(Exception):
    """A failure whose first argument is its kind, a word that the caller understands."""


def report(**fields):
    print(json.dumps(fields), flush=True)


def find(command, options, session, wanted):
    target = make_target_python(options)
    finder = command._build_package_finder(options=options, session=session, target_python=target)
    for candidate in finder.find_all_candidates(wanted["project"]):
        if candidate.link.filename == wanted["file"]:
            return candidate.link.url_without_fragment
    raise Failure("index", f"the package index shows no {wanted['file']}")


def bytes_on_disk(part):
    return os.path.getsize(part) if os.path.exists(part) else 0


def fetch(session, url, part):
    """One attempt; returns the bytes received."""
    start = bytes_on_disk(part)
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    response = session.get(url, headers=headers, stream=True)
    if response.status_code == 416:  # nothing is left to fetch, or the part is not this file's: the checksum tells
        return 0
    response.raise_for_status()
    resumed = response.status_code == 206
    length = int(response.headers.get("Content-Length") or 0)
    done = start if resumed else 0
    total = done + length
    received = 0
    with open(part, "ab" if resumed else "wb") as out:
        for chunk in response_chunks(response, 1 << 18):
            out.write(chunk)
            received += len(chunk)
            report(phase="download", done=done + received, total=total)
    if length and received < length:
        raise OSError(f"the connection ended after {done + received} of {total} bytes")
    return received


def download(session, url, part):
    received = 0
    for attempt in range(1, ATTEMPTS + 1):
        before = bytes_on_disk(part)
        try:
            return received + fetch(session, url, part)
        except Exception as error:  # requests' and urllib3's errors share no base class
            received += max(0, bytes_on_disk(part) - before)
            if isinstance(error, OSError) and error.errno == 28:
                raise
            if attempt == ATTEMPTS:
                raise Failure("network", f"{type(error).__name__}: {error}") from error
            time.sleep(attempt)


def verify(part, sha256):
    total = os.path.getsize(part)
    digest = hashlib.sha256()
    done = 0
    with open(part, "rb") as source:
        while chunk := source.read(1 << 20):
            digest.update(chunk)
            done += len(chunk)
            report(phase="verify", done=done, total=total)
    if digest.hexdigest() != sha256:
        os.remove(part)
        raise Failure("checksum", f"its SHA-256 is {digest.hexdigest()}, not {sha256}")


def unpack(part, members, target):
    draft = f"{target}.{os.getpid()}.tmp"
    shutil.rmtree(draft, ignore_errors=True)
    sizes = {}
    with zipfile.ZipFile(part) as wheel:
        infos = [(wheel.getinfo(source), place) for source, place in members]
        total = sum(info.file_size for info, _ in infos)
        done = 0
        for info, place in infos:
            file = os.path.join(draft, place)
            os.makedirs(os.path.dirname(file), exist_ok=True)
            with wheel.open(info) as source, open(file, "wb") as out:
                while chunk := source.read(1 << 20):
                    out.write(chunk)
                    done += len(chunk)
                    report(phase="unpack", done=done, total=total)
            sizes[place] = info.file_size
    with open(os.path.join(draft, "manifest.json"), "w", encoding="utf-8") as out:
        json.dump(sizes, out, indent=2)
    shutil.rmtree(target, ignore_errors=True)
    os.rename(draft, target)


def main(wanted):
    command = create_command("download")
    with command.main_context():
        # The target Python is that of the wheel, whatever Python runs this.
        options, _ = command.parse_args(
            ["--quiet", "--no-cache-dir", "--no-deps", "--only-binary", ":all:", "--retries", "2", "--timeout", "30"]
            + wanted["target_options"]
        )
        session = command.get_default_session(options)
        part = wanted["part"]
        os.makedirs(os.path.dirname(part), exist_ok=True)
        received = download(session, find(command, options, session, wanted), part)
    verify(part, wanted["sha256"])
    unpack(part, wanted["members"], wanted["target"])
    os.remove(part)
    report(phase="done", received=received)


if __name__ == "__main__":
    try:
        main(json.loads(sys.argv[1]))
    except Failure as failure:
        report(phase="failed", kind=failure.args[0], why=failure.args[1])
        sys.exit(1)
    except OSError as failure:
        report(phase="failed", kind="disk" if failure.errno == 28 else "file", why=str(failure))
        sys.exit(1)

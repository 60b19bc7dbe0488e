"""The two commands of the README as a stranger runs them: `python tests/benchmarks/readme_commands.py PYTHON [PYTHON …]`; prints what they printed last, and a table of times.

For each Python: a fresh clone, an empty home (hence nothing compiled before), and this Python alone as `python3`. Packages come from where pip is told to get them, so that times hold for that line.
"""

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def commands():
    """What stands in the README under "Two commands"."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Two commands")[2].partition("\n## ")[0]
    return re.findall(r"^```sh\n(.*)\n```$", text, re.MULTILINE)


def carried_out(python, command, folder):
    """Run a command in a fresh clone; give the seconds and the last lines that it printed."""
    clone, home, first = folder / "guichet", folder / "home", folder / "bin"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    for made in (home, first):
        made.mkdir()
    for name in ("python3", "python"):
        (first / name).symlink_to(python)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "NUMBA", "XDG"))} | {"HOME": str(home), "PATH": f"{first}:/usr/bin:/bin"}
    start = time.perf_counter()
    made = subprocess.run(["bash", "-c", command], cwd=clone, env=env, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    print(f"$ {command}\n{made.stdout[-1500:]}{made.stderr[-500:] if made.returncode else ''}\n→ {made.returncode}, {minutes(seconds)}\n", flush=True)
    return seconds, made.returncode


def minutes(seconds):
    return f"{int(seconds // 60)} min {seconds % 60:.0f} s"


def main(pythons):
    """Carry both out with each Python, and print a table."""
    rows = []
    for python in pythons:
        version = subprocess.run([python, "-c", "import platform; print(platform.python_version())"], capture_output=True, text=True, check=True).stdout.strip()
        print(f"Python {version} alone\n")
        times = []
        for command in commands():
            folder = Path(tempfile.mkdtemp())
            seconds, code = carried_out(Path(python).resolve(), command, folder)
            times.append(minutes(seconds) + (" (failed)" if code else ""))
            shutil.rmtree(folder)
        rows.append(f"| {version} | {' | '.join(times)} |")
    print("| Python alone | main job | tests |\n|---|---|---|", *rows, sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", nargs="+", type=Path)
    main(parser.parse_args().python)

"""Where the time of the compiled engine goes: `python tests/benchmarks/profile_engine.py [OFFICE] [--runs N] [--instructions]` (needs Linux's `perf`, or valgrind).

Kernels are compiled anew, kept apart (no kernel is inlined into another; rules are, where LLVM likes to), and a map of where each lies is written for `perf`, which takes samples
while N years run. With --instructions, valgrind counts instructions for a contact instead: slow, but without noise. Shares are given by kernel and by phase (file).
"""

import argparse
import bisect
import collections
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DAYS = 42


def prepare(office, folder, factor):
    """Compile the engine with kernels kept apart; write the map of its functions; give an engine that is ready to run."""
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    from llvmlite import binding

    from simulation.engine import kernel

    class Apart(kernel.Whole):
        def _optimize_final_module(self):
            for function in self._final_module.functions:
                if not function.is_declaration and function.linkage == binding.Linkage.internal and (
                        "engine" in function.name or "uniform" in function.name):
                    function.add_function_attribute("noinline")
            super()._optimize_final_module()

    kernel.WholeCompiler.library = Apart
    linked = kernel.Entry._link

    def keep(self, code, codegen):
        (folder / "run.o").write_bytes(code)
        linked(self, code, codegen)

    kernel.Entry._link = keep
    from engine_speed import scaled

    from simulation.engine.office import run
    from simulation.engine.run import Engine
    from simulation.scenario import load
    engine = Engine(scaled(factor) if factor > 1 else load(office), 220)
    engine.one(1)
    listed = [line.split() for line in subprocess.run(["nm", "-S", "--defined-only", str(folder / "run.o")], capture_output=True, text=True,
                                                      check=True).stdout.splitlines()]
    found = sorted((int(place, 16), int(size, 16), name) for place, size, kind, name in (row for row in listed if len(row) == 4) if kind in "TtWw")
    base = run._linked[kernel.ENTRY] - next(place for place, _, name in found if name == kernel.ENTRY)
    rows = [(base + place, size, told(name)) for place, size, name in found]
    (folder / "functions").write_text("\n".join(f"{place:x} {size:x} {name}" for place, size, name in rows))
    Path(f"/tmp/perf-{os.getpid()}.map").write_text("\n".join(f"{place:x} {size:x} {name}" for place, size, name in rows))
    return engine


def told(name):
    """Give file and name of a kernel from the mangled name."""
    parts, rest = [], name.removeprefix("_ZN")
    while rest[:1].isdigit():
        digits = re.match(r"\d+", rest).group()
        parts.append(rest[len(digits):len(digits) + int(digits)])
        rest = rest[len(digits) + int(digits):]
    return ".".join(parts[2:4]) if len(parts) > 3 else name[:30]


def shares(counts, unit, each=1.0):
    """Print counts by phase and by kernel."""
    total = sum(counts.values())
    phases = collections.Counter()
    for name, count in counts.items():
        phases[name.split(".")[0]] += count
    print(f"{total / each:.6g} {unit}")
    for title, table in (("phase", phases), ("kernel", counts)):
        print(f"\n{title:40} {'share':>7}")
        for name, count in table.most_common(40):
            if count > 0.004 * total:
                print(f"{name:40} {count / total:7.1%}" + (f" {count / each:9.1f}" if each != 1.0 else ""))


def sampled(options, folder):
    """Take samples while the engine runs."""
    data = folder / "perf.data"
    subprocess.run(["perf", "record", "-q", "-F", "2000", "-o", str(data), sys.executable, __file__, options.office, "--runs", str(options.runs),
                    "--factor", str(options.factor), "--inside", str(folder)], check=True)
    text = subprocess.run(["perf", "script", "-i", str(data), "-F", "ip,sym"], capture_output=True, text=True, check=True).stdout
    names = {line.split(" ", 2)[2] for line in (folder / "functions").read_text().splitlines()}
    shares(collections.Counter(name for line in text.splitlines() if (name := " ".join(line.split()[1:])) in names), "samples")


def counted(options, folder):
    """Count instructions."""
    environment = os.environ | {"NUMBA_CPU_NAME": "generic"}
    inside = [sys.executable, __file__, options.office, "--factor", str(options.factor), "--inside", str(folder), "--runs"]
    subprocess.run([*inside, "0"], check=True, env=environment)  # so that valgrind need not compile
    out = folder / "counts"
    printed = subprocess.run(["valgrind", "--tool=callgrind", "--dump-instr=yes", f"--callgrind-out-file={out}", *inside, "-1"], check=True,
                             env=environment, capture_output=True, text=True).stdout
    rows = sorted((int(a, 16), int(b, 16), c) for a, b, c in (line.split(" ", 2) for line in (folder / "functions").read_text().splitlines()))
    starts, counts, place, call = [row[0] for row in rows], collections.Counter(), 0, False
    for line in out.open():
        if line.startswith("calls="):
            call = True
            continue
        found = re.match(r"(0x[0-9a-f]+|[+-]\d+|\*) (?:\S+ )?(\d+)$", line)
        if found:
            where = found.group(1)
            place = int(where, 16) if where.startswith("0x") else place if where == "*" else place + int(where)
            if not call:
                i = bisect.bisect_right(starts, place) - 1
                if i >= 0 and place < rows[i][0] + rows[i][1]:
                    counts[rows[i][2]] += int(found.group(2))
            call = False
    shares(counts, "instructions a contact", float(printed.split()[-1]))


def inside(options):
    """Run in the process that is watched."""
    engine = prepare(options.office, Path(options.inside), options.factor)
    if options.runs > 0:
        start = time.process_time()
        for seed in range(options.runs):
            engine.one(seed)
        print(f"{options.runs} years took {time.process_time() - start:.2f} s of processor time")
        return
    from simulation.engine.run import Engine
    from simulation.measures.daily import NAMES
    contacts = engine.one(1).sums[NAMES.index("contacts")] * 2
    if options.runs < 0:
        contacts += Engine(engine.plan.scenario, DAYS).one(1).sums[NAMES.index("contacts")]
    print(contacts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("office", nargs="?", default="social_agency")
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--factor", type=int, default=1, help="the default office so many times as large")
    parser.add_argument("--instructions", action="store_true")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options)
        return
    with tempfile.TemporaryDirectory() as folder:
        (counted if options.instructions else sampled)(options, Path(folder))


if __name__ == "__main__":
    main()

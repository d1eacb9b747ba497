"""How long importing homlp_lib takes, in fresh interpreters: median and range of 15 runs."""

import statistics
import subprocess
import sys
import time

RUNS = 15
BUDGET = 0.3  # seconds, of which the interpreter's own start is not part


def seconds(code: str) -> list[float]:
    """Time fresh interpreters that run some code."""
    subprocess.run([sys.executable, "-c", code], check=True)  # warm the file cache
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return times


def main() -> None:
    """Print the time of the import above that of an empty program."""
    empty = statistics.median(seconds("pass"))
    times = [t - empty for t in seconds("import homlp_lib")]
    print(
        f"import homlp_lib: median {statistics.median(times):.3f} s, "
        f"range {min(times):.3f} to {max(times):.3f} s (budget {BUDGET} s)"
    )


if __name__ == "__main__":
    main()

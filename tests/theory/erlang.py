"""Closed forms of queueing theory, written for the tests alone: nothing here comes from the program under test.

Sources: Gross, Shortle, Thompson & Harris 2008, Fundamentals of Queueing Theory, 4th ed., section 2.3 (M/M/c, from p. 66) and section 2.5
(Erlang's loss formula and its recursion, from p. 81); Garnett, Mandelbaum & Reiman 2002, Designing a call center with impatient
customers, M&SOM 4(3), section 3.1 (the M/M/N+M queue, "Erlang A", as a birth-and-death process; Palm 1957).
"""

import math


def erlang_b(servers, offered):
    """Share of blocked calls, by the recursion B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1))."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    return blocked


def erlang_c(arrivals, minutes, servers):
    """(P(wait > 0), mean wait) of M/M/c: C = B / (1 - rho (1 - B)), E[W] = C minutes / (c - a)."""
    offered = arrivals * minutes
    rho = offered / servers
    assert rho < 1
    b = erlang_b(servers, offered)
    c = b / (1.0 - rho * (1.0 - b))
    return c, c * minutes / (servers - offered)


def erlang_a(arrivals, minutes, servers, patience):
    """(P(wait > 0), mean wait, share who abandon) of M/M/c+M from the stationary law of its birth-and-death process.

    Births arrivals, deaths min(n, c) / minutes + max(n - c, 0) / patience. Arrivals see time averages (PASTA): P(wait > 0) = P(N >= c);
    by Little's law the mean wait of all, served or not, is E[queue] / arrivals; the rate of giving up is E[queue] / patience.
    """
    logs, log_p, n = [0.0], 0.0, 0
    while n < 10 * servers + 100 or log_p > max(logs) - 60.0:
        n += 1
        log_p += math.log(arrivals) - math.log(min(n, servers) / minutes + max(n - servers, 0) / patience)
        logs.append(log_p)
    top = max(logs)
    weights = [math.exp(x - top) for x in logs]
    total = math.fsum(weights)
    queue = math.fsum((n - servers) * w for n, w in enumerate(weights) if n > servers) / total
    delayed = math.fsum(w for n, w in enumerate(weights) if n >= servers) / total
    return delayed, queue / arrivals, queue / patience / arrivals


def batch_means(values, batches):
    """(mean, standard error of the mean) of a correlated series, from the means of equal batches in a row."""
    size = len(values) // batches
    means = [math.fsum(values[k * size:(k + 1) * size]) / size for k in range(batches)]
    mean = math.fsum(means) / batches
    return mean, math.sqrt(math.fsum((m - mean) ** 2 for m in means) / (batches - 1) / batches)


def of_replicates(values):
    """(mean, standard error of the mean) of independent numbers."""
    return batch_means(values, len(values))

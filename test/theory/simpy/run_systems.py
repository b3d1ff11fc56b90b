"""Runs systems.json in SimPy and writes what came out to outcomes.json, by hand: python3 test/theory/simpy/run_systems.py

Each system starts empty; customers arrive for HORIZON seconds and all are served to the end. A replication gives the mean
time in the system of each class (and the share of those who give up); stored are the mean over replications and its 95%
interval.
"""

import json
import os
import random
import statistics
import sys

import simpy

HORIZON = 1500.0
REPLICATIONS = 24
STUDENT = 2.0687  # The 97.5% quantile of Student's t with 23 degrees of freedom.
HERE = os.path.dirname(os.path.abspath(__file__))


def sampler(law, draws):
    kind, *of = law
    return {
        "constant": lambda: of[0],
        "exponential": lambda: draws.expovariate(1 / of[0]),
        "uniform": lambda: draws.uniform(*of),
        "lognormal": lambda: of[0] * draws.lognormvariate(0, of[1]),
    }[kind]


class Tally:
    """Sums of what was observed, by name."""

    def __init__(self):
        self.sums = {}

    def add(self, name, value):
        total, count = self.sums.get(name, (0.0, 0))
        self.sums[name] = (total + value, count + 1)

    def means(self):
        return {name: total / count for name, (total, count) in self.sums.items()}


def arrivals(environment, klass, draws, start):
    """Starts a customer after each interval up to the horizon."""
    interval = sampler(klass["every"], draws)
    while True:
        yield environment.timeout(interval())
        if environment.now >= HORIZON:
            return
        environment.process(start(klass))


def station(system, environment, draws, tally):
    discipline = system.get("discipline", "fcfs")
    several = any("units" in klass for klass in system["classes"])
    if several:
        servers = simpy.Container(environment, capacity=system["servers"], init=system["servers"])
    else:
        kind = {"fcfs": simpy.Resource, "priority": simpy.PriorityResource, "preemptive-resume": simpy.PreemptiveResource}
        servers = kind[discipline](environment, capacity=system["servers"])
    numbers = iter(range(10**9))

    def customer(klass):
        arrived = environment.now
        service = sampler(klass["service"], draws)
        if several:
            yield servers.get(klass["units"])
            yield environment.timeout(service())
            yield servers.put(klass["units"])
        elif discipline == "preemptive-resume":
            yield from resumed(klass, service())
        elif discipline == "priority":
            with servers.request(priority=klass["priority"]) as request:
                yield request
                yield environment.timeout(service())
        elif "patience" in klass:
            with servers.request() as request:
                yield request | environment.timeout(sampler(klass["patience"], draws)())
                tally.add(klass["name"] + " gave up", 0 if request.triggered else 1)
                if request.triggered:
                    yield environment.timeout(service())
        else:
            while True:
                with servers.request() as request:
                    yield request
                    yield environment.timeout(service())
                if draws.random() >= system.get("returning", 0):
                    break
        tally.add(klass["name"], environment.now - arrived)

    def resumed(klass, left):
        # Within a class in order of arrival, those that were preempted too; and no one preempts its own class.
        rank = klass["priority"] + 1e-9 * next(numbers)
        preempts = True
        while left > 0:
            with servers.request(priority=rank, preempt=preempts) as request:
                yield request
                started = environment.now
                try:
                    yield environment.timeout(left)
                    left = 0
                except simpy.Interrupt:
                    left -= environment.now - started
                    preempts = False

    for klass in system["classes"]:
        environment.process(arrivals(environment, klass, draws, customer))


def failing(system, environment, draws, tally):
    server = simpy.PreemptiveResource(environment, capacity=1)
    numbers = iter(range(10**9))

    def customer(klass):
        arrived = environment.now
        left = sampler(klass["service"], draws)()
        rank = 1 + 1e-9 * next(numbers)
        while left > 0:
            with server.request(priority=rank, preempt=False) as request:
                yield request
                started = environment.now
                try:
                    yield environment.timeout(left)
                    left = 0
                except simpy.Interrupt:
                    left -= environment.now - started
        tally.add(klass["name"], environment.now - arrived)

    def failure():
        up, down = sampler(system["up"], draws), sampler(system["down"], draws)
        while environment.now < HORIZON:
            yield environment.timeout(up())
            with server.request(priority=0) as request:
                yield request
                yield environment.timeout(down())

    environment.process(failure())
    for klass in system["classes"]:
        environment.process(arrivals(environment, klass, draws, customer))


def closed(system, environment, draws, tally):
    repairers = simpy.Resource(environment, capacity=system["servers"])
    up, service = sampler(system["up"], draws), sampler(system["service"], draws)

    def machine():
        while True:
            yield environment.timeout(up())
            if environment.now >= HORIZON:
                return
            failed = environment.now
            with repairers.request() as request:
                yield request
                yield environment.timeout(service())
            tally.add("machine", environment.now - failed)

    for _ in range(system["machines"]):
        environment.process(machine())


def link(system, environment, draws, tally):
    flows = []
    state = {"since": 0.0, "change": environment.event()}

    def serve():
        """Gives every flow what it was served since the last change."""
        for flow in flows:
            flow["left"] -= flow["rate"] * (environment.now - state["since"])
        state["since"] = environment.now

    def share():
        """Weighted max-min rates, by filling: the flows at their caps first."""
        rising, free = list(flows), system["capacity"]
        while rising:
            level = free / sum(flow["weight"] for flow in rising)
            capped = [flow for flow in rising if flow["cap"] <= level * flow["weight"]]
            for flow in capped or rising:
                flow["rate"] = flow["cap"] if capped else level * flow["weight"]
                free -= flow["rate"]
            rising = [flow for flow in rising if capped and flow not in capped]
        state["change"].succeed()
        state["change"] = environment.event()

    def ends():
        while True:
            change = state["change"]
            if not flows:
                yield change
                continue
            first = min(flows, key=lambda flow: flow["left"] / flow["rate"])
            end = environment.timeout(max(0.0, first["left"] / first["rate"]))
            yield end | change
            if end.processed and not change.triggered:
                serve()
                flows.remove(first)
                first["done"].succeed()
                share()

    def customer(klass):
        arrived = environment.now
        flow = {
            "left": sampler(klass["service"], draws)(),
            "weight": klass["weight"],
            "cap": klass["rateCap"],
            "rate": 0.0,
            "done": environment.event(),
        }
        serve()
        flows.append(flow)
        share()
        yield flow["done"]
        tally.add(klass["name"], environment.now - arrived)

    environment.process(ends())
    for klass in system["classes"]:
        environment.process(arrivals(environment, klass, draws, customer))


KINDS = {"station": station, "failing": failing, "closed": closed, "link": link}


def replicate(system, seed):
    environment = simpy.Environment()
    tally = Tally()
    KINDS[system["kind"]](system, environment, random.Random(seed), tally)
    environment.run()
    return tally.means()


def main():
    with open(os.path.join(HERE, "systems.json")) as file:
        systems = json.load(file)
    outcomes = {}
    for system in systems:
        runs = [replicate(system, f"{system['name']} {seed}") for seed in range(REPLICATIONS)]
        outcomes[system["name"]] = {}
        for metric in runs[0]:
            values = [run[metric] for run in runs]
            half = STUDENT * statistics.stdev(values) / REPLICATIONS**0.5
            outcomes[system["name"]][metric] = {"mean": statistics.mean(values), "half": half}
        print(system["name"], outcomes[system["name"]], file=sys.stderr)
    written = {"simpy": simpy.__version__, "horizonSeconds": HORIZON, "replications": REPLICATIONS, "outcomes": outcomes}
    with open(os.path.join(HERE, "outcomes.json"), "w") as file:
        json.dump(written, file, indent=2)
        file.write("\n")


main()

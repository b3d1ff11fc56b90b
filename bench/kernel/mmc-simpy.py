"""M/M/c in SimPy, a process a customer, as processes.ts: mmc-simpy.py SERVERS CUSTOMERS SEED prints what engine.ts prints."""

import random
import sys
import time

import simpy

UTILIZATION = 0.8


def run(servers, customers, seed):
    draws = random.Random(seed)
    environment = simpy.Environment()
    station = simpy.Resource(environment, capacity=servers)
    total = 0.0

    def customer():
        nonlocal total
        arrived = environment.now
        with station.request() as request:
            yield request
            yield environment.timeout(draws.expovariate(1))
        total += environment.now - arrived

    def source():
        for _ in range(customers):
            yield environment.timeout(draws.expovariate(UTILIZATION * servers))
            environment.process(customer())

    environment.process(source())
    environment.run()
    return total / customers


servers, customers, seed = map(int, sys.argv[1:])
before = time.process_time()
mean = run(servers, customers, seed)
print(mean, 2 * customers / (time.process_time() - before))

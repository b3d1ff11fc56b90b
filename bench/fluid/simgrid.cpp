// The workload of workload.ts in SimGrid: users that think and then send a flow through their NIC (if shared), their
// rack's uplink and the storage system. Pure max-min sharing: no latency, no model of TCP, no cross traffic.
//   g++ -O2 -std=c++17 -o simgrid simgrid.cpp -lsimgrid
//   ./simgrid users completions nics(0|1) meanThinkSeconds
#include <simgrid/s4u.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <unistd.h>
#include <vector>

namespace s4u = simgrid::s4u;

static const int CLIENTS = 1000, RACKS = 40;
static const double NIC = 1.25e9, STORAGE = 60e9, MEAN_BYTES = 4e9, UPLINKS[4] = {1e9, 2e9, 4e9, 8e9};

static long users, wanted, completed = 0;
static double meanThinkSeconds, flowSeconds = 0, started;
static std::vector<s4u::Host*> clients;
static s4u::Host* storage;

static double cpuSeconds() {
  return std::clock() / static_cast<double>(CLOCKS_PER_SEC);
}

static uint32_t mix(uint32_t h) {
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  return h ^ (h >> 16);
}

// Exponential with mean 1, a hash of (user, turn, purpose): the same in both programs.
static double exponential(uint32_t user, uint32_t turn, uint32_t purpose) {
  const uint32_t h = mix(mix(mix(user * 0x9e3779b1u + purpose) + turn) + 0x1234567u);
  return -std::log((h + 0.5) / 4294967296.0);
}

static void user(long index) {
  for (uint32_t turn = 0;; turn++) {
    s4u::this_actor::sleep_for(meanThinkSeconds * exponential(index, turn, 1));
    const double start = s4u::Engine::get_clock();
    auto flow = s4u::Comm::sendto_init(clients[index % CLIENTS], storage);
    flow->set_payload_size(MEAN_BYTES * exponential(index, turn, 2));
    flow->start();
    flow->wait();
    flowSeconds += s4u::Engine::get_clock() - start;
    if (++completed == wanted) {
      std::printf("%.9g %.9g\n", wanted / (cpuSeconds() - started), flowSeconds / wanted);
      std::fflush(stdout);
      _exit(0);
    }
  }
}

int main(int argc, char** argv) {
  s4u::Engine engine(&argc, argv);
  users = std::atol(argv[1]);
  wanted = std::atol(argv[2]);
  const bool nics = std::atoi(argv[3]) != 0;
  meanThinkSeconds = std::atof(argv[4]);
  s4u::Engine::set_config("network/model:CM02");
  s4u::Engine::set_config("network/TCP-gamma:0");
  s4u::Engine::set_config("network/crosstraffic:0");
  auto* zone = s4u::create_full_zone("root");
  storage = zone->create_host("storage", 1e9);
  auto link = [&](const std::string& name, double bytesPerSecond) {
    return zone->create_link(name, bytesPerSecond)->set_latency(0)->seal();
  };
  auto* storageLink = link("storage link", STORAGE);
  std::vector<s4u::Link*> uplinks;
  for (int rack = 0; rack < RACKS; rack++) uplinks.push_back(link("uplink " + std::to_string(rack), UPLINKS[rack % 4]));
  for (int i = 0; i < CLIENTS; i++) {
    auto* host = zone->create_host("client " + std::to_string(i), 1e9);
    clients.push_back(host);
    std::vector<s4u::LinkInRoute> route;
    if (nics) route.emplace_back(link("NIC " + std::to_string(i), NIC));
    route.emplace_back(uplinks[i % RACKS]);
    route.emplace_back(storageLink);
    zone->add_route(host->get_netpoint(), storage->get_netpoint(), nullptr, nullptr, route);
  }
  zone->seal();
  for (long i = 0; i < users; i++) s4u::Actor::create("user", clients[i % CLIENTS], user, i);
  started = cpuSeconds();
  engine.run();
  return 0;
}

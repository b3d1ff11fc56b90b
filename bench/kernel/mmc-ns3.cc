// M/M/c on the event loop of ns-3, whose events are function calls: mmc-ns3 SERVERS CUSTOMERS SEED prints what engine.ts prints.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <random>

#include <ns3/core-module.h>

namespace {

constexpr double utilization = 0.8;

class Queue {
 public:
  Queue(int servers, long customers, unsigned seed) : servers_(servers), left_(customers), draws_(seed) {}

  void Arrive() {
    const double now = ns3::Simulator::Now().GetSeconds();
    if (busy_ < servers_) {
      busy_++;
      Serve(now);
    } else {
      waiting_.push_back(now);
    }
    if (--left_ > 0) Await();
  }

  void Await() {
    ns3::Simulator::Schedule(ns3::Seconds(Exponential() / (utilization * servers_)), &Queue::Arrive, this);
  }

  double TotalSojourn() const { return total_; }

 private:
  double Exponential() { return exponential_(draws_); }

  void Serve(double arrived) {
    ns3::Simulator::Schedule(ns3::Seconds(Exponential()), &Queue::Depart, this, arrived);
  }

  void Depart(double arrived) {
    total_ += ns3::Simulator::Now().GetSeconds() - arrived;
    if (waiting_.empty()) {
      busy_--;
      return;
    }
    const double next = waiting_.front();
    waiting_.pop_front();
    Serve(next);
  }

  const int servers_;
  long left_;
  std::mt19937_64 draws_;
  std::exponential_distribution<double> exponential_{1.0};
  std::deque<double> waiting_;
  int busy_ = 0;
  double total_ = 0;
};

double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

}  // namespace

int main(int count, char **arguments) {
  if (count != 4) return 2;
  const long customers = std::atol(arguments[2]);
  Queue queue(std::atoi(arguments[1]), customers, std::atoi(arguments[3]));
  queue.Await();
  const double before = CpuSeconds();
  ns3::Simulator::Run();
  std::printf("%f %f\n", queue.TotalSojourn() / customers, 2 * customers / (CpuSeconds() - before));
}

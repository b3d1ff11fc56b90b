// One thread on the names of one directory, by the system calls that a program in C would make: the peer of
// bench/loadgen/metadata-run.ts. metadata-libc DIRECTORY FILES ROUNDS kept|not-kept: whether the latency of each operation is
// kept, as there, in buckets of the same widths. Prints a line of JSON, seconds of CPU and wall by operation.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CREATE, STAT, RENAME, UNLINK, OPERATIONS };
static const char *const NAMES[] = {"create", "stat", "rename", "unlink"};

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

// A bucket is the leading 17 bits of a latency as a float, as in models/histogram.ts.
// Volatile, or the compiler would leave out what nobody reads.
static volatile long counts[1 << 17];

static void record(float latency_seconds) {
  unsigned bits;
  memcpy(&bits, &latency_seconds, sizeof bits);
  counts[bits >> 15]++;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void perform(int operation, const char *old_name, const char *new_name) {
  struct stat attributes;
  int descriptor;
  switch (operation) {
    case CREATE:
      descriptor = open(old_name, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
      if (descriptor < 0) fail("open");
      close(descriptor);
      return;
    case STAT:
      if (lstat(old_name, &attributes) != 0) fail("lstat");
      return;
    case RENAME:
      if (rename(old_name, new_name) != 0) fail("rename");
      return;
    default:
      if (unlink(new_name) != 0) fail("unlink");
  }
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  const int files = atoi(arguments[2]), rounds = atoi(arguments[3]);
  const int kept = strcmp(arguments[4], "kept") == 0;
  char **old_names = malloc(files * sizeof(char *)), **new_names = malloc(files * sizeof(char *));
  for (int file = 0; file < files; file++) {
    if (asprintf(&old_names[file], "%s/file-%d", arguments[1], file) < 0) return 1;
    if (asprintf(&new_names[file], "%s/renamed-%d", arguments[1], file) < 0) return 1;
  }
  double wall[OPERATIONS] = {0}, cpu[OPERATIONS] = {0};
  for (int round = 0; round < rounds; round++) {
    for (int operation = 0; operation < OPERATIONS; operation++) {
      const double wall_start = seconds(CLOCK_MONOTONIC), cpu_start = seconds(CLOCK_THREAD_CPUTIME_ID);
      double sent = wall_start;
      for (int file = 0; file < files; file++) {
        perform(operation, old_names[file], new_names[file]);
        if (!kept) continue;
        const double answered = seconds(CLOCK_MONOTONIC);
        record(answered - sent);
        sent = answered;
      }
      wall[operation] += seconds(CLOCK_MONOTONIC) - wall_start;
      cpu[operation] += seconds(CLOCK_THREAD_CPUTIME_ID) - cpu_start;
    }
  }
  printf("{");
  for (int operation = 0; operation < OPERATIONS; operation++) {
    printf("%s\"%s\":{\"operations\":%d,\"wallSeconds\":%.6f,\"cpuSeconds\":%.6f}", operation ? "," : "", NAMES[operation],
           files * rounds, wall[operation], cpu[operation]);
  }
  printf("}\n");
}

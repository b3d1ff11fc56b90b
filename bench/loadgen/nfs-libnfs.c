/*
 * The yardstick for bench/loadgen/nfs.bench.ts: libnfs (Debian's libnfs-dev) with a number of asynchronous calls under way on
 * one connection, for a time. Prints operations and seconds, wall clock and CPU.
 *
 *   cc -O2 nfs-libnfs.c -o nfs-libnfs -lnfs
 *   nfs-libnfs URL FILE getattr|read|write DEPTH SECONDS BYTES_PER_OPERATION FILE_BYTES
 */

#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <nfsc/libnfs.h>

#define WARM_UP_SECONDS 3

enum operation { GETATTR, READ, WRITE };

static struct nfs_context *nfs;
static struct nfsfh *file;
static enum operation operation;
static uint64_t operation_bytes, blocks, next_block;
static char *payload;
static long operations, under_way;
static int stopping;

static double seconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, nfs_get_error(nfs));
  exit(1);
}

static void begin(void);

static void done(int status, struct nfs_context *context, void *data, void *private_data) {
  (void)context, (void)data, (void)private_data;
  if (status < 0 || (operation != GETATTR && (uint64_t)status != operation_bytes)) fail("operation");
  operations++;
  if (stopping) under_way--;
  else begin();
}

static void begin(void) {
  uint64_t offset = (next_block++ % blocks) * operation_bytes;
  int status = 0;
  switch (operation) {
    case GETATTR: status = nfs_fstat64_async(nfs, file, done, NULL); break;
    case READ: status = nfs_pread_async(nfs, file, offset, operation_bytes, done, NULL); break;
    case WRITE: status = nfs_pwrite_async(nfs, file, offset, operation_bytes, payload, done, NULL); break;
  }
  if (status != 0) fail("begin");
}

static void work_until(long depth, double end) {
  stopping = 0;
  for (under_way = 0; under_way < depth; under_way++) begin();
  while (under_way > 0) {
    struct pollfd descriptor = {nfs_get_fd(nfs), nfs_which_events(nfs), 0};
    poll(&descriptor, 1, 1000);
    if (nfs_service(nfs, descriptor.revents) < 0) fail("service");
    if (seconds_of(CLOCK_MONOTONIC) > end) stopping = 1;
  }
}

int main(int count, char **arguments) {
  if (count != 8) return fprintf(stderr, "usage: see the source\n"), 2;
  operation = !strcmp(arguments[3], "getattr") ? GETATTR : !strcmp(arguments[3], "read") ? READ : WRITE;
  long depth = atol(arguments[4]);
  double seconds = atof(arguments[5]);
  operation_bytes = strtoull(arguments[6], NULL, 10);
  blocks = operation == GETATTR ? 1 : strtoull(arguments[7], NULL, 10) / operation_bytes;
  payload = calloc(1, operation_bytes + 1);

  nfs = nfs_init_context();
  struct nfs_url *url = nfs_parse_url_dir(nfs, arguments[1]);
  if (url == NULL || nfs_mount(nfs, url->server, url->path)) fail("mount");
  if (nfs_open(nfs, arguments[2], O_RDWR, &file)) fail("open");

  work_until(depth, seconds_of(CLOCK_MONOTONIC) + WARM_UP_SECONDS);
  operations = 0;
  double start = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
  work_until(depth, start + seconds);
  printf("{\"operations\":%ld,\"wallSeconds\":%.6f,\"cpuSeconds\":%.6f}\n", operations,
         seconds_of(CLOCK_MONOTONIC) - start, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu);
  return 0;
}

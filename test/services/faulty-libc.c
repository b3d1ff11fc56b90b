/*
 * Put before the C library of a process (LD_PRELOAD), fails the calls of a load on its files for as long as a file is there that
 * says so:
 *
 *   FAULT_WHILE   the file
 *   FAULT_CALLS   names of the calls that fail, such as "pread,pwrite"; "unlinkat" and "openat" take 50 ms instead, and "statx" of a
 *                 path that ends in "/target" does not return as long as the file is there
 *   FAULT_ERRNO   what they fail with
 *
 * Where reads or writes fail there is no io_uring, which would go past them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_faulty(const char *call) {
  const char *switched = getenv("FAULT_WHILE");
  const char *calls = getenv("FAULT_CALLS");
  return switched != NULL && calls != NULL && strstr(calls, call) != NULL && access(switched, F_OK) == 0;
}

/* Whether something is of a load's files, not of a manifest or of the program. */
static int is_of_load(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, "/data/") != NULL;
}

static int fails(const char *call, int descriptor) {
  if (!is_faulty(call) || !is_of_load(descriptor)) return 0;
  errno = atoi(getenv("FAULT_ERRNO"));
  return 1;
}

/* Who asks for the library by its name would find its functions past these. */
void *dlopen(const char *name, int flags) {
  return NEXT(dlopen)(name != NULL && strcmp(name, "libc.so.6") == 0 ? NULL : name, flags);
}

ssize_t pread(int descriptor, void *into, size_t bytes, off_t offset) {
  return fails("pread", descriptor) ? -1 : NEXT(pread)(descriptor, into, bytes, offset);
}

ssize_t pwrite(int descriptor, const void *from, size_t bytes, off_t offset) {
  return fails("pwrite", descriptor) ? -1 : NEXT(pwrite)(descriptor, from, bytes, offset);
}

int openat(int directory, const char *name, int flags, ...) {
  va_list given;
  va_start(given, flags);
  mode_t mode = va_arg(given, mode_t);
  va_end(given);
  if (is_faulty("openat") && is_of_load(directory)) usleep(50000);
  return NEXT(openat)(directory, name, flags, mode);
}

int unlinkat(int directory, const char *name, int flags) {
  if (is_faulty("unlinkat")) usleep(50000);
  return NEXT(unlinkat)(directory, name, flags);
}

long syscall(long number, ...) {
  long values[6];
  va_list given;
  const char *calls = getenv("FAULT_CALLS");
  if (number == SYS_io_uring_setup && calls != NULL && strstr(calls, "pread") == NULL && strstr(calls, "pwrite") == NULL) calls = NULL;
  if (number == SYS_io_uring_setup && calls != NULL) {
    errno = ENOSYS;
    return -1;
  }
  va_start(given, number);
  for (int i = 0; i < 6; i++) values[i] = va_arg(given, long);
  va_end(given);
  if (number == SYS_statx) {
    const char *end = strrchr((const char *)values[1], '/');
    while (end != NULL && strcmp(end, "/target") == 0 && is_faulty("statx")) usleep(50000);
  }
  return NEXT(syscall)(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}

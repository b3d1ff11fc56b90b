/*
 * GET or PUT with libcurl, kept connections, as many requests under way as asked for: all in one thread by its multi interface,
 * or each in a thread of its own by its easy interface. URLs come presigned, one a line, and are used in turn. Bodies land in,
 * or come from, one buffer for each request under way.
 *
 *   s3-libcurl multi|easy get|put URLS DEPTH SECONDS BYTES    prints {"operations", "wallSeconds", "cpuSeconds"} after a warm-up
 */
#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { URLS_MAX = 256, URL_BYTES_MAX = 4096, DEPTH_MAX = 256 };

struct transfer {
  CURL *handle;
  char *buffer;
  size_t at, bytes;
};

static char urls[URLS_MAX][URL_BYTES_MAX];
static int url_count, put;
static atomic_uint next_url;
static atomic_long operations;
static atomic_int done;
static struct transfer transfers[DEPTH_MAX];

static double wall_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu_seconds(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static size_t receive(char *from, size_t size, size_t count, void *user) {
  struct transfer *t = user;
  size_t bytes = size * count;
  if (t->at + bytes > t->bytes) return 0;
  memcpy(t->buffer + t->at, from, bytes);
  t->at += bytes;
  return bytes;
}

static size_t give(char *into, size_t size, size_t count, void *user) {
  struct transfer *t = user;
  size_t room = size * count, left = t->bytes - t->at, bytes = left < room ? left : room;
  memcpy(into, t->buffer + t->at, bytes);
  t->at += bytes;
  return bytes;
}

static void aim(struct transfer *t) {
  t->at = 0;
  curl_easy_setopt(t->handle, CURLOPT_URL, urls[next_url++ % url_count]);
}

static void check(struct transfer *t, CURLcode result) {
  long status;
  curl_easy_getinfo(t->handle, CURLINFO_RESPONSE_CODE, &status);
  if (result == CURLE_OK && status < 300 && (put || t->at == t->bytes)) return;
  fprintf(stderr, "status %ld, %s\n", status, curl_easy_strerror(result));
  exit(1);
}

static void prepare(struct transfer *t, size_t bytes) {
  long buffer_bytes = bytes > 65536 ? 524288L : 65536L;
  t->handle = curl_easy_init();
  t->buffer = calloc(1, bytes);
  t->bytes = bytes;
  curl_easy_setopt(t->handle, CURLOPT_PRIVATE, t);
  curl_easy_setopt(t->handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(t->handle, CURLOPT_BUFFERSIZE, buffer_bytes);
  curl_easy_setopt(t->handle, CURLOPT_UPLOAD_BUFFERSIZE, buffer_bytes);
  curl_easy_setopt(t->handle, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(t->handle, CURLOPT_WRITEDATA, t);
  if (!put) return;
  curl_easy_setopt(t->handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(t->handle, CURLOPT_HTTPHEADER, curl_slist_append(NULL, "Expect:"));
  curl_easy_setopt(t->handle, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(t->handle, CURLOPT_READDATA, t);
  curl_easy_setopt(t->handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)bytes);
}

static void *run_easy(void *user) {
  struct transfer *t = user;
  while (!done) {
    aim(t);
    check(t, curl_easy_perform(t->handle));
    operations++;
  }
  return NULL;
}

static void *run_multi(void *user) {
  int depth = *(int *)user;
  CURLM *multi = curl_multi_init();
  for (int i = 0; i < depth; i++) {
    aim(&transfers[i]);
    curl_multi_add_handle(multi, transfers[i].handle);
  }
  while (!done) {
    int running, waiting;
    curl_multi_perform(multi, &running);
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &waiting)) != NULL) {
      struct transfer *t;
      CURLcode result = message->data.result;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&t);
      check(t, result);
      operations++;
      curl_multi_remove_handle(multi, t->handle);
      aim(t);
      curl_multi_add_handle(multi, t->handle);
    }
    curl_multi_poll(multi, NULL, 0, 100, NULL);
  }
  return NULL;
}

static void pass(double seconds) {
  struct timespec t = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
  nanosleep(&t, NULL);
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  int multi = strcmp(argv[1], "multi") == 0, depth = atoi(argv[4]);
  put = strcmp(argv[2], "put") == 0;
  FILE *list = fopen(argv[3], "r");
  if (list == NULL || depth < 1 || depth > DEPTH_MAX) return 2;
  while (url_count < URLS_MAX && fgets(urls[url_count], URL_BYTES_MAX, list) != NULL) {
    urls[url_count][strcspn(urls[url_count], "\n")] = 0;
    url_count++;
  }
  fclose(list);

  curl_global_init(CURL_GLOBAL_ALL);
  for (int i = 0; i < depth; i++) prepare(&transfers[i], strtoul(argv[6], NULL, 10));
  pthread_t threads[DEPTH_MAX];
  int thread_count = multi ? 1 : depth;
  for (int i = 0; i < thread_count; i++) {
    pthread_create(&threads[i], NULL, multi ? run_multi : run_easy, multi ? (void *)&depth : (void *)&transfers[i]);
  }
  pass(3);
  double start = wall_seconds(), cpu = cpu_seconds();
  long before = operations;
  pass(atof(argv[5]));
  printf("{\"operations\": %ld, \"wallSeconds\": %.6f, \"cpuSeconds\": %.6f}\n", operations - before,
         wall_seconds() - start, cpu_seconds() - cpu);
  done = 1;
  for (int i = 0; i < thread_count; i++) pthread_join(threads[i], NULL);
  return 0;
}

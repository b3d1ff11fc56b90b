/*
 * GET or PUT over libcurl's multi interface, kept connections, as many requests under way as asked for. URLs come presigned,
 * one a line, and are used in turn. Bodies land in, or come from, one buffer for each request under way.
 *
 *   s3-libcurl get|put URLS DEPTH SECONDS BYTES        prints {"operations", "wallSeconds", "cpuSeconds"} after a warm-up
 */
#include <curl/curl.h>
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
static int url_count, next_url;

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

static void begin(CURLM *multi, struct transfer *t) {
  t->at = 0;
  curl_easy_setopt(t->handle, CURLOPT_URL, urls[next_url++ % url_count]);
  curl_multi_add_handle(multi, t->handle);
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  int put = strcmp(argv[1], "put") == 0, depth = atoi(argv[3]);
  double seconds = atof(argv[4]);
  size_t bytes = strtoul(argv[5], NULL, 10);
  FILE *list = fopen(argv[2], "r");
  if (list == NULL || depth < 1 || depth > DEPTH_MAX) return 2;
  while (url_count < URLS_MAX && fgets(urls[url_count], URL_BYTES_MAX, list) != NULL) {
    urls[url_count][strcspn(urls[url_count], "\n")] = 0;
    url_count++;
  }
  fclose(list);

  curl_global_init(CURL_GLOBAL_ALL);
  CURLM *multi = curl_multi_init();
  struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
  static struct transfer transfers[DEPTH_MAX];
  for (int i = 0; i < depth; i++) {
    struct transfer *t = &transfers[i];
    t->handle = curl_easy_init();
    t->buffer = calloc(1, bytes);
    t->bytes = bytes;
    curl_easy_setopt(t->handle, CURLOPT_PRIVATE, t);
    curl_easy_setopt(t->handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(t->handle, CURLOPT_BUFFERSIZE, bytes > 65536 ? 524288L : 65536L);
    curl_easy_setopt(t->handle, CURLOPT_UPLOAD_BUFFERSIZE, bytes > 65536 ? 524288L : 65536L);
    curl_easy_setopt(t->handle, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(t->handle, CURLOPT_WRITEDATA, t);
    if (put) {
      curl_easy_setopt(t->handle, CURLOPT_UPLOAD, 1L);
      curl_easy_setopt(t->handle, CURLOPT_HTTPHEADER, headers);
      curl_easy_setopt(t->handle, CURLOPT_READFUNCTION, give);
      curl_easy_setopt(t->handle, CURLOPT_READDATA, t);
      curl_easy_setopt(t->handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)bytes);
    }
    begin(multi, t);
  }

  long operations = 0, counted = 0;
  int measuring = 0;
  double start = wall_seconds(), cpu = 0;
  for (;;) {
    double now = wall_seconds();
    if (!measuring && now - start >= 0.3) {
      measuring = 1;
      start = now;
      cpu = cpu_seconds();
      counted = operations;
    }
    if (measuring && now - start >= seconds) break;
    int running, waiting;
    curl_multi_perform(multi, &running);
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &waiting)) != NULL) {
      struct transfer *t;
      long status;
      CURL *handle = message->easy_handle;
      CURLcode result = message->data.result;
      curl_easy_getinfo(handle, CURLINFO_PRIVATE, (char **)&t);
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      if (result != CURLE_OK || status >= 300 || (!put && t->at != bytes)) {
        fprintf(stderr, "status %ld, %s\n", status, curl_easy_strerror(result));
        return 1;
      }
      operations++;
      curl_multi_remove_handle(multi, handle);
      begin(multi, t);
    }
    curl_multi_poll(multi, NULL, 0, 100, NULL);
  }
  printf("{\"operations\": %ld, \"wallSeconds\": %.6f, \"cpuSeconds\": %.6f}\n", operations - counted,
         wall_seconds() - start, cpu_seconds() - cpu);
  return 0;
}

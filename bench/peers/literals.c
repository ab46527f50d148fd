/*
 * A peer of bench/match: Hyperscan looking for every word of a query set in every post, as bare literals. It knows no
 * word boundaries, no phrases and no logic, so it finds no searches: it is the limit that a matcher is held against.
 *
 * Arguments: a file of texts and a file of words, one a line. Each line on standard input is one pass over the first
 * so many texts; it answers with one line of JSON: CPU seconds of the process and occurrences found.
 */
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct lines {
  char *bytes;
  const char **at;
  size_t *length;
  unsigned count;
};

static void fail(const char *what) {
  fprintf(stderr, "literals: %s\n", what);
  exit(1);
}

static char *read_file(const char *name, size_t *size) {
  FILE *file = fopen(name, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) fail(name);
  *size = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*size + 1);
  if (!bytes || fread(bytes, 1, *size, file) != *size) fail(name);
  fclose(file);
  bytes[*size] = '\n';
  return bytes;
}

static struct lines read_lines(const char *name) {
  struct lines all = {0};
  size_t size;
  all.bytes = read_file(name, &size);
  size_t most = 1;
  for (size_t i = 0; i <= size; i++) most += all.bytes[i] == '\n';
  all.at = malloc(most * sizeof *all.at);
  all.length = malloc(most * sizeof *all.length);
  if (!all.at || !all.length) fail("no memory");
  for (char *from = all.bytes, *end = all.bytes + size; from < end;) {
    char *stop = memchr(from, '\n', (size_t)(end - from) + 1);
    all.at[all.count] = from;
    all.length[all.count++] = (size_t)(stop - from);
    *stop = 0;
    from = stop + 1;
  }
  return all;
}

static double cpu_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int count_one(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context) {
  (void)id, (void)from, (void)to, (void)flags;
  ++*(unsigned long long *)context;
  return 0;
}

static hs_database_t *compile(const struct lines *words) {
  unsigned *flags = malloc(words->count * sizeof *flags);
  unsigned *ids = malloc(words->count * sizeof *ids);
  if (!flags || !ids) fail("no memory");
  for (unsigned i = 0; i < words->count; i++) {
    flags[i] = HS_FLAG_CASELESS;
    ids[i] = i;
  }
  hs_database_t *database;
  hs_compile_error_t *error;
  if (hs_compile_lit_multi(words->at, flags, ids, words->length, words->count, HS_MODE_BLOCK, NULL, &database,
                           &error) != HS_SUCCESS)
    fail(error->message);
  free(flags);
  free(ids);
  return database;
}

int main(int count, char **arguments) {
  if (count != 3) fail("texts and words are needed");
  struct lines texts = read_lines(arguments[1]);
  struct lines words = read_lines(arguments[2]);
  double began = cpu_seconds();
  hs_database_t *database = compile(&words);
  hs_scratch_t *scratch = NULL;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) fail("no scratch");
  printf("{\"ready\":true,\"words\":%u,\"compiled\":%.3f}\n", words.count, cpu_seconds() - began);
  fflush(stdout);
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    unsigned long asked = strtoul(line, NULL, 10);
    if (asked > texts.count) asked = texts.count;
    unsigned long long found = 0;
    double before = cpu_seconds();
    for (unsigned long i = 0; i < asked; i++)
      if (hs_scan(database, texts.at[i], (unsigned)texts.length[i], 0, scratch, count_one, &found) != HS_SUCCESS)
        fail("a scan failed");
    printf("{\"posts\":%lu,\"cpu\":%.6f,\"found\":%llu}\n", asked, cpu_seconds() - before, found);
    fflush(stdout);
  }
  hs_free_scratch(scratch);
  hs_free_database(database);
  return 0;
}

// What others would need for the same work, measured beside our own rule pass:
//   1. every PCRE2 expression, with machine code, tried on every comment, one by one;
//   2. with -DHAVE_HS: one Hyperscan scan in prefilter mode, without Unicode properties, then PCRE2 on what it lets through.
// The bench script builds it: cc -O2 rule_pass.c -lpcre2-8 [-DHAVE_HS $(pkg-config --cflags --libs libhs)].
//
//   rule_pass PATTERNS COMMENTS LOOP_COMMENTS
//
// PATTERNS and COMMENTS have one a line; the loop runs over the first LOOP_COMMENTS. Answers lines "name value": times in
// microseconds of processor time for one comment, the middle of five rounds, then its spread.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#ifdef HAVE_HS
#include <hs.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, LINES_MAX = 1000000 };

static double processor_seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static char **read_lines(const char *path, int *count) {
  FILE *file = fopen(path, "r");
  if (!file) {
    perror(path);
    exit(2);
  }
  char **lines = calloc(LINES_MAX, sizeof *lines), *line = NULL;
  size_t room = 0;
  ssize_t length;
  *count = 0;
  while (*count < LINES_MAX && (length = getline(&line, &room, file)) > 0) {
    while (length > 0 && line[length - 1] == '\n') line[--length] = 0;
    if (length > 0) lines[(*count)++] = strdup(line);
  }
  free(line);
  fclose(file);
  return lines;
}

static int by_size(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void report(const char *name, double *seconds, int comments) {
  qsort(seconds, ROUNDS, sizeof *seconds, by_size);
  double scale = 1e6 / (comments ? comments : 1);
  printf("%s %.3f %.3f %.3f\n", name, seconds[ROUNDS / 2] * scale, seconds[0] * scale, seconds[ROUNDS - 1] * scale);
}

#ifdef HAVE_HS
static unsigned char *is_candidate;
static int *candidates, candidate_count;

static int note(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context) {
  (void)from, (void)to, (void)flags, (void)context;
  if (!is_candidate[id]) {
    is_candidate[id] = 1;
    candidates[candidate_count++] = (int)id;
  }
  return 0;
}
#endif

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: rule_pass PATTERNS COMMENTS LOOP_COMMENTS\n");
    return 2;
  }
  int pattern_count, comment_count, compiled = 0;
  char **patterns = read_lines(argv[1], &pattern_count), **comments = read_lines(argv[2], &comment_count);
  int loop_count = atoi(argv[3]) < comment_count ? atoi(argv[3]) : comment_count;
  size_t *lengths = calloc((size_t)comment_count + 1, sizeof *lengths);
  for (int i = 0; i < comment_count; i++) lengths[i] = strlen(comments[i]);

  pcre2_code **codes = calloc((size_t)pattern_count + 1, sizeof *codes);
  double begin = processor_seconds();
  for (int i = 0; i < pattern_count; i++) {
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)patterns[i], PCRE2_ZERO_TERMINATED,
                                     PCRE2_CASELESS | PCRE2_UTF | PCRE2_UCP, &error, &offset, NULL);
    if (!code) continue;
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    codes[compiled] = code;
    patterns[compiled++] = patterns[i];
  }
  printf("patterns %d\ncompile %.3f\n", compiled, processor_seconds() - begin);

  pcre2_match_data *data = pcre2_match_data_create(32, NULL);
  double seconds[ROUNDS];
  long hits = 0;
  for (int round = 0; round < ROUNDS; round++) {
    begin = processor_seconds();
    hits = 0;
    for (int i = 0; i < loop_count; i++)
      for (int p = 0; p < compiled; p++)
        hits += pcre2_match(codes[p], (PCRE2_SPTR)comments[i], lengths[i], 0, PCRE2_NO_UTF_CHECK, data, NULL) >= 0;
    seconds[round] = processor_seconds() - begin;
  }
  report("loop", seconds, loop_count);
  printf("loop_hits %ld\n", hits);

#ifdef HAVE_HS
  // Without HS_FLAG_UTF8 and HS_FLAG_UCP: with them, compiling a thousand such patterns takes a minute, and some thousands
  // of them did not end. So \b, \w and case are wrong for Cyrillic here, and the ratio flatters nobody but Hyperscan.
  const char **sources = calloc((size_t)compiled + 1, sizeof *sources);
  unsigned *flags = calloc((size_t)compiled + 1, sizeof *flags), *ids = calloc((size_t)compiled + 1, sizeof *ids);
  pcre2_code **confirm = calloc((size_t)compiled + 1, sizeof *confirm);
  unsigned kept = 0;
  unsigned all = HS_FLAG_CASELESS | HS_FLAG_PREFILTER | HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY;
  begin = processor_seconds();
  for (int i = 0; i < compiled; i++) {
    hs_expr_info_t *info = NULL;
    hs_compile_error_t *error = NULL;
    if (hs_expression_info(patterns[i], all, &info, &error) != HS_SUCCESS) {
      hs_free_compile_error(error);
      continue;
    }
    free(info);
    sources[kept] = patterns[i], flags[kept] = all, ids[kept] = kept, confirm[kept] = codes[i];
    kept++;
  }
  hs_database_t *database = NULL;
  hs_compile_error_t *error = NULL;
  if (hs_compile_multi(sources, flags, ids, kept, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS) {
    printf("hyperscan_error %s\n", error->message);
    return 0;
  }
  printf("hyperscan_patterns %u\nhyperscan_compile %.3f\n", kept, processor_seconds() - begin);
  hs_scratch_t *scratch = NULL;
  hs_alloc_scratch(database, &scratch);
  is_candidate = calloc((size_t)kept + 1, 1), candidates = calloc((size_t)kept + 1, sizeof *candidates);
  long found = 0;
  for (int round = 0; round < ROUNDS; round++) {
    begin = processor_seconds();
    found = 0;
    for (int i = 0; i < comment_count; i++) {
      candidate_count = 0;
      hs_scan(database, comments[i], (unsigned)lengths[i], 0, scratch, note, NULL);
      for (int c = 0; c < candidate_count; c++) {
        is_candidate[candidates[c]] = 0;
        found += pcre2_match(confirm[candidates[c]], (PCRE2_SPTR)comments[i], lengths[i], 0, PCRE2_NO_UTF_CHECK, data,
                             NULL) >= 0;
      }
    }
    seconds[round] = processor_seconds() - begin;
  }
  report("hyperscan", seconds, comment_count);
  printf("hyperscan_hits %ld\n", found);
#endif
  return 0;
}

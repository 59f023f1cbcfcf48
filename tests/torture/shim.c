/* Faults at the disk operations of one process, below one folder; loaded with LD_PRELOAD, idle until it is armed.
 *
 * Every operation that the C library carries to a file below the folder is counted: SQLite's own and Python's alike.
 * At operation number `at` (1 is the first of those in `mask`) it kills the process, tears a write, or fails with an
 * error of the system. Or, recording, it names each operation in a file and appends each change with its bytes, from
 * which the states that a kill or a power cut may leave are built. What SQLite keeps in its -shm is mapped, not written,
 * and rebuilt after a crash.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CREATE = 1, WRITE = 2, TRUNCATE = 4, SYNC = 8, NAME = 16, REMOVE = 32, READ = 64, OPEN = 128 };
enum { NOTHING, KILL, TEAR, FAIL };
/* Kinds of a record: struct record, then path, second path, data. */
enum { R_CREATE = 1, R_WRITE, R_TRUNCATE, R_SYNC, R_RENAME, R_LINK, R_UNLINK, R_MKDIR, R_RMDIR, R_MARK, R_FIRED, R_NAMED };

struct __attribute__((packed)) record {
  uint8_t kind;
  uint64_t inode;
  int64_t offset;
  uint32_t path, other, data;
};

#define FILES 4096
static char *names[FILES];
static char folder[PATH_MAX];
static size_t folder_length;
static int mask, action, error_number, forever, log_file = -1;
static long at, count;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static void put(const void *bytes, size_t length) {
  const char *from = bytes;
  while (length > 0) {
    ssize_t put = syscall(SYS_write, log_file, from, length);
    if (put <= 0) return;
    from += put;
    length -= (size_t)put;
  }
}

static void note(int kind, uint64_t inode, int64_t offset, const char *path, const char *other, const void *data,
                 size_t length) {
  if (log_file < 0) return;
  struct record head = {(uint8_t)kind, inode, offset, path ? (uint32_t)strlen(path) : 0,
                        other ? (uint32_t)strlen(other) : 0, (uint32_t)length};
  put(&head, sizeof head);
  put(path, head.path);
  put(other, head.other);
  put(data, length);
}

/* Recording when armed with no action and a log. */
static int recording(void) { return folder_length && action == NOTHING && log_file >= 0; }

/* The path in `full` where it lies below the folder, else NULL. */
static const char *ours(int directory, const char *path, char *full) {
  if (!folder_length || path == NULL) return NULL;
  if (path[0] == '/') {
    snprintf(full, PATH_MAX, "%s", path);
  } else {
    char place[64], base[PATH_MAX];
    if (directory == AT_FDCWD) {
      if (getcwd(base, sizeof base) == NULL) return NULL;
    } else {
      snprintf(place, sizeof place, "/proc/self/fd/%d", directory);
      ssize_t length = readlink(place, base, sizeof base - 1);
      if (length < 0) return NULL;
      base[length] = 0;
    }
    if (snprintf(full, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
  }
  return strncmp(full, folder, folder_length) == 0 && (full[folder_length] == '/' || full[folder_length] == 0)
             ? full : NULL;
}

static const char *named(int file) { return folder_length && file >= 0 && file < FILES ? names[file] : NULL; }

static uint64_t inode_of(int file) {
  struct stat found;
  return fstat(file, &found) == 0 ? (uint64_t)found.st_ino : 0;
}

/* Count one operation; what is to be done at it. KILL does not return. Recording, it is named before it is done. */
static int fate(int kind, const char *path, const char *word) {
  if (!folder_length || !(mask & kind)) return NOTHING;
  if (action == NOTHING) {
    pthread_mutex_lock(&turn);
    note(R_NAMED, (uint64_t)kind, 0, path, word, NULL, 0);
    pthread_mutex_unlock(&turn);
    return NOTHING;
  }
  long now = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
  if (now != at && !(forever && now > at)) return NOTHING;
  if (now == at) note(R_FIRED, 0, now, path, word, NULL, 0);
  if (action == KILL) kill(getpid(), SIGKILL);
  return action;
}

void torture_arm(const char *where, int kinds, int what, long number, int failure, int lasting, int log) {
  for (int file = 0; file < FILES; file++) { free(names[file]); names[file] = NULL; }
  snprintf(folder, sizeof folder, "%s", where);
  mask = kinds; action = what; at = number; error_number = failure; forever = lasting; log_file = log; count = 0;
  folder_length = strlen(folder);
}

void torture_disarm(void) { folder_length = 0; }

long torture_count(void) { return count; }

/* A word of the tester's own among the recorded operations. */
void torture_mark(const char *word) {
  pthread_mutex_lock(&turn);
  if (recording()) note(R_MARK, 0, 0, word, NULL, NULL, 0);
  pthread_mutex_unlock(&turn);
}

static int refused(int kind, const char *path, const char *word) {
  int what = fate(kind, path, word);
  if (what == TEAR) kill(getpid(), SIGKILL);
  if (what != FAIL) return 0;
  errno = error_number;
  return 1;
}

static int opened(const char *symbol, int directory, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  const char *place = ours(directory, path, full);
  int (*call)(int, const char *, int, ...) = real(symbol);
  if (place == NULL) return call(directory, path, flags, mode);
  struct stat found;
  int fresh = (flags & O_CREAT) && stat(place, &found) != 0;
  if (refused(fresh ? CREATE : (flags & O_TRUNC) ? TRUNCATE : OPEN, place, "open")) return -1;
  pthread_mutex_lock(&turn);
  int file = call(directory, path, flags, mode);
  int failure = errno;
  if (file >= 0 && file < FILES) {
    free(names[file]);
    names[file] = strdup(place);
    if (recording() && fresh) note(R_CREATE, inode_of(file), 0, place, NULL, NULL, 0);
    else if (recording() && (flags & O_TRUNC)) note(R_TRUNCATE, inode_of(file), 0, place, NULL, NULL, 0);
  }
  pthread_mutex_unlock(&turn);
  errno = failure;
  return file;
}

#define MODE(flags) mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return opened("openat", AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened("openat64", AT_FDCWD, path, flags, mode); }
int openat(int directory, const char *path, int flags, ...) { MODE(flags) return opened("openat", directory, path, flags, mode); }
int openat64(int directory, const char *path, int flags, ...) { MODE(flags) return opened("openat64", directory, path, flags, mode); }

int close(int file) {
  if (file >= 0 && file < FILES && names[file]) { free(names[file]); names[file] = NULL; }
  return REAL(close)(file);
}

/* offset < 0: at the file's own place. A failing write puts half of the bytes first, as a disk that fills up does. */
static ssize_t written(int file, const void *bytes, size_t length, off64_t offset) {
  ssize_t (*plain)(int, const void *, size_t) = real("write");
  ssize_t (*placed)(int, const void *, size_t, off64_t) = real("pwrite64");
  const char *place = named(file);
  if (place == NULL) return offset < 0 ? plain(file, bytes, length) : placed(file, bytes, length, offset);
  int what = fate(WRITE, place, "write");
  if (what == TEAR) {
    if (offset < 0) plain(file, bytes, length / 2); else placed(file, bytes, length / 2, offset);
    kill(getpid(), SIGKILL);
  }
  if (what == FAIL) {
    size_t half = error_number == ENOSPC && forever && count == at ? length / 2 : 0;
    if (half > 0) return offset < 0 ? plain(file, bytes, half) : placed(file, bytes, half, offset);
    errno = error_number;
    return -1;
  }
  pthread_mutex_lock(&turn);
  off64_t from = offset;
  if (recording() && offset < 0) {
    from = (fcntl(file, F_GETFL) & O_APPEND) ? lseek64(file, 0, SEEK_END) : lseek64(file, 0, SEEK_CUR);
  }
  ssize_t done = offset < 0 ? plain(file, bytes, length) : placed(file, bytes, length, offset);
  int failure = errno;
  if (recording() && done > 0) note(R_WRITE, inode_of(file), from, place, NULL, bytes, (size_t)done);
  pthread_mutex_unlock(&turn);
  errno = failure;
  return done;
}

ssize_t write(int file, const void *bytes, size_t length) { return written(file, bytes, length, -1); }
ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset) { return written(file, bytes, length, offset); }
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) { return written(file, bytes, length, offset); }

/* A short first piece is a permitted answer; every caller goes on with the rest. */
ssize_t writev(int file, const struct iovec *pieces, int number) {
  if (named(file) == NULL || number < 1) return REAL(writev)(file, pieces, number);
  return written(file, pieces[0].iov_base, pieces[0].iov_len, -1);
}

ssize_t read(int file, void *bytes, size_t length) {
  if (named(file) && refused(READ, named(file), "read")) return -1;
  return REAL(read)(file, bytes, length);
}

ssize_t pread(int file, void *bytes, size_t length, off_t offset) {
  if (named(file) && refused(READ, named(file), "read")) return -1;
  return REAL(pread)(file, bytes, length, offset);
}

ssize_t pread64(int file, void *bytes, size_t length, off64_t offset) {
  if (named(file) && refused(READ, named(file), "read")) return -1;
  return REAL(pread64)(file, bytes, length, offset);
}

static int cut(int file, off64_t length) {
  int (*call)(int, off64_t) = real("ftruncate64");
  const char *place = named(file);
  if (place == NULL) return call(file, length);
  if (refused(TRUNCATE, place, "truncate")) return -1;
  pthread_mutex_lock(&turn);
  int done = call(file, length);
  int failure = errno;
  if (recording() && done == 0) note(R_TRUNCATE, inode_of(file), length, place, NULL, NULL, 0);
  pthread_mutex_unlock(&turn);
  errno = failure;
  return done;
}

int ftruncate(int file, off_t length) { return cut(file, length); }
int ftruncate64(int file, off64_t length) { return cut(file, length); }

static int cut_path(const char *path, off64_t length) {
  char full[PATH_MAX];
  int (*call)(const char *, off64_t) = real("truncate64");
  const char *place = ours(AT_FDCWD, path, full);
  if (place == NULL) return call(path, length);
  if (refused(TRUNCATE, place, "truncate")) return -1;
  pthread_mutex_lock(&turn);
  int done = call(path, length);
  int failure = errno;
  struct stat found;
  if (recording() && done == 0 && stat(path, &found) == 0)
    note(R_TRUNCATE, (uint64_t)found.st_ino, length, place, NULL, NULL, 0);
  pthread_mutex_unlock(&turn);
  errno = failure;
  return done;
}

int truncate(const char *path, off_t length) { return cut_path(path, length); }
int truncate64(const char *path, off64_t length) { return cut_path(path, length); }

static int synced(const char *symbol, int file) {
  int (*call)(int) = real(symbol);
  const char *place = named(file);
  if (place == NULL) return call(file);
  if (refused(SYNC, place, "sync")) return -1;
  pthread_mutex_lock(&turn);
  int done = call(file);
  int failure = errno;
  if (recording() && done == 0) note(R_SYNC, inode_of(file), 0, place, NULL, NULL, 0);
  pthread_mutex_unlock(&turn);
  errno = failure;
  return done;
}

int fsync(int file) { return synced("fsync", file); }
int fdatasync(int file) { return synced("fdatasync", file); }

/* One change of names: a function of (directory, path, directory, other, flags), the other NULL where there is one. */
#define NAMED(kind, record, word, directory, path, directory2, other, call)             \
  char full[PATH_MAX], full2[PATH_MAX];                                                \
  const char *place = ours(directory, path, full);                                     \
  const char *place2 = ours(directory2, other, full2);                                 \
  if (place == NULL && place2 == NULL) return call;                                    \
  if (refused(kind, place2 ? place2 : place, word)) return -1;                         \
  pthread_mutex_lock(&turn);                                                           \
  int done = call;                                                                     \
  int failure = errno;                                                                 \
  if (recording() && done == 0) note(record, 0, 0, place, place2, NULL, 0);            \
  pthread_mutex_unlock(&turn);                                                         \
  errno = failure;                                                                     \
  return done;

int rename(const char *path, const char *other) {
  NAMED(NAME, R_RENAME, "rename", AT_FDCWD, path, AT_FDCWD, other, REAL(rename)(path, other))
}
int renameat(int from, const char *path, int to, const char *other) {
  NAMED(NAME, R_RENAME, "rename", from, path, to, other, REAL(renameat)(from, path, to, other))
}
int link(const char *path, const char *other) {
  NAMED(NAME, R_LINK, "link", AT_FDCWD, path, AT_FDCWD, other, REAL(link)(path, other))
}
int linkat(int from, const char *path, int to, const char *other, int flags) {
  NAMED(NAME, R_LINK, "link", from, path, to, other, REAL(linkat)(from, path, to, other, flags))
}
int unlink(const char *path) {
  NAMED(REMOVE, R_UNLINK, "unlink", AT_FDCWD, path, AT_FDCWD, NULL, REAL(unlink)(path))
}
int unlinkat(int from, const char *path, int flags) {
  NAMED(REMOVE, (flags & AT_REMOVEDIR) ? R_RMDIR : R_UNLINK, "unlink", from, path, AT_FDCWD, NULL,
        REAL(unlinkat)(from, path, flags))
}
int rmdir(const char *path) {
  NAMED(REMOVE, R_RMDIR, "rmdir", AT_FDCWD, path, AT_FDCWD, NULL, REAL(rmdir)(path))
}
int mkdir(const char *path, mode_t mode) {
  NAMED(NAME, R_MKDIR, "mkdir", AT_FDCWD, path, AT_FDCWD, NULL, REAL(mkdir)(path, mode))
}
int mkdirat(int from, const char *path, mode_t mode) {
  NAMED(NAME, R_MKDIR, "mkdir", from, path, AT_FDCWD, NULL, REAL(mkdirat)(from, path, mode))
}

/* Adds 10 ms to every sync of a program that is started with LD_PRELOAD=slow-sync.so: a laptop's disk, not a server's. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/mman.h>
#include <time.h>

static void wait_10_ms(void) {
  struct timespec left = {0, 10 * 1000 * 1000};
  while (nanosleep(&left, &left) != 0) {
  }
}

int fsync(int file) {
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_10_ms();
  return next(file);
}

int fdatasync(int file) {
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_10_ms();
  return next(file);
}

int msync(void *start, size_t length, int flags) {
  int (*next)(void *, size_t, int) = (int (*)(void *, size_t, int))dlsym(RTLD_NEXT, "msync");
  if (flags & MS_SYNC) wait_10_ms();
  return next(start, length, flags);
}

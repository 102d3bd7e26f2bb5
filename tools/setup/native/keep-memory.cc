// Compiled into TensorFlow's addon; runs when that is loaded.
//
// The C library gives every large block (32 MiB and more at the latest) back to the system when it is
// freed, and takes a new one, which the system must clear page by page, for the next tensor. A network
// makes and drops hundreds of them in a step; the clearing took a quarter of its time. Here blocks of
// any size stay with the process and are used again; what is unused at the end of its memory goes
// back to the system only from 1 GiB on.
//
// glibc only: the other C libraries (macOS, musl) have no such settings and need none.
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>

__attribute__((constructor)) static void keep_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 16 << 20);
}
#endif

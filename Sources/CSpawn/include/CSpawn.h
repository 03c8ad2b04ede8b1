#ifndef CSPAWN_H
#define CSPAWN_H

#include <sys/types.h>

/// Runs a program as a child with these three descriptors as its standard streams and no other one of this process, in a process
/// group of its own and with no signal blocked. Signals that this process ignores stay ignored in it.
///
/// The descriptors should be 3 or above. Needs glibc 2.34.
///
/// @return 0, or the error number; `child` is set on success alone.
int spawn_with_streams(
    pid_t *child, const char *program, char *const arguments[], char *const environment[], int input, int output, int errors);

#endif

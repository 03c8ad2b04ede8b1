// posix_spawn_file_actions_addclosefrom_np is among what Swift's own view of the C library leaves out.
#define _GNU_SOURCE
#include "CSpawn.h"

#include <signal.h>
#include <spawn.h>

static int spawn_with(
    pid_t *child, const char *program, char *const arguments[], char *const environment[], int input, int output, int errors,
    posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes) {
    sigset_t none;
    int code;
    sigemptyset(&none);
    if ((code = posix_spawn_file_actions_adddup2(actions, input, 0)) != 0) return code;
    if ((code = posix_spawn_file_actions_adddup2(actions, output, 1)) != 0) return code;
    if ((code = posix_spawn_file_actions_adddup2(actions, errors, 2)) != 0) return code;
    if ((code = posix_spawn_file_actions_addclosefrom_np(actions, 3)) != 0) return code;
    if ((code = posix_spawnattr_setpgroup(attributes, 0)) != 0) return code;
    if ((code = posix_spawnattr_setsigmask(attributes, &none)) != 0) return code;
    if ((code = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK)) != 0) return code;
    return posix_spawn(child, program, actions, attributes, arguments, environment);
}

int spawn_with_streams(
    pid_t *child, const char *program, char *const arguments[], char *const environment[], int input, int output, int errors) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code == 0) {
        code = spawn_with(child, program, arguments, environment, input, output, errors, &actions, &attributes);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

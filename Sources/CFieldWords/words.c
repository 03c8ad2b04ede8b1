#include <stdlib.h>
#include <string.h>

#include "CFieldWords.h"

bool words_found;

#if defined(__x86_64__)
__attribute__((constructor)) static void look(void) {
    const char *wish = getenv("ASSAY_PORTABLE");
    if (wish && strcmp(wish, "swift") == 0) return;
    __builtin_cpu_init();
    words_found = __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("adx");
}
#endif

#include <stdlib.h>
#include <string.h>

#include "CFieldWords.h"

bool words_found;

#if defined(__x86_64__)
// Not in a build without optimization, which SwiftPM marks by DEBUG: operands need registers of their own there, more than there are, and the
// compiler gives two of them the same one without a word.
#if !defined(DEBUG)
__attribute__((constructor)) static void look(void) {
    const char *wish = getenv("ASSAY_PORTABLE");
    if (wish && strcmp(wish, "swift") == 0) return;
    __builtin_cpu_init();
    words_found = __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("adx");
}
#endif

const uint64_t words_r[6] = {0x43e1f593f0000001, 0x2833e84879b97091, 0xb85045b68181585d, 0x30644e72e131a029, 0xc2e1f593efffffff, 0};
const uint64_t words_q[6] = {0x3c208c16d87cfd47, 0x97816a916871ca8d, 0xb85045b68181585d, 0x30644e72e131a029, 0x87d20782e4866389, 0};
const uint64_t words_multiples_r[16] = {
    0, 0, 0, 0,
    0x43e1f593f0000001, 0x2833e84879b97091, 0xb85045b68181585d, 0x30644e72e131a029,
    0x87c3eb27e0000002, 0x5067d090f372e122, 0x70a08b6d0302b0ba, 0x60c89ce5c2634053,
    0xcba5e0bbd0000003, 0x789bb8d96d2c51b3, 0x28f0d12384840917, 0x912ceb58a394e07d};
#endif

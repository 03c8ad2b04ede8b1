// Constants of the two fields in 52-bit limbs, least significant first: p, 2p, 4p, −p^−1 mod 2^52, 2^264 mod p, 2^256 mod p,
// 2^260 mod p, floor(2^266/p) and p − 2, with p = q (base field) and p = r (scalar field).
#if defined(__x86_64__)
#include "lanes.h"

const field lanes_fq = {
    {0x8c16d87cfd47ull, 0x916871ca8d3c2ull, 0x181585d97816aull, 0xa029b85045b68ull, 0x30644e72e131ull},
    {0x1182db0f9fa8eull, 0x22d0e3951a784ull, 0x302b0bb2f02d5ull, 0x405370a08b6d0ull, 0x60c89ce5c263ull},
    {0x2305b61f3f51cull, 0x45a1c72a34f08ull, 0x60561765e05aaull, 0x80a6e14116da0ull, 0xc19139cb84c6ull},
    0x20782e4866389ull,
    {0xb0f2afaec667aull, 0xed9626b0fffbdull, 0x9e2a0fcad825aull, 0xe357276f48b70ull, 0xd791464ef86ull},
    {0xd438dc58f0d9dull, 0x28f5c70b3dd35ull, 0x879462c0a78ebull, 0xdf2f666ea36f7ull, 0xe0a77c19a07ull},
    {0x20880f6fce4b4ull, 0x49baa989a8455ull, 0x18f014a498908ull, 0x724f85a9201d8ull, 0x1f16424e1bb7ull},
    5417,
    "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd45",
};

const field lanes_fr = {
    {0x1f593f0000001ull, 0x4879b9709143eull, 0x181585d2833e8ull, 0xa029b85045b68ull, 0x30644e72e131ull},
    {0x3eb27e0000002ull, 0x90f372e12287cull, 0x302b0ba5067d0ull, 0x405370a08b6d0ull, 0x60c89ce5c263ull},
    {0x7d64fc0000004ull, 0x21e6e5c2450f8ull, 0x6056174a0cfa1ull, 0x80a6e14116da0ull, 0xc19139cb84c6ull},
    0x1f593efffffffull,
    {0x31f8c9ffffab6ull, 0xac31329faef6eull, 0x9e2a3495d7570ull, 0xe357276f48b70ull, 0xd791464ef86ull},
    {0x6341c4ffffffbull, 0x959f60cd29ac9ull, 0x879462e36fc76ull, 0xdf2f666ea36f7ull, 0xe0a77c19a07ull},
    {0xb6b753fffffacull, 0x380f271055b9dull, 0x18f016ecef7c8ull, 0x724f85a9201d8ull, 0x1f16424e1bb7ull},
    5417,
    "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593efffffff",
};
#endif

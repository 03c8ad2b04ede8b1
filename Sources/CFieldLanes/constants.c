// Constants of the two fields in 52-bit limbs, least significant first: p, 2p, 4p, 2^260 − p,
// −p^−1 mod 2^52, 2^264 mod p, 2^256 mod p,
// 2^260 mod p, floor(2^266/p), floor(2^305/p) + 1, 2^780 mod p, p and −p^−1 mod 2^64 in 64-bit words, with p = q (base field) and p = r (scalar field).
#if defined(__x86_64__)
#include "lanes.h"

const field lanes_fq = {
    {0x8c16d87cfd47ull, 0x916871ca8d3c2ull, 0x181585d97816aull, 0xa029b85045b68ull, 0x30644e72e131ull},
    {0x1182db0f9fa8eull, 0x22d0e3951a784ull, 0x302b0bb2f02d5ull, 0x405370a08b6d0ull, 0x60c89ce5c263ull},
    {0x2305b61f3f51cull, 0x45a1c72a34f08ull, 0x60561765e05aaull, 0x80a6e14116da0ull, 0xc19139cb84c6ull},
    {0xf73e9278302b9ull, 0x6e978e3572c3dull, 0xe7ea7a2687e95ull, 0x5fd647afba497ull, 0xfcf9bb18d1eceull},
    0x20782e4866389ull,
    {0xb0f2afaec667aull, 0xed9626b0fffbdull, 0x9e2a0fcad825aull, 0xe357276f48b70ull, 0xd791464ef86ull},
    {0xd438dc58f0d9dull, 0x28f5c70b3dd35ull, 0x879462c0a78ebull, 0xdf2f666ea36f7ull, 0xe0a77c19a07ull},
    {0x20880f6fce4b4ull, 0x49baa989a8455ull, 0x18f014a498908ull, 0x724f85a9201d8ull, 0x1f16424e1bb7ull},
    5417,
    0xa948e8c4c4741ull,
    {0x324783fe3a1a8ull, 0x976ad256c513eull, 0x603f972c59c28ull, 0x87f5c53872393ull, 0x10f16ded8d19ull},
    {0x3c208c16d87cfd47ull, 0x97816a916871ca8dull, 0xb85045b68181585dull, 0x30644e72e131a029ull},
    0x87d20782e4866389ull,
};

const field lanes_fr = {
    {0x1f593f0000001ull, 0x4879b9709143eull, 0x181585d2833e8ull, 0xa029b85045b68ull, 0x30644e72e131ull},
    {0x3eb27e0000002ull, 0x90f372e12287cull, 0x302b0ba5067d0ull, 0x405370a08b6d0ull, 0x60c89ce5c263ull},
    {0x7d64fc0000004ull, 0x21e6e5c2450f8ull, 0x6056174a0cfa1ull, 0x80a6e14116da0ull, 0xc19139cb84c6ull},
    {0xe0a6c0fffffffull, 0xb786468f6ebc1ull, 0xe7ea7a2d7cc17ull, 0x5fd647afba497ull, 0xfcf9bb18d1eceull},
    0x1f593efffffffull,
    {0x31f8c9ffffab6ull, 0xac31329faef6eull, 0x9e2a3495d7570ull, 0xe357276f48b70ull, 0xd791464ef86ull},
    {0x6341c4ffffffbull, 0x959f60cd29ac9ull, 0x879462e36fc76ull, 0xdf2f666ea36f7ull, 0xe0a77c19a07ull},
    {0xb6b753fffffacull, 0x380f271055b9dull, 0x18f016ecef7c8ull, 0x724f85a9201d8ull, 0x1f16424e1bb7ull},
    5417,
    0xa948e8c4c4741ull,
    {0x8c45c8003fbb7ull, 0x3e1fc8276d6a4ull, 0x9bb2b73435d83ull, 0x75ccfc6b8f090ull, 0x27c08db5c8b0ull},
    {0x43e1f593f0000001ull, 0x2833e84879b97091ull, 0xb85045b68181585dull, 0x30644e72e131a029ull},
    0xc2e1f593efffffffull,
};
#endif

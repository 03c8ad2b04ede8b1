// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @dev What a submission reads and writes of the feed's own state, in one slot. From the lowest bit:
/// answer 112 (signed), round 64, observedAt 40, sequence 32, threshold 6, paused 1, holds 1.
/// An answer has at most 107 bits: |value| < 2^127 at 48 fractional bits, times 10^8.
type Head is uint256;

/// @dev One accepted round, in one slot. From the lowest bit:
/// answer 112 (signed), observedAt 40, acceptedAt 40, sequence 32, wide 1. Never zero, as acceptedAt is not.
type RoundWord is uint256;

/// @dev The round that the breaker holds, in one slot. From the lowest bit: answer 112 (signed), round 64, observedAt 40, wide 1.
type HeldWord is uint256;

using PackedState for Head global;
using PackedState for RoundWord global;
using PackedState for HeldWord global;

/// @title Fields of the packed words
/// @dev The caller answers for the ranges: an answer fits 112 bits and a time 40 (see ProvenFeed).
library PackedState {
    uint256 private constant ANSWER_MASK = (1 << 112) - 1;
    uint256 private constant TIME_MASK = (1 << 40) - 1;
    uint256 private constant SEQUENCE_MASK = (1 << 32) - 1;
    uint256 private constant THRESHOLD_MASK = 63;
    uint256 private constant PAUSED = 1 << 254;
    uint256 private constant HOLDS = 1 << 255;
    /// @dev Threshold and pause, which a submission keeps as they are.
    uint256 private constant KEPT = (THRESHOLD_MASK << 248) | PAUSED;

    // Head

    function answer(Head head) internal pure returns (int256) {
        return _answer(Head.unwrap(head));
    }

    function round(Head head) internal pure returns (uint64) {
        return uint64(Head.unwrap(head) >> 112);
    }

    function observedAt(Head head) internal pure returns (uint64) {
        return uint64((Head.unwrap(head) >> 176) & TIME_MASK);
    }

    /// @dev How many rounds were accepted, modulo 2^32.
    function sequence(Head head) internal pure returns (uint256) {
        return (Head.unwrap(head) >> 216) & SEQUENCE_MASK;
    }

    function threshold(Head head) internal pure returns (uint256) {
        return (Head.unwrap(head) >> 248) & THRESHOLD_MASK;
    }

    function isPaused(Head head) internal pure returns (bool) {
        return Head.unwrap(head) & PAUSED != 0;
    }

    function holds(Head head) internal pure returns (bool) {
        return Head.unwrap(head) & HOLDS != 0;
    }

    /// @dev The sequence number of the round after the latest.
    function nextSequence(Head head) internal pure returns (uint256) {
        unchecked {
            return (head.sequence() + 1) & SEQUENCE_MASK;
        }
    }

    /// @dev The head behind a newly accepted round; nothing is held.
    function advanced(Head head, int256 answer_, uint64 round_, uint64 observedAt_) internal pure returns (Head) {
        return Head.wrap(
            (Head.unwrap(head) & KEPT) | (uint256(answer_) & ANSWER_MASK) | (uint256(round_) << 112)
                | (uint256(observedAt_) << 176) | (head.nextSequence() << 216)
        );
    }

    function holding(Head head) internal pure returns (Head) {
        return Head.wrap(Head.unwrap(head) | HOLDS);
    }

    function withThreshold(Head head, uint256 threshold_) internal pure returns (Head) {
        return Head.wrap((Head.unwrap(head) & ~(THRESHOLD_MASK << 248)) | (threshold_ << 248));
    }

    function withPaused(Head head, bool paused) internal pure returns (Head) {
        return Head.wrap(paused ? Head.unwrap(head) | PAUSED : Head.unwrap(head) & ~PAUSED);
    }

    // Rounds

    function packRound(int256 answer_, uint64 observedAt_, uint256 acceptedAt_, uint256 sequence_, bool wide)
        internal
        pure
        returns (RoundWord)
    {
        return RoundWord.wrap(
            (uint256(answer_) & ANSWER_MASK) | (uint256(observedAt_) << 112) | ((acceptedAt_ & TIME_MASK) << 152)
                | (sequence_ << 192) | (wide ? 1 << 224 : 0)
        );
    }

    function exists(RoundWord word) internal pure returns (bool) {
        return RoundWord.unwrap(word) != 0;
    }

    function answer(RoundWord word) internal pure returns (int256) {
        return _answer(RoundWord.unwrap(word));
    }

    function observedAt(RoundWord word) internal pure returns (uint64) {
        return uint64((RoundWord.unwrap(word) >> 112) & TIME_MASK);
    }

    function acceptedAt(RoundWord word) internal pure returns (uint64) {
        return uint64((RoundWord.unwrap(word) >> 152) & TIME_MASK);
    }

    function sequence(RoundWord word) internal pure returns (uint256) {
        return (RoundWord.unwrap(word) >> 192) & SEQUENCE_MASK;
    }

    function isWide(RoundWord word) internal pure returns (bool) {
        return (RoundWord.unwrap(word) >> 224) & 1 != 0;
    }

    /// @dev How many rounds were accepted after this one.
    function roundsSince(RoundWord word, Head head) internal pure returns (uint256) {
        unchecked {
            return (head.sequence() - word.sequence()) & SEQUENCE_MASK;
        }
    }

    // Held

    function packHeld(int256 answer_, uint64 round_, uint64 observedAt_, bool wide) internal pure returns (HeldWord) {
        return HeldWord.wrap(
            (uint256(answer_) & ANSWER_MASK) | (uint256(round_) << 112) | (uint256(observedAt_) << 176)
                | (wide ? 1 << 216 : 0)
        );
    }

    function answer(HeldWord word) internal pure returns (int256) {
        return _answer(HeldWord.unwrap(word));
    }

    function round(HeldWord word) internal pure returns (uint64) {
        return uint64(HeldWord.unwrap(word) >> 112);
    }

    function observedAt(HeldWord word) internal pure returns (uint64) {
        return uint64((HeldWord.unwrap(word) >> 176) & TIME_MASK);
    }

    function isWide(HeldWord word) internal pure returns (bool) {
        return (HeldWord.unwrap(word) >> 216) & 1 != 0;
    }

    /// @dev The lowest 112 bits, sign extended.
    function _answer(uint256 word) private pure returns (int256) {
        return int256(word << 144) >> 144;
    }
}

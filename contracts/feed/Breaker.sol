// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IProvenFeed} from "../interfaces/IProvenFeed.sol";
import {Head, HeldWord} from "./PackedState.sol";

/// @title The deviation circuit breaker: a large move counts when a second proven round agrees
/// @dev What is published is the lesser of the moves that two consecutive proven rounds agree on, so one bad moment moves
/// nothing, while a market that did move is followed one round later, in any direction and without anybody's consent.
/// A breaker that only refused would keep a crashed asset at its old price, which is what drains lending markets.
abstract contract Breaker {
    /// @dev What to do with a report that passed everything else.
    enum Verdict {
        Publish,
        Hold,
        PublishHeldAndHold
    }

    uint256 private constant BASIS_POINTS = 10_000;

    uint256 internal immutable _breakerLimit;
    uint256 internal immutable _breakerWindow;
    uint256 internal immutable _breakerSpacing;

    constructor(uint256 limit, uint256 window, uint256 spacing) {
        if (limit >= BASIS_POINTS || (limit != 0 && (window == 0 || spacing == 0 || spacing > window))) {
            revert IProvenFeed.BadBreaker(limit, window, spacing);
        }
        _breakerLimit = limit;
        _breakerWindow = window;
        _breakerSpacing = spacing;
    }

    /// @dev Only a report newer than the latest, and than the one that is held, comes here.
    /// @param head The latest round; `held` is read only where it holds one.
    function _judge(Head head, HeldWord held, int256 answer, uint64 observedAt) internal view returns (Verdict) {
        unchecked {
            // A first round has nothing to be compared with. The observation is newer, so the difference is positive.
            if (_breakerLimit == 0 || head.round() == 0) return Verdict.Publish;
            if (observedAt - head.observedAt() > _breakerWindow) return Verdict.Publish;
            int256 latest = head.answer();
            if (!_isBeyondLimit(answer, latest)) return Verdict.Publish;
            if (!head.holds()) return Verdict.Hold;

            // Both numbers have 40 and 32 bits.
            uint256 earliest = held.observedAt() + _breakerSpacing;
            if (observedAt < earliest) revert IProvenFeed.TooCloseToHeld(observedAt, earliest);
            int256 before = held.answer();
            bool sameWay = (answer > latest) == (before > latest);
            if (!sameWay) return Verdict.Hold;
            // Close to the one that is held, or between it and the latest: this is the move both agree on.
            if (!_isBeyondLimit(answer, before) || (answer > latest) == (answer < before)) return Verdict.Publish;
            // Further the same way: both agree on the one that is held.
            return Verdict.PublishHeldAndHold;
        }
    }

    /// @dev Answers have at most 107 bits, so nothing overflows.
    function _isBeyondLimit(int256 answer, int256 from) private view returns (bool) {
        unchecked {
            return _magnitude(answer - from) * BASIS_POINTS > _breakerLimit * _magnitude(from);
        }
    }

    function _magnitude(int256 number) private pure returns (uint256) {
        unchecked {
            return number < 0 ? uint256(-number) : uint256(number);
        }
    }
}

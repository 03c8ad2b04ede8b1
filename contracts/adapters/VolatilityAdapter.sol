// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IReadableFeed} from "../interfaces/IReadableFeed.sol";
import {IVolatilityReader} from "../interfaces/IVolatilityReader.sol";

/// @title A feed's proven realised volatility for consumers of Derive's interface
/// @notice Realised volatility has neither smile nor term structure: every strike and every expiry ahead gets the same
/// number. The confidence is the part of the feed's markets that counted in the latest round, which the proof shows too.
contract VolatilityAdapter is IVolatilityReader {
    uint256 private constant ONE = 1e18;
    uint256 private constant FRACTION_BITS = 48;

    /// @notice The feed that is read.
    IReadableFeed public immutable feed;
    /// @notice Which of the feed's values is the volatility, with 48 fractional bits.
    uint256 public immutable volatilityIndex;
    /// @notice Which of the feed's values says by its bits which markets counted.
    uint256 public immutable marketsIndex;
    /// @notice How many markets the feed has.
    uint256 public immutable marketCount;
    /// @notice How old the latest observation may be, in seconds.
    uint256 public immutable maxAge;

    error BadValueIndex(uint256 given, uint256 valueCount);
    error BadMarketCount(uint256 given, uint256 least, uint256 greatest);

    /// @param feed_ The feed to read.
    /// @param volatilityIndex_ Which of its values is the volatility.
    /// @param marketsIndex_ Which of its values says which markets counted.
    /// @param marketCount_ How many markets it has, 1 to 126.
    /// @param maxAge_ How old the latest observation may be, in seconds.
    constructor(
        IReadableFeed feed_,
        uint256 volatilityIndex_,
        uint256 marketsIndex_,
        uint256 marketCount_,
        uint256 maxAge_
    ) {
        uint256 count = feed_.valueCount();
        if (volatilityIndex_ >= count) revert BadValueIndex(volatilityIndex_, count);
        if (marketsIndex_ >= count) revert BadValueIndex(marketsIndex_, count);
        if (marketCount_ == 0 || marketCount_ > 126) revert BadMarketCount(marketCount_, 1, 126);
        feed = feed_;
        volatilityIndex = volatilityIndex_;
        marketsIndex = marketsIndex_;
        marketCount = marketCount_;
        maxAge = maxAge_;
    }

    /// @inheritdoc IVolatilityReader
    function getVol(uint128, uint64 expiry) external view returns (uint256 vol, uint256 confidence) {
        int256 value;
        (value, confidence) = _read(expiry);
        // To the nearest; a value has at most 127 bits, its product with 1e18 at most 187.
        vol = (uint256(value) * ONE + (1 << (FRACTION_BITS - 1))) >> FRACTION_BITS;
    }

    /// @inheritdoc IVolatilityReader
    function getExpiryMinConfidence(uint64 expiry) external view returns (uint256 confidence) {
        (, confidence) = _read(expiry);
    }

    function _read(uint64 expiry) private view returns (int256 volatility, uint256 confidence) {
        if (expiry <= block.timestamp) revert ExpiryPassed(expiry, block.timestamp);
        (, uint64 observedAt,, int256[] memory values) = feed.latestValues();
        if (observedAt + maxAge < block.timestamp) revert StaleVolatility(observedAt, block.timestamp, maxAge);
        volatility = values[volatilityIndex];
        if (volatility < 0) revert NegativeVolatility(volatility);
        uint256 markets = uint256(values[marketsIndex]) & ((1 << marketCount) - 1);
        uint256 counted = 0;
        for (; markets != 0; markets &= markets - 1) {
            ++counted;
        }
        confidence = counted * ONE / marketCount;
    }
}

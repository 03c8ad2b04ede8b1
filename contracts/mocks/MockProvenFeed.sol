// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";
import {IReadableFeed} from "../interfaces/IReadableFeed.sol";

/// @title A feed for consumers' tests: it says what it is told, and refuses what a real feed would
/// @notice Anyone may set anything. Not for use on a chain.
contract MockProvenFeed is IReadableFeed {
    uint8 public constant decimals = 8;
    uint256 public constant version = 2;
    uint256 public constant valueHistory = type(uint256).max;

    bytes32 public immutable feedId;
    uint256 public immutable valueCount;
    uint256 public immutable answerIndex;
    string public description;
    bool public paused;

    struct Round {
        uint64 observedAt;
        uint64 acceptedAt;
        int256[] values;
    }

    uint64 private _latest;
    mapping(uint256 round => Round) private _rounds;

    error RoundNotNewer(uint64 given, uint64 latest);
    error WrongValueCount(uint256 given, uint256 expected);

    constructor(bytes32 feedId_, uint256 valueCount_, uint256 answerIndex_, string memory description_) {
        feedId = feedId_;
        valueCount = valueCount_;
        answerIndex = answerIndex_;
        description = description_;
    }

    /// @notice Makes a round the latest.
    /// @param values With 48 fractional bits where the answer is: an answer of p with 8 decimals is p * 2 ** 48 / 1e8.
    function set(uint64 round, uint64 observedAt, int256[] calldata values) external {
        if (round <= _latest) revert RoundNotNewer(round, _latest);
        if (values.length != valueCount) revert WrongValueCount(values.length, valueCount);
        _latest = round;
        _rounds[round] = Round(observedAt, uint64(block.timestamp), values);
    }

    /// @notice Pauses or unpauses.
    function setPaused(bool paused_) external {
        paused = paused_;
    }

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(uint80 roundId) public view returns (uint80, int256, uint256, uint256, uint80) {
        Round storage data = _round(roundId);
        int256 answer = (data.values[answerIndex] * 1e8 + (1 << 47)) >> 48;
        return (roundId, answer, data.observedAt, data.observedAt, roundId);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return getRoundData(_latest);
    }

    /// @inheritdoc IReadableFeed
    function latestValues() external view returns (uint64, uint64, uint64, int256[] memory) {
        Round storage data = _round(_latest);
        return (_latest, data.observedAt, data.acceptedAt, data.values);
    }

    /// @inheritdoc IReadableFeed
    function valuesOf(uint64 round) external view returns (uint64, uint64, int256[] memory) {
        Round storage data = _round(round);
        return (data.observedAt, data.acceptedAt, data.values);
    }

    function _round(uint80 roundId) private view returns (Round storage data) {
        data = _rounds[roundId];
        if (data.acceptedAt == 0) revert NoData(roundId);
    }
}

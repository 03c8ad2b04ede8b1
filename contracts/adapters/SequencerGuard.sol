// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";

/// @title A feed on a rollup that cannot be read while its sequencer is down, nor for a while after
/// @notice While the sequencer is down only those who write to the rollup's inbox on the base chain can act, and prices
/// stand still; right after, everybody else needs time to act on prices that jumped. The uptime feed is Chainlink's: its answer
/// is 0 while the sequencer is up and 1 while it is down, its startedAt the time of the last change, 0 before the first.
contract SequencerGuard is AggregatorV3Interface {
    /// @notice The feed that is read.
    AggregatorV3Interface public immutable feed;
    /// @notice The sequencer's uptime feed.
    AggregatorV3Interface public immutable uptimeFeed;
    /// @notice How long the sequencer must have been up, in seconds.
    uint256 public immutable gracePeriod;

    /// @dev Down since `since`, or its state is unknown, where that is zero.
    error SequencerDown(int256 answer, uint256 since);
    error GracePeriodNotOver(uint256 now_, uint256 upSince, uint256 gracePeriod);

    /// @param feed_ The feed to read.
    /// @param uptimeFeed_ The rollup's sequencer uptime feed.
    /// @param gracePeriod_ How long the sequencer must have been up, in seconds; an hour is usual.
    constructor(AggregatorV3Interface feed_, AggregatorV3Interface uptimeFeed_, uint256 gracePeriod_) {
        feed = feed_;
        uptimeFeed = uptimeFeed_;
        gracePeriod = gracePeriod_;
    }

    modifier whileUp() {
        (, int256 answer, uint256 startedAt,,) = uptimeFeed.latestRoundData();
        if (answer != 0 || startedAt == 0) revert SequencerDown(answer, startedAt);
        if (block.timestamp < startedAt + gracePeriod) {
            revert GracePeriodNotOver(block.timestamp, startedAt, gracePeriod);
        }
        _;
    }

    /// @inheritdoc AggregatorV3Interface
    function decimals() external view returns (uint8) {
        return feed.decimals();
    }

    /// @inheritdoc AggregatorV3Interface
    function description() external view returns (string memory) {
        return feed.description();
    }

    /// @inheritdoc AggregatorV3Interface
    function version() external view returns (uint256) {
        return feed.version();
    }

    /// @inheritdoc AggregatorV3Interface
    /// @dev Guarded as well, or it would be a way around the guard.
    function getRoundData(uint80 roundId) external view whileUp returns (uint80, int256, uint256, uint256, uint80) {
        return feed.getRoundData(roundId);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData() external view whileUp returns (uint80, int256, uint256, uint256, uint80) {
        return feed.latestRoundData();
    }
}

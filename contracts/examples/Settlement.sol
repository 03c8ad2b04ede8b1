// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";

/// @title How a contract reads a feed: refuse what is stale or not positive, then use the answer
contract Settlement {
    AggregatorV3Interface public immutable feed;

    error UnusablePrice(int256 answer, uint256 updatedAt);

    constructor(AggregatorV3Interface feed_) {
        feed = feed_;
    }

    /// @return The price with the feed's decimals, never older than an hour.
    function price() external view returns (uint256) {
        (, int256 answer,, uint256 updatedAt,) = feed.latestRoundData();
        if (answer <= 0 || updatedAt + 1 hours < block.timestamp) revert UnusablePrice(answer, updatedAt);
        return uint256(answer);
    }
}

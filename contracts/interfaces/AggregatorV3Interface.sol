// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title The reading side of a price feed, with the names and types that Chainlink's consumers compile against
interface AggregatorV3Interface {
    /// @return The number of decimal places of every `answer`.
    function decimals() external view returns (uint8);

    /// @return What the answer is a price of.
    function description() external view returns (string memory);

    /// @return The version of the feed's contract.
    function version() external view returns (uint256);

    /// @param roundId The round to read.
    /// @return roundId_ The same round.
    /// @return answer The value, scaled by 10 ** decimals.
    /// @return startedAt When the round's data was observed, in seconds since 1970.
    /// @return updatedAt The time to judge staleness by, in seconds since 1970.
    /// @return answeredInRound The round whose data the answer is.
    function getRoundData(uint80 roundId)
        external
        view
        returns (uint80 roundId_, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);

    /// @return roundId The latest round.
    /// @return answer The value, scaled by 10 ** decimals.
    /// @return startedAt When the round's data was observed, in seconds since 1970.
    /// @return updatedAt The time to judge staleness by, in seconds since 1970.
    /// @return answeredInRound The round whose data the answer is.
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}

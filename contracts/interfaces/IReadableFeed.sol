// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {AggregatorV3Interface} from "./AggregatorV3Interface.sol";

/// @title What consumers and adapters read of a feed, beside the answer
/// @notice `answer` has 8 decimals. The values below are as they were proven: integers with a binary scale that the model
/// states, 48 fractional bits for prices, volatilities and the value behind the answer. To 18 decimals:
/// `value * 1e18 / 2**48`; to 8: `(value * 1e8 + 2**47) >> 48`, which is what the answer is.
interface IReadableFeed is AggregatorV3Interface {
    /// @dev There is no such round.
    error NoData(uint80 roundId);
    /// @dev The round's answer is kept, its values are not any more: `roundsSince` rounds came after it.
    error ValuesNotKept(uint64 round, uint256 roundsSince, uint256 kept);

    /// @notice The feed's identifier: the digest of its feed file.
    function feedId() external view returns (bytes32);

    /// @notice How many values a report has.
    function valueCount() external view returns (uint256);

    /// @notice Which of the values the answer is.
    function answerIndex() external view returns (uint256);

    /// @notice Of how many rounds, the latest among them, the values can be read.
    function valueHistory() external view returns (uint256);

    /// @notice True while no report is taken. Reads go on and give the last answer, which ages: judge it by `updatedAt`.
    function paused() external view returns (bool);

    /// @notice The latest round's values.
    /// @return round Its round.
    /// @return observedAt When its data was observed, in seconds since 1970.
    /// @return acceptedAt When the contract took it.
    /// @return values In the model's order, behind the observation time.
    function latestValues()
        external
        view
        returns (uint64 round, uint64 observedAt, uint64 acceptedAt, int256[] memory values);

    /// @notice The values of one of the last `valueHistory` rounds.
    /// @param round The round.
    /// @return observedAt When its data was observed, in seconds since 1970.
    /// @return acceptedAt When the contract took it.
    /// @return values In the model's order, behind the observation time.
    function valuesOf(uint64 round)
        external
        view
        returns (uint64 observedAt, uint64 acceptedAt, int256[] memory values);
}

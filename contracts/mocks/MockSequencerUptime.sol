// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {AggregatorV3Interface} from "../interfaces/AggregatorV3Interface.sol";

/// @title A sequencer uptime feed for consumers' tests: up or down, since when it is told
/// @notice Anyone may set anything. Not for use on a chain.
contract MockSequencerUptime is AggregatorV3Interface {
    uint8 public constant decimals = 0;
    uint256 public constant version = 1;
    string public constant description = "L2 Sequencer Uptime Status Feed";

    int256 private _answer;
    uint256 private _since;

    /// @param isDown Whether the sequencer is down.
    /// @param since The time of the last change; 0 where there was none yet.
    function set(bool isDown, uint256 since) external {
        _answer = isDown ? int256(1) : int256(0);
        _since = since;
    }

    /// @inheritdoc AggregatorV3Interface
    function getRoundData(uint80 roundId) external view returns (uint80, int256, uint256, uint256, uint80) {
        return (roundId, _answer, _since, block.timestamp, roundId);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (1, _answer, _since, block.timestamp, 1);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IProvenFeed} from "./interfaces/IProvenFeed.sol";

/// @title Submissions to several feeds in one transaction
/// @notice A submission that fails does not undo the others: it costs at most its own gas limit. The limit is needed because a
/// proof that a precompile refuses burns all the gas it is given. This contract has no rights and holds nothing.
contract FeedMulticall {
    /// @dev More than any error of a feed has.
    uint256 private constant MAX_RETURN = 512;

    /// @param feed The feed to submit to.
    /// @param gasLimit What the submission may cost.
    /// @param data The calldata of `submit`.
    struct Call {
        address feed;
        uint256 gasLimit;
        bytes data;
    }

    /// @param success False where it reverted.
    /// @param returnData What it returned, or its error; at most 512 bytes.
    struct Result {
        bool success;
        bytes returnData;
    }

    /// @notice One of the submissions failed, with this error.
    event SubmissionFailed(uint256 indexed index, address indexed feed, bytes returnData);

    /// @dev Nothing but submissions is passed on, so that rights which somebody gave this contract by mistake are of no use.
    error NotASubmission(uint256 index, bytes4 selector);
    error NoFeed(uint256 index, address feed);
    /// @dev What is left does not cover the submission's limit: the sender must allow the transaction more gas.
    error NotEnoughGas(uint256 index, uint256 left, uint256 needed);

    /// @notice Carries out all submissions, in the order given.
    /// @return results One for each.
    function submitMany(Call[] calldata calls) external returns (Result[] memory results) {
        results = new Result[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            Call calldata call = calls[i];
            bytes4 selector = call.data.length < 4 ? bytes4(0) : bytes4(call.data[:4]);
            if (selector != IProvenFeed.submit.selector) revert NotASubmission(i, selector);
            if (call.feed.code.length == 0) revert NoFeed(i, call.feed);
            // A call is given at most 63/64 of what is left, without a word where that is less than was asked for.
            uint256 needed = call.gasLimit + call.gasLimit / 63 + 5_000;
            if (gasleft() < needed) revert NotEnoughGas(i, gasleft(), needed);
            (results[i].success, results[i].returnData) = _call(call.feed, call.gasLimit, call.data);
            if (!results[i].success) emit SubmissionFailed(i, call.feed, results[i].returnData);
        }
    }

    /// @dev A call of which at most MAX_RETURN bytes come back: copying what a feed returns is not paid from its gas limit.
    function _call(address feed, uint256 gasLimit, bytes memory data)
        private
        returns (bool success, bytes memory returned)
    {
        returned = new bytes(MAX_RETURN);
        assembly ("memory-safe") {
            success := call(gasLimit, feed, 0, add(data, 0x20), mload(data), add(returned, 0x20), MAX_RETURN)
            if lt(returndatasize(), MAX_RETURN) { mstore(returned, returndatasize()) }
        }
    }
}

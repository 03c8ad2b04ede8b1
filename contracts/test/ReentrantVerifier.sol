// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title A verifier and owner that calls the feed back while it is being asked
/// @dev `verify` has the verifier's selector but is not view. It makes every call it was armed with and then says yes.
contract ReentrantVerifier {
    uint256 private constant CALL_GAS = 1_000_000;

    /// @notice The key it claims to be of.
    bytes32 public modelId;

    address private _feed;
    bytes[] private _calls;

    error CallFailed(bytes reason);

    /// @notice From now on it claims to be of this key.
    function become(bytes32 modelId_) external {
        modelId = modelId_;
    }

    /// @notice From now on `verify` makes these calls to `feed`.
    function arm(address feed, bytes[] calldata calls) external {
        _feed = feed;
        _calls = calls;
    }

    /// @notice Makes a call as this contract, to act as an owner.
    function act(address target, bytes calldata data) external {
        (bool success, bytes memory reason) = target.call(data);
        if (!success) revert CallFailed(reason);
    }

    /// @dev Called from within one of its own calls, which have less gas, it says yes at once: so that a submission within a
    /// submission gets as far as it can.
    /// @return True where every call it was armed with failed.
    function verify(bytes calldata, uint256[] calldata) external returns (bool) {
        if (gasleft() < CALL_GAS) return true;
        for (uint256 i = 0; i < _calls.length; ++i) {
            (bool success,) = _feed.call{gas: CALL_GAS}(_calls[i]);
            if (success) return false;
        }
        return true;
    }
}

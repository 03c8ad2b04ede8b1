// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IFeedGovernance} from "../interfaces/IFeedGovernance.sol";
import {IVerifier} from "../interfaces/IVerifier.sol";
import {FeedOwnership} from "./FeedOwnership.sol";

/// @title The verifying keys whose proofs count
abstract contract KeyRegistry is FeedOwnership {
    /// @inheritdoc IFeedGovernance
    uint256 public immutable keyDelay;

    /// @dev In one slot.
    struct Key {
        IVerifier verifier;
        uint32 feedPointOffset;
        uint40 executableAt;
        KeyStatus status;
    }

    mapping(bytes32 modelId => Key) internal _keys;

    /// @dev The first key counts at once: nobody has relied on another.
    constructor(bytes32 modelId, IVerifier verifier, uint32 feedPointOffset, uint256 keyDelay_) {
        keyDelay = _checkedDelay(keyDelay_);
        _checkVerifier(verifier, modelId);
        _keys[modelId] = Key(verifier, feedPointOffset, uint40(block.timestamp), KeyStatus.Active);
        emit KeyActivated(modelId, verifier, feedPointOffset);
    }

    /// @inheritdoc IFeedGovernance
    function keyOf(bytes32 modelId)
        external
        view
        returns (KeyStatus status, IVerifier verifier, uint256 feedPointOffset, uint256 executableAt)
    {
        Key memory key = _keys[modelId];
        return (key.status, key.verifier, key.feedPointOffset, key.executableAt);
    }

    /// @inheritdoc IFeedGovernance
    function proposeKey(bytes32 modelId, IVerifier verifier, uint32 feedPointOffset) external onlyOwner {
        _checkVerifier(verifier, modelId);
        KeyStatus status = _keys[modelId].status;
        // Otherwise the verifier behind a key that counts could be taken away from it.
        if (status == KeyStatus.Active) revert WrongKeyStatus(modelId, status, KeyStatus.Unknown);
        uint256 executableAt = block.timestamp + keyDelay;
        _keys[modelId] = Key(verifier, feedPointOffset, uint40(executableAt), KeyStatus.Proposed);
        emit KeyProposed(modelId, verifier, feedPointOffset, executableAt);
    }

    /// @inheritdoc IFeedGovernance
    function activateKey(bytes32 modelId) external onlyOwner {
        Key memory key = _keyOf(modelId, KeyStatus.Proposed);
        _checkTime(key.executableAt);
        _keys[modelId].status = KeyStatus.Active;
        emit KeyActivated(modelId, key.verifier, key.feedPointOffset);
    }

    /// @inheritdoc IFeedGovernance
    function cancelKey(bytes32 modelId) external onlyOwnerOrGuardian {
        _keyOf(modelId, KeyStatus.Proposed);
        delete _keys[modelId];
        emit KeyProposalCancelled(modelId, msg.sender);
    }

    /// @inheritdoc IFeedGovernance
    function retireKey(bytes32 modelId) external onlyOwner {
        Key memory key = _keyOf(modelId, KeyStatus.Active);
        _keys[modelId].status = KeyStatus.Retired;
        emit KeyRetired(modelId, key.verifier);
    }

    function _keyOf(bytes32 modelId, KeyStatus needed) private view returns (Key memory key) {
        key = _keys[modelId];
        if (key.status != needed) revert WrongKeyStatus(modelId, key.status, needed);
    }

    /// @dev A verifier says which key it is of, so that reports of one model cannot be accepted by another's verifier by mistake.
    function _checkVerifier(IVerifier verifier, bytes32 modelId) private view {
        if (address(verifier).code.length == 0) revert NoCode(address(verifier));
        bytes32 given = verifier.modelId();
        if (given != modelId) revert WrongVerifier(address(verifier), given, modelId);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IVerifier} from "../interfaces/IVerifier.sol";

/// @title A verifier for tests of the feed alone: it holds exactly what it was told to hold
contract MockVerifier is IVerifier {
    /// @inheritdoc IVerifier
    bytes32 public immutable modelId;

    mapping(bytes32 statement => bool) private _held;

    constructor(bytes32 modelId_) {
        modelId = modelId_;
    }

    /// @notice From now on this proof holds for these inputs.
    function hold(bytes calldata proof, uint256[] calldata publicInputs) external {
        _held[keccak256(abi.encode(proof, publicInputs))] = true;
    }

    /// @inheritdoc IVerifier
    function verify(bytes calldata proof, uint256[] calldata publicInputs) external view returns (bool) {
        return _held[keccak256(abi.encode(proof, publicInputs))];
    }
}

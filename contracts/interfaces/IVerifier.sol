// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A generated verifier: one circuit, one verifying key
interface IVerifier {
    /// @notice The digest of the verifying key, which reports name as their model id.
    function modelId() external view returns (bytes32);

    /// @notice Checks a proof of the circuit this verifier was generated for.
    /// @dev Returns false, or reverts, for anything that is not a proof of exactly these public inputs.
    /// @param proof The proof's bytes, as the prover wrote them.
    /// @param publicInputs Field elements in the circuit's order, each below the scalar field's modulus.
    /// @return True where the proof holds.
    function verify(bytes calldata proof, uint256[] calldata publicInputs) external view returns (bool);
}

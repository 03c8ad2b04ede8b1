// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IProvenFeed} from "../interfaces/IProvenFeed.sol";

/// @title What signers sign: EIP-712 typed data of a report, for one chain and one contract
abstract contract ReportHash {
    bytes32 private constant DOMAIN_TYPE_HASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant REPORT_TYPE_HASH = keccak256(
        "Report(bytes32 feedId,bytes32 modelId,uint64 round,uint64 observedAt,bytes32 feedCommitment,int256[] values)"
    );

    uint256 private immutable _cachedChainId;
    bytes32 private immutable _cachedDomainSeparator;

    constructor() {
        _cachedChainId = block.chainid;
        _cachedDomainSeparator = _domainSeparator();
    }

    function _reportDigest(IProvenFeed.Report calldata report) internal view returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encode(
                REPORT_TYPE_HASH,
                report.feedId,
                report.modelId,
                report.round,
                report.observedAt,
                report.feedCommitment,
                keccak256(abi.encodePacked(report.values))
            )
        );
        return keccak256(abi.encodePacked(hex"1901", _currentDomainSeparator(), structHash));
    }

    /// @dev After a fork of the chain the id differs from that at creation.
    function _currentDomainSeparator() internal view returns (bytes32) {
        return block.chainid == _cachedChainId ? _cachedDomainSeparator : _domainSeparator();
    }

    function _domainSeparator() private view returns (bytes32) {
        return keccak256(
            abi.encode(DOMAIN_TYPE_HASH, keccak256("Assay"), keccak256("1"), block.chainid, address(this))
        );
    }
}

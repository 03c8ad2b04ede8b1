extension ContractArtifact {
    /// What a custom error of the hand-written contracts means and what to do, in a sentence; nil for other names.
    /// The values that come with it are in ``explain(_:)``.
    public static func meaning(of errorName: String) -> String? { meanings[errorName] }

    private static let meanings: [String: String] = [
        // Submissions
        "FeedPaused": "the feed takes no reports until its owner unpauses it; reads go on",
        "FeedNotPaused": "the feed is not paused, so there is nothing to undo",
        "WrongFeed": "the report is for another feed: check the contract's address in the configuration",
        "KeyUnknown": "the feed knows no verifying key of this model: the owner proposes and activates it, or the node uses the key that is active",
        "KeyNotActiveYet": "the model's verifying key was proposed and does not count yet: the owner activates it after the delay",
        "KeyIsRetired": "the model's verifying key was retired: the node must prove with one that is active",
        "WrongValueCount": "the report has another number of values than the feed",
        "ValueOutOfRange": "a value is not strictly between -2^127 and 2^127",
        "RoundNotNewer": "the feed has this round or a newer one",
        "ObservationNotNewer": "the feed has an observation as new as this one",
        "TooOld": "the observation is older than the feed allows: prove a newer one, or look at what delays publishing",
        "FromTheFuture": "the observation is ahead of the chain's clock: check this machine's clock, or wait",
        "TooCloseToHeld": "the breaker holds a round, and this observation is too close to it to confirm it: publish a later one",
        "TooFewSignatures": "the report needs more signatures",
        "BadSignatureLength": "a signature has not 65 bytes",
        "MalleableSignature": "a signature is not in its canonical form",
        "InvalidSignature": "a signature is of nobody",
        "NotASigner": "a signature is by an account that is no signer, or of another report, chain or contract: compare the node's key with the feed's signers",
        "SignersNotAscending": "signatures must come by rising address of their signers, each signer once",
        "ProofTooShort": "the proof ends before the commitment to the market data",
        "WrongFeedCommitment": "the signed commitment is not of the data that the proof is about",
        "ProofRejected": "the verifier refused the proof for these values: the key, the values or the proof do not belong together",
        // Reads
        "NoData": "the feed has no such round",
        "ValuesNotKept": "the round's answer is kept, its values are not any more",
        // Owner and guardian
        "NotOwner": "only the owner may do this",
        "NotPendingOwner": "ownership was not offered to this account",
        "NotOwnerOrGuardian": "only the owner or the guardian may do this",
        "ZeroOwner": "a feed needs an owner",
        "BadDelay": "delays are between an hour and 30 days",
        "BadThreshold": "there must be 1 to 32 signers, of whom from 1 to all must sign",
        "BadSigner": "signers must be distinct, ascending and not zero",
        "NoSuchProposal": "exactly this was not proposed: name the open proposal, or propose again",
        "DelayNotOver": "the proposal's delay is not over",
        "ProposalExpired": "the proposal was not executed in time: propose again",
        "NoCode": "there is no contract at the verifier's address: deploy the verifier first",
        "WrongVerifier": "the verifier was generated for another key: name the one of this model",
        "WrongKeyStatus": "the key's status (0 unknown, 1 proposed, 2 active, 3 retired) does not allow this",
        // Creation
        "BadAnswerIndex": "the answer is none of the values",
        "BadValueHistory": "values are kept for 1 to 254 rounds",
        "BadBreaker": "a breaker has a limit below 10,000 basis points, and a spacing from 1 second to its window",
        "BadConfidence": "the confidence is 1 to 9,999 basis points of the price",
        "BadValueIndex": "the feed has no value of this index",
        "BadMarketCount": "a feed has 1 to 126 markets",
        // Adapters and batches
        "PriceFeedNotFound": "the adapter reads another feed: ask for its feedId",
        "StalePrice": "the latest price is further from now than was asked for",
        "PriceDoesNotFit": "the price does not fit 64 bits with 8 decimals",
        "ExpiryPassed": "the option has expired",
        "StaleVolatility": "the latest volatility is older than the adapter allows",
        "NegativeVolatility": "the value that the adapter reads is no volatility",
        "SequencerDown": "the rollup's sequencer is down, or its state is not known",
        "GracePeriodNotOver": "the rollup's sequencer has been up for too short a time",
        "NotASubmission": "only submissions to feeds are passed on",
        "NoFeed": "there is no contract at this address",
        "NotEnoughGas": "the transaction has too little gas left for this submission: allow it more",
    ]
}

import BN254
import Constraints

extension VerifyingKey {
    /// Replays the transcript of Docs/protocol.md §5 over the proof's messages.
    public func challenges(of proof: ParsedProof, publicInputs: [Fr]) -> Challenges {
        replay(proof, publicInputs: publicInputs).challenges
    }

    /// The challenges, and the state that the last of them comes from: it binds all of the proof but W′.
    func replay(_ proof: ParsedProof, publicInputs: [Fr]) -> (challenges: Challenges, state: [UInt8]) {
        var transcript = Transcript(keyDigest: digest, publicInputs: publicInputs)
        var challenges = Challenges()
        var messages = proof.messages.makeIterator()
        func absorbNext() {
            if let message = messages.next() { transcript.absorb(message) }
        }
        for count in system.phaseChallenges {
            absorbNext()
            challenges.phase += (0..<count).map { transcript.challenge($0) }
        }
        absorbNext()
        challenges.theta = transcript.challenge(0)
        challenges.beta = transcript.challenge(1)
        challenges.gamma = transcript.challenge(2)
        absorbNext()
        challenges.alpha = transcript.challenge()
        absorbNext()
        challenges.x = transcript.challenge()
        absorbNext()
        challenges.v = transcript.challenge()
        absorbNext()
        challenges.y = transcript.challenge()
        return (challenges, transcript.state)
    }
}

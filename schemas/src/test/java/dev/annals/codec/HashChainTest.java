package dev.annals.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.codec.Decoded.Accepted;
import dev.annals.model.Activity;
import dev.annals.model.Commit;
import dev.annals.model.Hash;
import dev.annals.testing.RandomRecords;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class HashChainTest {

    @Test
    void aHashIsSha256OfThePreviousHashAndTheCanonicalBytes() throws Exception {
        Activity activity = new RandomRecords(1).activity();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(new byte[32]);
        byte[] expected = sha256.digest(ActivityAvro.canonical(activity));

        assertThat(ActivityAvro.seal(activity, Hash.ZERO).activity().hash().bytes())
                .isEqualTo(expected);
    }

    @Test
    void sealingGivesTheBytesOfTheSealedRecord() {
        for (long seed = 0; seed < 200; seed++) {
            Activity activity = new RandomRecords(seed).activity();
            Commit commit = new RandomRecords(seed).commit();

            ActivityAvro.Sealed sealed = ActivityAvro.seal(activity, activity.hash());
            CommitAvro.Sealed sealedCommit = CommitAvro.seal(commit, commit.hash());

            assertThat(sealed.bytes()).as("seed %d", seed).isEqualTo(ActivityAvro.encode(sealed.activity()));
            assertThat(ActivityAvro.decode(sealed.bytes())).isEqualTo(new Accepted<>(sealed.activity()));
            assertThat(sealedCommit.bytes()).as("seed %d", seed).isEqualTo(CommitAvro.encode(sealedCommit.commit()));
            assertThat(CommitAvro.decode(sealedCommit.bytes())).isEqualTo(new Accepted<>(sealedCommit.commit()));
        }
    }

    @Test
    void aChainVerifiesAndAnyChangedBitBreaksIt() {
        Hash previous = Hash.ZERO;
        for (long seed = 0; seed < 50; seed++) {
            byte[] record = ActivityAvro.seal(new RandomRecords(seed).activity().numbered(seed + 1), previous)
                    .bytes();

            assertThat(HashChain.verify(previous, record)).isTrue();
            for (int place = 10; place < record.length; place += 7) {
                record[place] ^= 1;
                assertThat(HashChain.verify(previous, record))
                        .as("seed %d, byte %d", seed, place)
                        .isFalse();
                record[place] ^= 1;
            }
            previous = HashChain.hashOf(record);
        }
    }

    @Test
    void aRecordThatFollowsAnotherOneDoesNotVerify() {
        byte[] record =
                ActivityAvro.seal(new RandomRecords(1).activity(), Hash.ZERO).bytes();

        assertThat(HashChain.verify(HashChain.hashOf(record), record)).isFalse();
    }

    @Test
    void whatIsTooShortToHaveAHashIsNoRecord() {
        assertThat(HashChain.verify(Hash.ZERO, new byte[41])).isFalse();
        assertThatThrownBy(() -> HashChain.hashOf(new byte[41]))
                .hasMessage("record: 41 bytes (expected: at least 42, a header and a hash)");
    }
}

package dev.annals.processor.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.processor.index.entry.IndexedDocument;
import dev.annals.processor.index.entry.IndexedDocument.Text;
import dev.annals.processor.index.entry.SourceOffset;
import dev.annals.processor.index.entry.TextWords;
import dev.annals.processor.index.entry.TextWords.TextFold;
import dev.annals.processor.index.query.Candidates;
import dev.annals.processor.index.query.IndexSnapshot;
import dev.annals.processor.index.settings.IndexSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

/** Substring search over long texts, case left aside. */
class NeedleSearchTest {
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @TempDir
    Path directory;

    private IndexedStore store;

    @BeforeEach
    void fill() {
        store = IndexedStore.open(directory, IndexSettings.defaults());
        String[] texts = {
            "{\"name\": [\"Demo Project\", \"demo project 2\"]}",
            "{\"password\": \"$encrypted$\", \"host\": \"db-7.example.org\"}",
            "{\"digest\": \"" + DIGEST + "\"}",
            "Straße der Jugend, ΟΔΟΣ, İstanbul, 日本語テスト",
            "…!?"
        };
        for (int i = 0; i < texts.length; i++) {
            store.append(
                    new IndexedDocument(
                            "default", i + 1, i, new byte[0], List.of(), List.of(new Text("changes", texts[i]))),
                    new SourceOffset("log", 0, i));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aPieceOfOneWordIsFoundExactly() {
        assertThat(candidates("EMO")).isEqualTo(exactly(1));
        assertThat(candidates("crypt")).isEqualTo(exactly(2));
        assertThat(candidates("straß")).isEqualTo(exactly(4));
        assertThat(candidates("本語テ")).isEqualTo(exactly(4));
        assertThat(candidates("nowhere")).isEqualTo(exactly());
    }

    @Test
    void pieceOfOneOrTwoLettersIsFoundExactly() {
        assertThat(candidates("7")).isEqualTo(exactly(2, 3));
        assertThat(candidates("jE")).isEqualTo(exactly(1));
        assertThat(candidates("9F")).isEqualTo(exactly(3));
    }

    @Test
    void aNeedleOfSeveralWordsLooksAtEndsOfWords() {
        assertThat(candidates("mo pro").numbers()).isEqualTo(RoaringBitmap.bitmapOf(1));
        assertThat(candidates("o proj").exact()).isFalse();
        assertThat(candidates("dem project").numbers().isEmpty()).isTrue();
        assertThat(candidates("mo roject").numbers().isEmpty()).isTrue();
        assertThat(candidates("\"host\": \"db-7.EX").numbers()).isEqualTo(RoaringBitmap.bitmapOf(2));
        assertThat(candidates(" project ").numbers()).isEqualTo(RoaringBitmap.bitmapOf(1));
    }

    @Test
    void piecesOfLongWordsAreFound() {
        assertThat(candidates("d659a2f").numbers()).isEqualTo(RoaringBitmap.bitmapOf(3));
        assertThat(candidates(DIGEST.toUpperCase(Locale.ROOT)).numbers()).isEqualTo(RoaringBitmap.bitmapOf(3));
        assertThat(candidates("\"" + DIGEST + "\"").numbers()).isEqualTo(RoaringBitmap.bitmapOf(3));
        assertThat(candidates("\"9f86d0").numbers()).isEqualTo(RoaringBitmap.bitmapOf(3));
        assertThat(candidates("ffff").numbers().isEmpty()).isTrue();
    }

    @Test
    void aNeedleWithoutWordsCannotBeNarrowed() {
        assertThat(candidates("?").numbers().getCardinality()).isEqualTo(5);
        assertThat(candidates("?").exact()).isFalse();
        assertThat(candidates("").numbers().getCardinality()).isEqualTo(5);
    }

    @Test
    void aFieldWithoutTextsHasNoCandidates() {
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            assertThat(snapshot.candidates("other", "demo").numbers().isEmpty()).isTrue();
        }
    }

    @Test
    void manyWordsThatShareTheirPartsAreToldApart() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> words = new ArrayList<>();
        for (int number = 6; number <= 20_000; number++) {
            String word = word(random, 1 + random.nextInt(TextWords.LONGEST));
            words.add(word);
            store.append(
                    new IndexedDocument(
                            "default", number, number, new byte[0], List.of(), List.of(new Text("changes", word))),
                    new SourceOffset("log", 0, number));
            if (number == 7000) {
                store.flush();
            }
        }
        for (int i = 0; i < 50; i++) {
            String needle = word(random, 1 + random.nextInt(6));
            RoaringBitmap expected = new RoaringBitmap();
            for (int w = 0; w < words.size(); w++) {
                if (words.get(w).contains(needle)) {
                    expected.add(6 + w);
                }
            }

            assertThat(candidates(needle))
                    .as("needle %s, seed %d", needle, seed)
                    .isEqualTo(new Candidates(expected, true));
        }
    }

    /** Of letters of one to four bytes that no other text has, few of them, so that parts repeat within a word too. */
    private static String word(Random random, int codePoints) {
        String[] letters = {"k", "z", "é", "猫", "𝒳"};
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < codePoints; i++) {
            word.append(letters[random.nextInt(letters.length)]);
        }
        return TextFold.fold(word.toString());
    }

    private Candidates candidates(String needle) {
        try (IndexSnapshot snapshot = store.snapshot("default")) {
            return snapshot.candidates("changes", needle);
        }
    }

    private static Candidates exactly(int... numbers) {
        return new Candidates(RoaringBitmap.bitmapOf(numbers), true);
    }
}

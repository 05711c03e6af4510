package dev.annals.dialect.sdelements;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdeMomentTest {
    private static final ZoneId TORONTO = ZoneId.of("America/Toronto");

    @ParameterizedTest
    @CsvSource({
        "2016-05-06T14:53:28.557156Z, 2016-05-06T14:53:28.557156Z",
        "2016-05-06T14:53:28Z, 2016-05-06T14:53:28Z",
        "2016-05-06T14:53Z, 2016-05-06T14:53:00Z",
        "2016-05-06t14:53z, 2016-05-06T14:53:00Z",
        "2016-05-06 14:53:28Z, 2016-05-06T14:53:28Z",
        "2016-05-06T14:53:28+00:00, 2016-05-06T14:53:28Z",
        "2016-05-06T14:53:28 00:00, 2016-05-06T14:53:28Z",
        "2016-05-06T14:53:28 02:00, 2016-05-06T12:53:28Z",
        "2016-05-06T14:53:28-0430, 2016-05-06T19:23:28Z",
        "2016-05-06T14:53:28+05, 2016-05-06T09:53:28Z",
        "2016-05-06T14:53:28.5, 2016-05-06T18:53:28.5Z",
        "2016-05-06 14:53, 2016-05-06T18:53:00Z",
        "2016-12-06 14:53, 2016-12-06T19:53:00Z",
        "2016-05-06, 2016-05-06T04:00:00Z",
        "2016-05-06Z, 2016-05-06T00:00:00Z",
        "2016-05, 2016-05-01T04:00:00Z",
        "2016, 2016-01-01T05:00:00Z",
        "2016Z, 2016-01-01T00:00:00Z",
        "1582-10-15T00:00Z, 1582-10-15T00:00:00Z",
    })
    void theFormsOfTheW3cNoteAreReadLocalWithoutAnOffset(String text, Instant expected) {
        assertThat(SdeMoment.parse(text, TORONTO)).hasValue(new SdeMoment(micros(expected), micros(expected)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "16",
                "2016-13",
                "2016-02-30",
                "2016-05-06T",
                "2016-05-06T14",
                "2016-05-06T24:00",
                "2016-05-06T14:60",
                "2016-05-06T14:53:28+19:00",
                "2016-05-06T14:53:28.Z",
                "20160506",
                "2016-05-06T14:53:28Zulu",
                "٢٠١٦",
                "1462546408"
            })
    void anythingElseIsNoMoment(String text) {
        assertThat(SdeMoment.parse(text, TORONTO)).isEmpty();
    }

    @Test
    void digitsBeyondMicrosecondsNarrowTheWindowOnBothSides() {
        Optional<SdeMoment> moment = SdeMoment.parse("2016-05-06T14:53:28.5571561Z", TORONTO);

        long micros = micros(Instant.parse("2016-05-06T14:53:28.557156Z"));
        assertThat(moment).hasValue(new SdeMoment(micros + 1, micros));
    }

    @Test
    void aTimeThatClocksSkipIsTheMomentOfTheJump() {
        Optional<SdeMoment> moment = SdeMoment.parse("2016-03-13T02:30", TORONTO);

        long jump = micros(Instant.parse("2016-03-13T07:00:00Z"));
        assertThat(moment).hasValue(new SdeMoment(jump, jump));
    }

    @Test
    void aTimeThatClocksShowTwiceIsBothOfThem() {
        Optional<SdeMoment> moment = SdeMoment.parse("2016-11-06T01:30", TORONTO);

        assertThat(moment)
                .hasValue(new SdeMoment(
                        micros(Instant.parse("2016-11-06T05:30:00Z")), micros(Instant.parse("2016-11-06T06:30:00Z"))));
    }

    @Test
    void aDayWhoseMidnightIsSkippedBeginsAtTheJump() {
        Optional<SdeMoment> moment = SdeMoment.parse("2018-11-04", ZoneId.of("America/Sao_Paulo"));

        long jump = micros(Instant.parse("2018-11-04T03:00:00Z"));
        assertThat(moment).hasValue(new SdeMoment(jump, jump));
    }

    @Test
    void localTimesAroundTheChangesOfClocksFindWhatHappenedThen() {
        try (Trail trail = new Trail()
                        .lines(
                                at("2016-03-13T06:59:59.999999Z"), // 01:59:59.999999 EST
                                at("2016-03-13T07:00:00Z"), // 03:00 EDT
                                at("2016-11-06T05:30:00Z"), // 01:30 EDT
                                at("2016-11-06T06:30:00Z"), // 01:30 EST
                                at("2016-11-06T07:00:00Z")); // 02:00 EST
                SdeServer server = new SdeServer(trail.sessions(), TORONTO)) {
            assertThat(found(server, "date_to", "2016-03-13T01:59:59.999999")).containsExactly(1L);
            assertThat(found(server, "date_from", "2016-03-13T03:00", "date_to", "2016-04-01"))
                    .containsExactly(2L);
            assertThat(found(server, "date_from", "2016-03-13T02:30", "date_to", "2016-04-01"))
                    .containsExactly(2L);
            assertThat(found(server, "date_from", "2016-11-06T01:30")).containsExactly(5L, 4L, 3L);
            assertThat(found(server, "date_from", "2016-11-06T01:30", "date_to", "2016-11-06T01:30"))
                    .containsExactly(4L, 3L);
            assertThat(found(server, "date_from", "2016-11-06T01:30-05:00")).containsExactly(5L, 4L);
            assertThat(found(server, "date_to", "2016-11-06T01:30-04:00", "date_from", "2016-04"))
                    .containsExactly(3L);
            assertThat(found(server, "date_from", "2016-11-06T02:00")).containsExactly(5L);
        }
    }

    @Test
    void theSameTextIsAnotherMomentInAnotherZone() {
        try (Trail trail = new Trail().lines(at("2016-05-06T12:00:00Z"));
                SdeServer utc = new SdeServer(trail.sessions(), ZoneOffset.UTC);
                SdeServer toronto = new SdeServer(trail.sessions(), TORONTO)) {
            assertThat(found(utc, "date_from", "2016-05-06T10:00")).containsExactly(1L);
            assertThat(found(toronto, "date_from", "2016-05-06T10:00")).isEmpty();
            assertThat(found(toronto, "date_from", "2016-05-06T10:00Z")).containsExactly(1L);
        }
    }

    @Test
    void aDateIsWrittenAsTheProducerWroteItWhenItHasAnOffsetElseInUtcWithMicroseconds() {
        try (Trail trail = new Trail()
                        .lines(
                                at("2016-05-06T10:53:28.557156-04:00"),
                                at("2016-05-06T14:53:28Z"),
                                at("2016-05-06T14:53:28.5Z"),
                                at("2016-05-06T14:53:28.557156789Z"),
                                at("2016-05-06T14:53:28.557156789+00:00"),
                                at("2016-05-06T14:53:28Z\",\"time_text\":\"last Friday+01:00"),
                                at("2016-05-06T14:53:28Z\",\"time_text\":\"2017-05-06T14:53:28+00:00"));
                SdeServer server = SdeServer.on(trail)) {
            List<String> dates = server.everything(SdeServer.ALL).stream()
                    .map(item -> item.get("date").textValue())
                    .toList();

            assertThat(dates)
                    .containsExactly(
                            "2016-05-06T14:53:28Z",
                            "2016-05-06T14:53:28Z",
                            "2016-05-06T14:53:28.557156789+00:00",
                            "2016-05-06T14:53:28.557156Z",
                            "2016-05-06T14:53:28.500000Z",
                            "2016-05-06T14:53:28Z",
                            "2016-05-06T10:53:28.557156-04:00");
        }
    }

    @Test
    void timesAtBothEndsOfTheCalendarAreFound() {
        try (Trail trail = new Trail().lines(at("0001-01-01T00:00:00Z"), at("9999-12-31T23:59:59.999999Z"));
                SdeServer server = SdeServer.on(trail)) {
            assertThat(found(server, "date_to", "0001")).containsExactly(1L);
            assertThat(found(server, "date_from", "9999-12-31T23:59:59.999999Z"))
                    .containsExactly(2L);
        }
    }

    private static List<Long> found(SdeServer server, String... parameters) {
        return server.ids(SdeServer.ALL + SdeServer.query(parameters));
    }

    private static String at(String time) {
        return "{\"id\":\"" + time.replace("\"", "") + "\",\"source\":\"t\",\"time\":\"" + time
                + "\",\"operation\":\"update\",\"object\":{\"type\":\"team\",\"id\":\"1\"}}";
    }

    private static long micros(Instant time) {
        // Not ChronoUnit.MICROS.between: on Java 17 it counts nanoseconds, whose number overflows 292 years from the
        // epoch.
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }
}

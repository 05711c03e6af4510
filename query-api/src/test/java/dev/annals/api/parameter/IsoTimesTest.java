package dev.annals.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.parameter.IsoTimes.IsoTime;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimesTest {
    private static final IsoTimes STRICT = IsoTimes.strict(9);

    @ParameterizedTest
    @CsvSource({
        "2019-11-01T21:32:39Z, 2019-11-01T21:32:39Z",
        "2019-11-01t21:32:39z, 2019-11-01T21:32:39Z",
        "2019-11-01T21:32:39.5Z, 2019-11-01T21:32:39.5Z",
        "2019-11-01T21:32:39.123456789Z, 2019-11-01T21:32:39.123456789Z",
        "2019-11-01T21:32Z, 2019-11-01T21:32:00Z",
        "2019-11-01 21:32:39, 2019-11-01T21:32:39Z",
        "2019-11-01, 2019-11-01T00:00:00Z",
        "2019-11-01T21:32:39+02:00, 2019-11-01T19:32:39Z",
        "2019-11-01T21:32:39 02:00, 2019-11-01T19:32:39Z",
        "2019-11-01T21:32:39-0730, 2019-11-02T05:02:39Z",
        "2019-11-01T21:32:39+02, 2019-11-01T19:32:39Z"
    })
    void everyIsoFormThatClientsSendIsRead(String text, String moment) {
        assertThat(STRICT.read(text).map(IsoTime::instant)).contains(Instant.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2019",
                "2019-13-01",
                "2019-02-30",
                "2019-11-01T25:00:00Z",
                "2019-11-01T21:32:39+99:00",
                "2019-11-01T",
                "1572643959",
                "2019-11-01T21:32:39ZZ",
                "99999-01-01T00:00:00Z",
                "2019-1-1",
                "2019-11-01Z",
                "2019-11-01T9:00Z",
                "2019-11-01T21:32:39.1234567890Z"
            })
    void whatIsNoMomentIsRefused(String text) {
        assertThat(STRICT.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2019, 2019-01-01T00:00:00Z",
        "2019-3, 2019-03-01T00:00:00Z",
        "2019-3-7Z, 2019-03-07T00:00:00Z",
        "2019-3-7 9:05, 2019-03-07T09:05:00Z",
        "2019-03-07T09:05:01.123456789012-0130, 2019-03-07T10:35:01.123456789Z"
    })
    void aLenientReaderTakesWhatStopsEarlyAndShortNumbers(String text, String moment) {
        assertThat(IsoTimes.lenient(12).read(text).map(IsoTime::instant)).contains(Instant.parse(moment));
    }

    @ParameterizedTest
    @CsvSource({
        "2019-03-07T09:05:01.123456Z, 0",
        "2019-03-07T09:05:01.1234560000Z, 0",
        "2019-03-07T09:05:01.1234561Z, 1",
        "2019-03-07T09:05:01.123456000001Z, 1"
    })
    void aTimeBetweenMicrosecondsLiesBetweenItsFloorAndItsCeiling(String text, long apart) {
        IsoTime time = IsoTimes.lenient(12).read(text).orElseThrow();

        assertThat(time.floorMicros()).isEqualTo(1_551_949_501_123_456L);
        assertThat(time.ceilMicros() - time.floorMicros()).isEqualTo(apart);
    }

    @ParameterizedTest
    @CsvSource({"0000-01-01T00:00:00Z, -62167219200000000", "9999-12-31T23:59:59.999999Z, 253402300799999999"})
    void microsecondsFarFromTheEpochAreExact(Instant time, long micros) {
        assertThat(IsoTimes.micros(time)).isEqualTo(micros);
    }
}

package dev.annals.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.annals.codec.Decoded.Refused;
import dev.annals.model.ChangeEvent;
import dev.annals.model.Reject.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a JSON change event can be wrong, and the exact sentence it gets. */
class ChangeRefusalTest {
    private static final String ID = "'id':'1'";
    private static final String SOURCE = "'source':'s'";
    private static final String TIME = "'time':'2026-01-31T12:00:00Z'";
    private static final String OBJECT = "'object':{'type':'team','id':7}";
    private static final String ALL = ID + "," + SOURCE + "," + TIME + "," + OBJECT;

    static Stream<Arguments> refusals() {
        return Stream.of(
                // missing
                missing(
                        "{" + SOURCE + "," + TIME + "," + OBJECT + "}",
                        "id: missing (expected: text or an integer, unique within the source)"),
                missing(
                        "{" + ID + "," + TIME + "," + OBJECT + "}",
                        "source: missing (expected: text that names the producer)"),
                missing(
                        "{" + ID + "," + SOURCE + "," + OBJECT + "}",
                        "time: missing (expected: RFC 3339 such as 2026-01-31T12:00:00Z, years 0001 to 9999)"),
                missing(
                        "{" + ID + "," + SOURCE + "," + TIME + "}",
                        "object: missing (expected: an object with type and id)"),
                missing(
                        "{" + ID + "," + SOURCE + "," + TIME + ",'object':null}",
                        "object: missing (expected: an object with type and id)"),
                missing(with("'object2':{'id':1}"), "object2.type: missing (expected: text)"),
                missing(with("'object2':{'type':'t'}"), "object2.id: missing (expected: text or an integer)"),
                missing(with("'actor':{}"), "actor.id: missing (expected: text or an integer)"),
                missing(with("'related':[{'type':'a','id':1},{'id':2}]"), "related[1].type: missing (expected: text)"),
                missing(
                        with("'operation':'associate'"),
                        "object2: missing (expected: the other object, because the operation is associate)"),
                missing(
                        with("'operation':'disassociate'"),
                        "object2: missing (expected: the other object, because the operation is disassociate)"),
                missing(
                        with("'commit_index':1"),
                        "commit_id: missing (expected: the id of the action, because commit_index or commit_size is given)"),
                // unknown
                unknown(
                        with("'actor':{'id':1,'mail':'x'}"),
                        "actor.mail: unknown field (expected one of: type, id, name, username, first_name, last_name)"),
                unknown(
                        with("'object2':{'colour':1}"),
                        "object2.colour: unknown field (expected one of: type, id, name, url, summary)"),
                unknown(
                        with("'related':[{'type':'a','id':1,'url':'/'}]"),
                        "related[0].url: unknown field (expected one of: type, id, name, role, summary, shown)"),
                unknown(
                        with("'execution':{'end':1}"),
                        "execution.end: unknown field (expected one of: id, name, kind, start, finish, duration, state)"),
                unknown(
                        with("'presentation':{'title':1}"),
                        "presentation.title: unknown field (expected one of: name, text, icon, log_level, data)"),
                // names that may hold a secret
                unknown(
                        "{'hunter2password':1," + ALL + "}",
                        "<name not shown, its value begins at line 1, column 20>: unknown field (expected one of: "
                                + String.join(", ", ChangeJson.FIELDS) + ")"),
                unknown(
                        with("'actor':{'Bearer abc':1}"),
                        "actor.<name not shown, its value begins at line 1, column 108>: unknown field (expected one of: type, id, name, username, first_name, last_name)"),
                invalid(
                        with("'changes':{'hunter2password':1}"),
                        "changes.<name not shown, its value begins at line 1, column 115>: a number (expected: [old, new])"),
                invalid(
                        with("'changes':{'hunter2password':[1]}"),
                        "changes.<name not shown, its value begins at line 1, column 117>: an array of 1 values (expected: [old, new])"),
                invalid(
                        with("'labels':{'hunter2password':1}"),
                        "labels.<name not shown, its value begins at line 1, column 114>: a number (expected: text)"),
                // kinds
                invalid(
                        "{'id':1.5," + SOURCE + "," + TIME + "," + OBJECT + "}",
                        "id: a number (expected: text or an integer)"),
                invalid(with("'tenant':5"), "tenant: a number (expected: text)"),
                invalid("{'time':5," + ID + "," + SOURCE + "," + OBJECT + "}", "time: a number (expected: text)"),
                invalid(
                        with("'operation':'destroy'"),
                        "operation: text that is no operation (expected: one of: create, update, delete, associate, disassociate, execute, login, logout, other)"),
                invalid(with("'actor':'root'"), "actor: text (expected: an object)"),
                invalid(with("'object2':[]"), "object2: an array (expected: an object)"),
                invalid(with("'related':{}"), "related: an object (expected: an array of objects)"),
                invalid(with("'related':[null]"), "related[0]: null (expected: an object)"),
                invalid(with("'before':5"), "before: a number (expected: an object or null)"),
                invalid(with("'after':[]"), "after: an array (expected: an object or null)"),
                invalid(with("'patch':'x'"), "patch: text (expected: an object)"),
                invalid(with("'changes':[]"), "changes: an array (expected: an object of field: [old, new])"),
                invalid(with("'changes':{'a':1}"), "changes.a: a number (expected: [old, new])"),
                invalid(with("'changes':{'a':[1]}"), "changes.a: an array of 1 values (expected: [old, new])"),
                invalid(
                        with("'changes':{'a':[1,2,3]}"),
                        "changes.a: an array of more than 2 values (expected: [old, new])"),
                invalid(
                        with("'changes':{'':[1,2]}"),
                        "changes (a field name): empty text (expected: 1 to 1024 characters)"),
                invalid(with("'commit_id':true"), "commit_id: true or false (expected: text or an integer)"),
                invalid(
                        with("'commit_id':'c','commit_index':-1"),
                        "commit_index: a negative number (expected: 0 or more)"),
                invalid(with("'commit_id':'c','commit_size':0"), "commit_size: a number below 1 (expected: 1 or more)"),
                invalid(with("'commit_id':'c','commit_size':1.0"), "commit_size: a number (expected: an integer)"),
                invalid(
                        with("'commit_id':'c','commit_size':2147483648"),
                        "commit_size: a number out of range (expected: an integer of 32 bits)"),
                invalid(
                        with("'commit_id':'c','commit_size':99999999999999999999"),
                        "commit_size: a number out of range (expected: an integer of 32 bits)"),
                invalid(with("'execution':{'duration':'1s'}"), "execution.duration: text (expected: a number)"),
                invalid(
                        with("'execution':{'duration':1e99}"),
                        "execution.duration: a value that is no such number (expected: a number of at most 64 characters between 1e-30 and 1e30)"),
                invalid(
                        with("'execution':{'start':'noon'}"),
                        "execution.start: text that is no such time (expected: RFC 3339 such as 2026-01-31T12:00:00Z, years 0001 to 9999)"),
                invalid(with("'presentation':{'data':[]}"), "presentation.data: an array (expected: an object)"),
                invalid(with("'object2':{'summary':1}"), "object2.summary: a number (expected: an object)"),
                invalid(with("'sensitive':'/a'"), "sensitive: text (expected: an array of JSON pointers)"),
                invalid(with("'sensitive':[1]"), "sensitive[0]: a number (expected: a JSON pointer as text)"),
                invalid(
                        with("'sensitive':['a']"),
                        "sensitive: text that is no JSON pointer (expected: pointers such as /inputs/password (RFC 6901))"),
                invalid(
                        with("'sensitive':['/a~2']"),
                        "sensitive: text that is no JSON pointer (expected: pointers such as /inputs/password (RFC 6901))"),
                invalid(with("'labels':[]"), "labels: an array (expected: an object of text)"),
                invalid(with("'labels':{'a':1}"), "labels.a: a number (expected: text)"),
                invalid(with("'labels':{'':'x'}"), "labels (a key): empty text (expected: 1 to 128 characters)"),
                invalid(with("'snapshot':'yes'"), "snapshot: text (expected: true or false)"),
                // contents
                invalid(
                        "{'id':''," + SOURCE + "," + TIME + "," + OBJECT + "}",
                        "id: empty text (expected: 1 to 512 characters)"),
                invalid(
                        with("'tenant':''"),
                        "tenant: empty text (expected: a name, 1 to 128 of A-Z, a-z, 0-9, '.', '_' and '-')"),
                invalid(
                        with("'tenant':'a b'"),
                        "tenant: text with other characters, or a credential (expected: a name, 1 to 128 of A-Z, a-z, 0-9, '.', '_' and '-')"),
                invalid(
                        with("'tenant':'ghp_0123456789abcdefghijABCDEFGHIJ012345'"),
                        "tenant: text with other characters, or a credential (expected: a name, 1 to 128 of A-Z, a-z, 0-9, '.', '_' and '-')"),
                invalid(
                        with("'service_id':'a\\u0000b'"),
                        "service_id: text with a control character (expected: text without control characters)"),
                invalid(
                        with("'object2':{'type':'a\\nb','id':1}"),
                        "object2.type: text with a control character (expected: text without control characters)"),
                invalid(
                        with("'related':[{'type':'a','id':'\\t'}]"),
                        "related[0].id: text with a control character (expected: text without control characters)"),
                invalid(
                        with("'labels':{'a\\u0001':'x'}"),
                        "labels (a key): text with a control character (expected: text without control characters)"),
                invalid(
                        with("'message':'\\ud800'"),
                        "message: text with half a surrogate pair (expected: well-formed Unicode)"),
                invalid(
                        with("'what':'\\udc00\\ud800'"),
                        "what: text with half a surrogate pair (expected: well-formed Unicode)"),
                // sizes
                large(with("'tenant':'" + "t".repeat(129) + "'"), "tenant: 129 characters (expected: at most 128)"),
                large(
                        with("'object2':{'type':'" + "t".repeat(129) + "','id':1}"),
                        "object2.type: 129 characters (expected: at most 128)"),
                large(
                        with("'actor':{'id':'" + "1".repeat(513) + "'}"),
                        "actor.id: 513 characters (expected: at most 512)"),
                large(
                        with("'actor':{'id':1,'name':'" + "n".repeat(1025) + "'}"),
                        "actor.name: 1025 characters (expected: at most 1024)"),
                large(
                        with("'object2':{'type':'t','id':1,'url':'" + "u".repeat(2049) + "'}"),
                        "object2.url: 2049 characters (expected: at most 2048)"),
                large(
                        with("'message':'" + "m".repeat(65537) + "'"),
                        "message: 65537 characters (expected: at most 65536)"),
                large(
                        with("'related':[" + "{'type':'a','id':1},".repeat(1000) + "{'type':'a','id':1}]"),
                        "related: 1001 entries (expected: at most 1000)"),
                large(
                        with("'sensitive':[" + "'/a',".repeat(256) + "'/a']"),
                        "sensitive: 257 entries (expected: at most 256)"),
                large(
                        with("'labels':{'a':'" + "v".repeat(1025) + "'}"),
                        "labels (a value): 1025 characters (expected: at most 1024)"),
                large(
                        with("'after':{'a':" + "[".repeat(200) + "]".repeat(200) + "}"),
                        "JSON over the limits: nesting deeper than 200 at line 1, column 298"),
                large(
                        with("'after':{'a':1e10000}"),
                        "JSON over the limits: a number with an exponent beyond 9999 at line 1, column 99"),
                large(
                        with("'after':{'a':1" + "0".repeat(400) + "}"),
                        "JSON over the limits: nesting deeper than 500, a number longer than 400 characters or a name longer than 50000"),
                // not JSON
                malformed("", "a change event is a JSON object; seen: nothing"),
                malformed("[]", "a change event is a JSON object; seen: an array"),
                malformed("{'id':", "not JSON: the text ends before the value does at line 1, column 7"),
                malformed("{" + ALL + "} {}", "more text after the JSON object (expected: one change event a record)"),
                malformed("{'id':hunter2}", "not JSON: broken syntax at line 1, column 7"),
                malformed("{'id':'a\nb'}", "not JSON: broken syntax at line 1, column 9"),
                malformed(with("'id':'2'"), "not JSON: a key occurs twice at line 1, column 90"),
                malformed(with("'after':{'a':1,'a':2}"), "not JSON: a key occurs twice at line 1, column 104"),
                malformed(
                        with("'after':{'a':'\\ud83d'}"),
                        "not JSON: half a surrogate pair in the text starting at line 1, column 99"),
                malformed(with("'after':{'a':NaN}"), "not JSON: broken syntax at line 1, column 102"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aWrongEventGetsItsSentence(String text, Reason reason, String detail) {
        Decoded<ChangeEvent> decoded =
                new ChangeJson(Limits.DEFAULT).decode(text.replace('\'', '"').getBytes(UTF_8));

        assertThat(decoded).isInstanceOf(Refused.class);
        Refused<ChangeEvent> refused = (Refused<ChangeEvent>) decoded;
        assertThat(refused.detail()).isEqualTo(detail);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    private static String with(String more) {
        return "{" + ALL + "," + more + "}";
    }

    private static Arguments missing(String text, String detail) {
        return arguments(text, Reason.MISSING_FIELD, detail);
    }

    private static Arguments unknown(String text, String detail) {
        return arguments(text, Reason.UNKNOWN_FIELD, detail);
    }

    private static Arguments invalid(String text, String detail) {
        return arguments(text, Reason.INVALID_FIELD, detail);
    }

    private static Arguments large(String text, String detail) {
        return arguments(text, Reason.TOO_LARGE, detail);
    }

    private static Arguments malformed(String text, String detail) {
        return arguments(text, Reason.MALFORMED, detail);
    }
}

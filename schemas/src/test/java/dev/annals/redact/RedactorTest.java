package dev.annals.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Limits;
import dev.annals.model.ChangeEvent;
import dev.annals.model.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private static final RedactionKey KEY = RedactionKey.of(new byte[32]);
    private static final String BARE = "{\"$annals\":\"redacted\",\"was\":\"string\"}";

    private final Redactor redactor = new Redactor(RedactionRules.DEFAULT, KEY);

    @Test
    void aSecretInANestedListIsRedacted() {
        JsonText after = redacted("'after':{'hosts':[{'name':'a','vars':{'db_password':'hunter2'}}]}")
                .after();

        JsonNode mark = after.tree().at("/hosts/0/vars/db_password");
        assertThat(Mark.isMark(mark)).isTrue();
        assertThat(Mark.was(mark)).isEqualTo("string");
        assertThat(after.tree().at("/hosts/0/name").asText()).isEqualTo("a");
    }

    @Test
    void aMarkSaysWhatKindOfValueWasThere() {
        JsonNode after = redacted(
                        "'after':{'a_token':1,'b_token':'x','c_token':[1],'d_token':{'x':1},'flag':true},'sensitive':['/flag']")
                .after()
                .tree();

        assertThat(Mark.was(after.get("a_token"))).isEqualTo("number");
        assertThat(Mark.was(after.get("b_token"))).isEqualTo("string");
        assertThat(Mark.was(after.get("c_token"))).isEqualTo("array");
        assertThat(Mark.was(after.get("d_token"))).isEqualTo("object");
        assertThat(Mark.was(after.get("flag"))).isEqualTo("boolean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'skip_authorization':false,'host_config_key':'','token':null,'password':true,'secret':'  ','api_key':'false'}",
                "{'tokens':[],'secrets':{},'credentials':{'enabled':true,'password':null},'passwords':[null,false,'']}",
                "{'tokens':1500,'secrets':2,'input_tokens':10}",
                "{'secrets':[{'name':'default-token-x'}],'imagePullSecrets':[{'name':'regcred'}],'credentials':[{'id':1,'name':'Demo','kind':'ssh','cloud':false}]}",
                "{'volumes':[{'name':'v','secret':{'secretName':'db','defaultMode':420}}]}",
                "{'volumes':[{'name':'v','secret':{'secretName':'tls','items':[{'key':'tls.crt','path':'tls.crt','mode':256}]}}]}",
                "{'sources':[{'serviceAccountToken':{'path':'token','audience':'api','expirationSeconds':3607}}]}",
                "{'requestParameters':{'nextToken':'AAAAB3NzaC1','clientRequestToken':'0a1b2c3d-aaaa'}}",
                "{'env':[{'name':'DB_PASSWORD','valueFrom':{'secretKeyRef':{'name':'db','key':'password'}}}]}"
            })
    void whatHoldsNoSecretStaysUnderASecretName(String after) {
        ChangeEvent event = event("'after':" + after);

        assertThat(redactor.redact(event)).isEqualTo(event);
    }

    @Test
    void equalSecretsHaveEqualMarksHoweverTheyAreSpelt() {
        JsonNode after = redacted(
                        "'after':{'a_token':{'x':1.0,'y':[100]},'b_token':{'y':[1e2],'x':1},'c_token':{'x':2,'y':[100]}}")
                .after()
                .tree();

        assertThat(after.get("a_token")).isEqualTo(after.get("b_token"));
        assertThat(after.get("a_token")).isNotEqualTo(after.get("c_token"));
    }

    @Test
    void anotherKeyGivesAnotherMark() {
        byte[] other = new byte[32];
        other[0] = 1;
        ChangeEvent event = event("'after':{'password':'hunter2'}");

        assertThat(new Redactor(RedactionRules.DEFAULT, RedactionKey.of(other))
                        .redact(event)
                        .after())
                .isNotEqualTo(redactor.redact(event).after());
    }

    @Test
    void aPasswordChangedByTheProducersOwnDiffIsRedactedOnBothSides() {
        ChangeEvent event = redacted("'changes':{'password':['hunter1','hunter2'],'secret':[null,'x'],'limit':[1,2]}");

        assertThat(Mark.isMark(event.changes().get(0).oldValue())).isTrue();
        assertThat(Mark.isMark(event.changes().get(0).newValue())).isTrue();
        assertThat(event.changes().get(0).oldValue())
                .isNotEqualTo(event.changes().get(0).newValue());
        assertThat(event.changes().get(1).oldValue()).isEqualTo(JsonText.NULL);
        assertThat(event.changes().get(2).newValue()).isEqualTo(new JsonText("2"));
    }

    @Test
    void aSensitivePointerMasksTheSameFieldEverywhere() {
        ChangeEvent event = redacted(
                "'sensitive':['/inputs/pin','/a~1b'],'before':{'inputs':{'pin':1,'port':2}},'after':{'inputs':{'pin':3,'port':4},'a/b':5},"
                        + "'patch':{'inputs':{'pin':3}},'changes':{'inputs':[{'pin':1,'port':2},{'pin':3,'port':4}]}");

        assertThat(Mark.isMark(event.before().tree().at("/inputs/pin"))).isTrue();
        assertThat(Mark.isMark(event.after().tree().at("/inputs/pin"))).isTrue();
        assertThat(Mark.isMark(event.after().tree().at("/a~1b"))).isTrue();
        assertThat(Mark.isMark(event.patch().tree().at("/inputs/pin"))).isTrue();
        assertThat(Mark.isMark(event.changes().get(0).oldValue().tree().get("pin")))
                .isTrue();
        assertThat(event.after().tree().at("/inputs/port").asInt()).isEqualTo(4);
        assertThat(event.after().tree().at("/inputs/pin"))
                .isEqualTo(event.patch().tree().at("/inputs/pin"));
    }

    @Test
    void thePointerToTheWholeDocumentMasksEachMember() {
        ChangeEvent event = redacted("'sensitive':[''],'after':{'a':1,'b':{'c':2}}");

        assertThat(Mark.was(event.after().tree().get("a"))).isEqualTo("number");
        assertThat(Mark.was(event.after().tree().get("b"))).isEqualTo("object");
    }

    @Test
    void configuredPathsReachWhatTheySay() {
        RedactionRules rules = RedactionRules.parse(List.of(
                "team:$.inputs", "credential:$.other", "$.list[*].v", "$['odd.name'][1]", "$.deep.**.pin", "colour"));
        ChangeEvent event = new Redactor(rules, KEY)
                .redact(
                        event(
                                "'after':{'inputs':{'a':1},'other':1,'list':[{'v':1,'w':2},{'v':3}],'odd.name':[1,2],'deep':{'pin':1,'x':[{'pin':2}]},'pin':4,'colour':'red'}"));
        JsonNode after = event.after().tree();

        assertThat(Mark.was(after.get("inputs"))).isEqualTo("object");
        assertThat(after.get("other").asInt()).isEqualTo(1);
        assertThat(Mark.isMark(after.at("/list/0/v"))).isTrue();
        assertThat(after.at("/list/0/w").asInt()).isEqualTo(2);
        assertThat(after.at("/odd.name/0").asInt()).isEqualTo(1);
        assertThat(Mark.isMark(after.at("/odd.name/1"))).isTrue();
        assertThat(Mark.isMark(after.at("/deep/pin"))).isTrue();
        assertThat(Mark.isMark(after.at("/deep/x/0/pin"))).isTrue();
        assertThat(after.get("pin").asInt()).isEqualTo(4);
        assertThat(Mark.isMark(after.get("colour"))).isTrue();
    }

    @Test
    void whatIsNoRuleIsRefusedWithThePlaceWhereItStops() {
        assertThatThrownBy(() -> RedactionRule.parse("$.a..b"))
                .hasMessage("redaction rule \"$.a..b\": not a path at character 5 (expected: a name, * or **)");
        assertThatThrownBy(() -> RedactionRule.parse("$a"))
                .hasMessage("redaction rule \"$a\": not a path at character 2 (expected: . or [)");
        assertThatThrownBy(() -> RedactionRule.parse("$.a[b]"))
                .hasMessage("redaction rule \"$.a[b]\": not a path at character 4 (expected: [*], [0] or ['name'])");
        assertThatThrownBy(() -> RedactionRule.parse("credential$.a"))
                .hasMessage("redaction rule \"credential$.a\": not a path at character 11 (expected: $ or type:$)");
    }

    @Test
    void encryptedTextIsMaskedUnderAnyName() {
        ChangeEvent event = redacted(
                "'after':{'x':['$encrypted$UTF8$AES$abc']},'labels':{'y':'$encrypted$'},'message':'$encrypted$abc'");

        assertThat(Mark.isMark(event.after().tree().at("/x/0"))).isTrue();
        assertThat(event.labels()).containsEntry("y", "[redacted]");
        assertThat(event.wording().message()).isEqualTo("[redacted]");
    }

    @Test
    void outsideOfDocumentsMarksAreBareAndLabelsAreWords() {
        ChangeEvent event = redacted(
                "'object2':{'type':'t','id':1,'summary':{'token':'hunter2'}},'related':[{'type':'t','id':2,'summary':{'token':'hunter2'}}],"
                        + "'presentation':{'data':{'token':'hunter2'}},'labels':{'token':'hunter2','zone':'z'}");

        assertThat(event.object2().summary()).isEqualTo(new JsonText("{\"token\":" + BARE + "}"));
        assertThat(event.related().get(0).summary()).isEqualTo(new JsonText("{\"token\":" + BARE + "}"));
        assertThat(event.presentation().data()).isEqualTo(new JsonText("{\"token\":" + BARE + "}"));
        assertThat(event.labels()).containsEntry("token", "[redacted]").containsEntry("zone", "z");
    }

    @Test
    void aSecretThatTheSentenceRepeatsIsCutOut() {
        ChangeEvent event = redacted(
                "'after':{'password':'hunter2','pin_token':'abc'},'message':'Changed the password to hunter2, abc','what':'hunter2','presentation':{'text':'to hunter2.'}");

        assertThat(event.wording().message()).isEqualTo("Changed the password to [redacted], abc");
        assertThat(event.wording().what()).isEqualTo("[redacted]");
        assertThat(event.presentation().text()).isEqualTo("to [redacted].");
    }

    @Test
    void eachOfVeryManySecretsIsCutOut() {
        StringBuilder many =
                new StringBuilder("'message':'s-0000 and s-1400 and s-2999, not s-3000','after':{'tokens':['s-0000'");
        for (int i = 1; i < 3000; i++) {
            many.append(",'s-").append("%04d".formatted(i)).append('\'');
        }

        assertThat(redacted(many + "]}").wording().message())
                .isEqualTo("[redacted] and [redacted] and [redacted], not s-3000");
    }

    @Test
    void aProducersOwnMarkStaysAndBecomesBareAsAnyOther() {
        String forged = "{'$annals':'redacted','was':'string','hmac':'" + "A".repeat(43) + "'}";
        ChangeEvent event = redacted("'after':{'password':" + forged + "}");

        assertThat(event.after().text()).contains("A".repeat(43));
        assertThat(Mark.bare(event.after())).isEqualTo(new JsonText("{\"password\":" + BARE + "}"));
    }

    @Test
    void whatOnlyLooksLikeAMarkIsAValueLikeAnyOther() {
        String loose = "{'$annals':'redacted','was':'string','secret_note':'hunter2'}";
        ChangeEvent event = redacted("'after':{'password':" + loose + ",'x':" + loose + "}");

        assertThat(Mark.was(event.after().tree().get("password"))).isEqualTo("object");
        assertThat(Mark.isMark(event.after().tree().get("x"))).isFalse();
    }

    @Test
    void anEventWithoutSecretsIsTheSameAsBefore() {
        ChangeEvent event = event(
                "'before':{'a':1E2},'after':{'a':-0,'token_count':5},'patch':{},'labels':{'a':'b'},'message':'x'");

        assertThat(redactor.redact(event)).isEqualTo(event);
    }

    private ChangeEvent redacted(String more) {
        return redactor.redact(event(more));
    }

    private static ChangeEvent event(String more) {
        String text =
                "{'id':1,'source':'s','time':'2026-01-31T12:00:00Z','object':{'type':'team','id':7}," + more + "}";
        return new ChangeJson(Limits.DEFAULT)
                .decode(text.replace('\'', '"')
                        .replace("[\"odd.name\"]", "['odd.name']")
                        .getBytes(UTF_8))
                .orElseThrow();
    }
}

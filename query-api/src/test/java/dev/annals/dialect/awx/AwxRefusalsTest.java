package dev.annals.dialect.awx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.model.Operation;
import dev.annals.query.NaiveAudit;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWX refuses, with its status and its text. */
class AwxRefusalsTest {
    private static AwxServer server;

    @BeforeAll
    static void serve() {
        server = new AwxServer(new NaiveAudit()
                .addAll(Entry.numbered(
                        Entry.of(Operation.CREATE, "organization", "kubernetes", "kubernetes"),
                        Entry.of(Operation.CREATE, "policy", "7", "seven")
                                .summary("{\"level\":\"high\",\"strict\":true}"),
                        Entry.of(Operation.CREATE, "users", "9", "nine"))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "foo=1 | ActivityStream has no field named 'foo'",
                "object1_pk=1 | ActivityStream has no field named 'object1_pk'",
                "object_type=x | ActivityStream has no field named 'object_type'",
                "object_association=role | ActivityStream has no field named 'object_association'",
                "related=x | ActivityStream has no field named 'related'",
                "summary_fields=x | ActivityStream has no field named 'summary_fields'",
                "url=x | ActivityStream has no field named 'url'",
                "name=x | ActivityStream has no field named 'name'",
                "created__gt=2024-01-01 | ActivityStream has no field named 'created'",
                "_=123 | ActivityStream has no field named '_'",
                "cursor=x | ActivityStream has no field named 'cursor'",
                "users=9 | ActivityStream has no field named 'users'",
                "operation=create&zzz__gt=1&yyy=1 | ActivityStream has no field named 'zzz'",
                "not__or__operation=create | ActivityStream has no field named 'or'",
                "or__chain__operation=create | ActivityStream has no field named 'chain'",
                "or__actor__search=x | ActivityStream has no field named 'or'",
                "actor__foo=1 | User has no field named 'foo'",
                "job_template__foo=1 | JobTemplate has no field named 'foo'",
                "o_auth2_application__foo=1 | OAuth2Application has no field named 'foo'",
                "policy__foo=1 | Policy has no field named 'foo'",
                "id__foo=1 | No related model for field foo.",
                "timestamp__year=2024 | No related model for field year.",
                "changes__name=x | No related model for field name.",
                "setting__category=x | No related model for field category.",
                "actor__username__first=x | No related model for field first.",
                "inventory__name__first=x | No related model for field first.",
                "__in=x | Query string field name not provided.",
                "or__=1 | Query string field name not provided.",
                "=x | Query string field name not provided.",
                "%E3%83%BD%E3%83%BE=x | ヽヾ is not an allowed field name. Must be ascii encodable.",
                "actor__activity_stream__actor=1 | Loops not allowed in filters, detected on field actor.",
                "id=abc | [\"“abc” value must be an integer.\"]",
                "id= | [\"“” value must be an integer.\"]",
                "id=3.5 | [\"“3.5” value must be an integer.\"]",
                "id__in=1,x | [\"“x” value must be an integer.\"]",
                "actor__id=abc | [\"“abc” value must be an integer.\"]",
                "timestamp=garbage | [\"“garbage” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.\"]",
                "timestamp__gt=2024-13-45 | [\"“2024-13-45” value has the correct format (YYYY-MM-DD) but it is an invalid date.\"]",
                "timestamp__gte=2024-01-01T10:00:00+02:00 | [\"“2024-01-01T10:00:00 02:00” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.\"]",
                "timestamp__lt=2024-01-01T25:00Z | [\"“2024-01-01T25:00Z” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.\"]",
                "timestamp__contains=2024 | [\"“2024” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.\"]",
                "actor=abc | Invalid actor id: abc",
                "actor= | Invalid actor id:",
                "actor_id=abc | Invalid actor id: abc",
                "inventory=random | Invalid inventory id: random",
                "actor__isnull=yes | Unable to convert \"yes\" to boolean",
                "host__enabled=yes | Unable to convert \"yes\" to boolean",
                "operation__in= | cannot provide empty value for __in",
                "operation__regex=( | missing ), unterminated subpattern at position 0",
                "operation__iregex=(?=x) | The regular expression (?=x) cannot be looked for in linear time (expected: no back references, no looking around, no atomic groups, repeats of at most 1000).",
                "operation__regex=%5C1 | invalid group reference 1 at position 1",
                "timestamp__iexact=2024-01-01 | timestamp is not a text field and cannot be filtered by case-insensitive search",
                "setting__iexact=x | setting is not a text field and cannot be filtered by case-insensitive search",
                "actor__iexact=1 | actor is not a text field and cannot be filtered by case-insensitive search",
                "actor__contains=1 | Unsupported lookup 'contains' for ForeignKey or join on the field not permitted.",
                "id__int=x | invalid literal for int() with base 10: 'x'",
                "changes__search=x | changes is not searchable",
                "role_level=read | Cannot apply role_level filter to this list because its model does not use roles for access control.",
                "order_by=foo | ActivityStream has no field named 'foo'",
                "order_by=--id | ActivityStream has no field named '-id'",
                "order_by=- | ActivityStream has no field named ''",
                "order_by=timestamp__gt | No related model for field gt.",
                "order_by=type | ActivityStream has no field named 'type'",
                "order_by=? | ActivityStream has no field named '?'",
                "order_by=%20id | ActivityStream has no field named ' id'",
                "order_by= | Ordering field name not provided.",
                "order=id, | Ordering field name not provided.",
                "operation=%00 | Null characters are not allowed.",
            })
    void isRefusedWith400(String query, String detail) {
        HttpResponse<String> response = server.get(AwxServer.LIST + "?" + query);

        assertThat(AwxServer.detail(response).strip()).isEqualTo(detail);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "actor__password=x | Filtering on password is not allowed.",
                "user__password__isnull=true | Filtering on password is not allowed.",
                "order_by=actor__password | Filtering on password is not allowed.",
                "order_by=-actor__password | Filtering on password is not allowed.",
                "credential__inputs=x | Filtering on field inputs is not allowed.",
                "job__start_args=x | Filtering on field start_args is not allowed.",
                "o_auth2_application__client_secret__gt=a | Filtering on client_secret is not allowed.",
                "o_auth2_application__client_id=a | Filtering on client_id is not allowed.",
                "o_auth2_access_token__token=a | Filtering on token is not allowed.",
                "job_template__survey_spec=a | Filtering on survey_spec is not allowed.",
                "job__extra_vars=a | Filtering on extra_vars is not allowed.",
                "notification_template__notification_configuration=a | Filtering on notification_configuration is not allowed.",
                "job_template__webhook_key=a | Filtering on webhook_key is not allowed.",
                "job_template__host_config_key=a | Filtering on host_config_key is not allowed.",
                "job__job_args=a | Filtering on job_args is not allowed.",
                "job__job_env=a | Filtering on job_env is not allowed.",
                "job__survey_passwords=a | Filtering on survey_passwords is not allowed.",
                "instance_group__pod_spec_override=a | Filtering on pod_spec_override is not allowed.",
            })
    void isRefusedWith403(String query, String detail) {
        HttpResponse<String> response = server.get(AwxServer.LIST + "?" + query);

        assertThat(AwxServer.detail(response)).isEqualTo(detail);
        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void aNullCharacterInASearchIsRefusedWithABareList() {
        HttpResponse<String> response = server.get(AwxServer.LIST + "?search=a%00b");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("[\"Null characters are not allowed.\"]");
    }

    @Test
    void theDetailRunsTheFiltersToo() {
        assertThat(AwxServer.detail(server.get(AwxServer.LIST + "1/?foo=bar")))
                .isEqualTo("ActivityStream has no field named 'foo'");
        assertThat(server.get(AwxServer.LIST + "1/?operation=update").statusCode())
                .isEqualTo(404);
        assertThat(server.get(AwxServer.LIST + "1/?operation=create").statusCode())
                .isEqualTo(200);
        assertThat(AwxServer.detail(server.get(AwxServer.LIST + "99/")))
                .isEqualTo("No ActivityStream matches the given query.");
    }

    @ParameterizedTest
    @CsvSource({
        "actor=none, 0",
        "actor=NULL, 0",
        "actor=-1, 0",
        "organization=kubernetes, 1",
        "organization__id=kubernetes, 1",
        "policy=7, 1",
        "policy__level=high, 1",
        "policy__level__icontains=HI, 1",
        "user=9, 1",
        "object1=user, 1",
        "object1__endswith=user, 1",
        "object1__in=user%2Corganization, 2",
        "id=99999999999999999999999, 0",
        "id__lt=99999999999999999999999, 3",
        "id__gt=-99999999999999999999999, 3",
        "id__startswith=3, 1",
        "id__in=1%2C99999999999999999999999, 1",
        "limit=1, 3",
        "host_filter=x, 3",
        "no_truncate=1, 3",
        "validate=1, 3",
        "format=json, 3",
        "type=activity_stream, 3",
        "type=job%2Cactivity_stream, 3",
        "type=job, 0",
        "type=, 0",
        "type=job&type=activity_stream, 3",
        "search=, 3",
        "search=%20%2C, 3",
        "setting__isnull=true, 0",
        "setting__isnull=f, 3",
        "object2=, 3",
        "object2__isnull=true, 0",
        "object2__regex=%5E%24, 3",
        "not__object2=, 0",
        "deleted_actor__icontains=ADMIN, 3",
    })
    void isAccepted(String query, int count) {
        assertThat(server.json(AwxServer.LIST + "?" + query).get("count").asInt())
                .isEqualTo(count);
    }

    @Test
    void aLongOrExplosivePatternIsRefused() {
        assertThat(server.get(AwxServer.LIST + "?changes__regex=" + "a".repeat(1001))
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.get(AwxServer.LIST + "?changes__regex=((a%7B100%7D)%7B100%7D)%7B100%7D")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.get(AwxServer.LIST + "?changes__regex=" + "(".repeat(490) + "a" + ")".repeat(490))
                        .statusCode())
                .isIn(200, 400);
        assertThat(server.get(AwxServer.LIST + "?changes__regex=" + "(a*)*".repeat(150) + "b")
                        .statusCode())
                .isEqualTo(200);
    }
}

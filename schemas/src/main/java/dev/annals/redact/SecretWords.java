package dev.annals.redact;

import java.util.List;
import java.util.Set;

/** The words that {@link SecretNames} judges names by. A change of them changes what is masked, and so the history that a log is made into. */
final class SecretWords {
    /**
     * The patterns of {@link SecretNames} in this release: first the names that say "secret" so plainly that any word but those of {@link #ABOUT} may follow ({@code password_prod}, {@code tokenForCi}), then those
     * that are secret at the end of a name or before a word of {@link #SAME}.
     */
    static final List<String> PATTERNS = List.of("""
            *password+ *passwd+ *passphrase+ *passcode+ *secret+ *token+ *apikey+ api_key+ *privatekey+ private_key+
            *secretkey+ *accesskey+ access_key+ *connectionstring+ connection_string+ *credentials+ *passwort+ *kennwort+
            *contraseña+ *contrasena+ *senha+ mot_de_passe+ *motdepasse+ *пароль+ 密码+ 密碼+ パスワード+ pass pwd *pw *psk *pem
            *jwt *cookie bearer authorization signing_key signingkey encryption_key encryptionkey decryption_key
            ssh_key_data sshkeydata ssh_key_unlock host_config_key webhook_key master_key masterkey account_key accountkey
            storage_key shared_key sharedkey preshared_key presharedkey pre_shared_key hmac_key auth_key authkey
            client_key_data client_key certificate_private cert_private tls_key ssl_key ca_key server_key host_key_private
            dockerconfigjson dockercfg session_id secret_id authentication_string sessionid sess_id recovery_code
            recoverycode backup_code backupcode scratch_code otp_seed otp_code totp_uri conn_string conn_str connstr
            unseal_key unseal_keys unlock_key license_key service_account_key service_account_json encryption_iv_key
            data_key_plaintext wrapping_key kms_plaintext auth_data authdata shadow_hash id_rsa id_ed25519 id_ecdsa
            x_amz_signature x_goog_signature shared_access_signature sharedaccesssignature key_material keymaterial raw_key rawkey
            snmp_community community_string tacacs_key radius_key security_answer key_unlock session_key sessionkey bcrypt_hash
            github_pat gitlab_pat client_assertion enable_password enable_secret auth.""".split("\\s+"));

    /** Keys of the query of a URL that hold a secret, beside those whose names say so. */
    static final Set<String> QUERY =
            Set.of("sig", "signature", "x-amz-signature", "x-goog-signature", "x-amz-security-token");

    /** Words after a secret word that still say the value itself, or where it is used. */
    static final Set<String> SAME = Set.of("""
            hash hashes hashed digest crypt salt md sha value values text string data plain plaintext clear cleartext raw
            encrypted enc base b old new current previous confirm confirmation confirmed again repeat verify content
            contents json pem env prod production ci cd dev development stage staging stg test testing qa uat live sandbox
            preprod local main primary secondary backup default admin root s""".split("\\s+"));

    /** Words after a secret word that make it something about a secret. */
    static final Set<String> ABOUT = Set.of("""
            count counts needed type types name names id ids uid uuid expires expire expiry expiration expired expiring
            exp at on date time timestamp datetime policy policies length len size max min age days hours minutes seconds
            secs sec ttl lifetime duration period interval validity limit limits quota usage used uses url urls uri
            endpoint host path paths file files filename dir directory location enabled disabled required optional allowed
            supported status state version versions field fields label labels description placeholder help format
            algorithm alg algo issuer audience audiences scope scopes manager management provider providers store storage
            source ref refs reference references arn changed updated created modified rotated rotation reset resets last
            strength rule rules validator validators complexity method methods mode kind class index offset position
            history owner user username users email engine engines backend backends namespace role roles permission
            permissions action actions event events template exists present valid verified attempts attempt retries
            failures failed error errors message review reviews request requests bucket group authority generator
            generation parser detection scanning protection mount mounts volume volumes projection login on_launch sso""".split("\\s+"));

    /** First words of names that say something about a secret, not the secret. */
    static final Set<String> FIRST = Set.of("""
            has is was max min num number count total requires require required needs with without skip no allow allows
            enable enabled disable disabled can must should force ask show hide""".split("\\s+"));

    /** Words before {@code pass} that make it no password. */
    static final Set<String> NO_PASS = Set.of("""
            by com tres sur over under boarding multi single first second render high low band one two ski season did will
            tests test""".split("\\s+"));

    /** Words before {@code auth} that make it no credential. */
    static final Set<String> NO_AUTH = Set.of("""
            o two factor multi mutual""".split("\\s+"));

    /** What may stand before {@code pass} within one word: {@code sshpass} is a password, {@code compass} is none. */
    static final Set<String> GLUED_PASS = Set.of("""
            require ssh db user vault root mysql ftp sftp admin key store keystore truststore master smtp my http https
            ldap become sudo su bind proxy auth login pg postgres redis mail imap mqtt old new pgp gpg rabbitmq wifi
            enable network svc service rpc repo registry docker git jdbc ansible""".split("\\s+"));

    private SecretWords() {}

    /** Words before {@code token} that make it a place in a list or the mark of a repeated request. */
    static final Set<String> NO_TOKEN =
            Set.of("next", "page", "continuation", "pagination", "idempotency", "resume", "scroll", "sync");
}

package dev.annals.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom a client trusts by TLS, and the certificate that it shows: the properties under {@code schema.registry.ssl.}, as Confluent names them. */
final class RegistryTls {
    static final String PREFIX = "schema.registry.ssl.";

    private static final Set<String> NAMES = Set.of(
            "truststore.location",
            "truststore.password",
            "truststore.type",
            "keystore.location",
            "keystore.password",
            "keystore.type",
            "key.password");

    private final Map<String, String> properties;

    private RegistryTls(Map<String, String> properties) {
        this.properties = properties;
    }

    static boolean isProperty(String name) {
        return name.startsWith(PREFIX) && NAMES.contains(name.substring(PREFIX.length()));
    }

    /** The stores that properties name; empty when they name none. */
    static Optional<RegistryTls> of(Map<String, String> properties) {
        RegistryTls tls = new RegistryTls(Map.copyOf(properties));
        if (tls.text("truststore.location") == null && tls.text("keystore.location") == null) {
            return Optional.empty();
        }
        // A file that cannot be read is found at the start, and not when the first record needs it.
        tls.context();
        return Optional.of(tls);
    }

    /** Fails with {@link BadRegistrySetting}. */
    SSLContext context() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store("truststore"));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            @Nullable KeyStore own = store("keystore");
            if (own != null) {
                @Nullable String password = text("key.password");
                keys.init(own, chars(password == null ? text("keystore.password") : password));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new BadRegistrySetting(
                    PREFIX + "*: the stores cannot be used (" + e.getMessage() + "); check their passwords and types");
        }
    }

    private @Nullable KeyStore store(String which) throws GeneralSecurityException {
        @Nullable String location = text(which + ".location");
        if (location == null) {
            return null;
        }
        @Nullable String type = text(which + ".type");
        KeyStore store = KeyStore.getInstance(type == null ? KeyStore.getDefaultType() : type.toUpperCase(Locale.ROOT));
        try (InputStream in = Files.newInputStream(Path.of(location))) {
            store.load(in, chars(text(which + ".password")));
            return store;
        } catch (IOException e) {
            throw new BadRegistrySetting(PREFIX + which + ".location: " + location + " cannot be read ("
                    + e.getMessage() + "; expected: a key store of that type and password)");
        }
    }

    private @Nullable String text(String name) {
        return properties.get(PREFIX + name);
    }

    private static char @Nullable [] chars(@Nullable String text) {
        return text == null ? null : text.toCharArray();
    }
}

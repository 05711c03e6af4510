package dev.annals.broker;

/** An embedded broker that could not start; the message is one sentence that says what to do. */
public final class BrokerFailed extends RuntimeException {

    public BrokerFailed(String message) {
        super(message);
    }

    public BrokerFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.annals.api;

/** The English sentence of every kind of failure; a dialect overrides those that its product words by itself. */
public interface Sentences extends Failure.Cases<String> {
    @Override
    default String unauthenticated(Failure.Unauthenticated failure) {
        return failure.sentence();
    }

    @Override
    default String forbidden(Failure.Forbidden failure) {
        return failure.sentence();
    }

    @Override
    default String noSuchPath(Failure.NoSuchPath failure) {
        return failure.sentence();
    }

    @Override
    default String notFound(Failure.NotFound failure) {
        return failure.sentence();
    }

    @Override
    default String methodNotAllowed(Failure.MethodNotAllowed failure) {
        return failure.sentence();
    }

    @Override
    default String notAcceptable(Failure.NotAcceptable failure) {
        return failure.sentence();
    }

    @Override
    default String badRequest(Failure.BadRequest failure) {
        return failure.sentence();
    }

    @Override
    default String malformed(Failure.Malformed failure) {
        return failure.sentence();
    }

    @Override
    default String unfit(Failure.Unfit failure) {
        return failure.sentence();
    }

    @Override
    default String tooLarge(Failure.TooLarge failure) {
        return failure.sentence();
    }

    @Override
    default String notTaken(Failure.NotTaken failure) {
        return failure.sentence();
    }

    @Override
    default String notReady(Failure.NotReady failure) {
        return failure.sentence();
    }

    @Override
    default String tooExpensive(Failure.TooExpensive failure) {
        return failure.sentence();
    }

    @Override
    default String unexpected(Failure.Unexpected failure) {
        return failure.sentence();
    }
}

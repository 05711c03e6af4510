package dev.annals.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code annals up} as a process of its own, asked over HTTP: with the heap that the {@code annals} script gives it and its {@code JAVA_OPTS}, or by the script
 * itself when the environment names it in {@value #SCRIPT}, archive of classes and all. Settings of memory are passed on, such as {@code ANNALS_NATIVE_MEMORY}.
 */
final class ServiceProcess implements AutoCloseable {
    private static final Pattern COUNT = Pattern.compile("\\{\"count\":(\\d+)");
    /** The administrator's. */
    static final String TOKEN = "ann_of_the_benchmark";

    private static final long STOP_SECONDS = 20;
    private static final String SCRIPT = "BENCH_ANNALS";
    /** Other settings of whoever runs the benchmark are none of it. */
    private static final Set<String> PASSED_ON = Set.of("ANNALS_NATIVE_MEMORY", "ANNALS_BROKER_HEAP", "ANNALS_BUILD");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path errors;
    private final HttpRequest newest;

    private ServiceProcess(Process process, Path errors, URI url) {
        this.process = process;
        this.errors = errors;
        this.newest = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
    }

    /** Starts it without waiting for it. */
    static ServiceProcess start(Path data, int httpPort, int kafkaPort) throws IOException {
        Path errors = Path.of(data + ".err");
        List<String> command = new ArrayList<>(launcher());
        command.addAll(List.of(
                "up",
                "--data",
                data.toString(),
                "--http-port",
                Integer.toString(httpPort),
                "--kafka-port",
                Integer.toString(kafkaPort)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ANNALS_") && !PASSED_ON.contains(name));
        builder.environment().put("ANNALS_TOKEN", TOKEN);
        // As the script.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        Process process = builder.start();
        // Whoever stops the harness stops what it started.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return new ServiceProcess(
                process,
                errors,
                URI.create("http://127.0.0.1:" + httpPort + "/api/v2/activity_stream/?page_size=1&order_by=-id"));
    }

    /** What is run; of the script nothing is left but the JVM, which takes its place. */
    private static List<String> launcher() {
        String script = System.getenv(SCRIPT);
        if (script != null) {
            return List.of(Path.of(script).toAbsolutePath().toString());
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.annals.launcher.Annals"));
        return command;
    }

    /** The heap and the collector that the {@code annals} script gives, unless {@code JAVA_OPTS} has others. */
    static List<String> jvmOptions() {
        List<String> given = Stream.of(
                        System.getenv().getOrDefault("JAVA_OPTS", "").strip().split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
        List<String> options = new ArrayList<>(List.of("-XX:-UsePerfData"));
        if (given.stream().noneMatch(option -> option.startsWith("-Xmx") || option.contains("MaxRAMPercentage"))) {
            options.add("-Xmx1g");
        }
        // Two collectors at once are an error of the JVM.
        if (given.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
            options.add("-XX:+UseParallelGC");
        }
        options.addAll(given);
        return options;
    }

    /** Waits until it says that it is ready. */
    void awaitReady() throws IOException {
        BufferedReader out = process.inputReader();
        @Nullable String line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            throw new IllegalStateException("the service said '" + line + "' (expected: ready); see " + errors);
        }
    }

    /** How many activities it shows; -1 while it cannot answer. */
    long visible() throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "the service ended with " + process.exitValue() + " (expected: to serve); see " + errors);
        }
        try {
            HttpResponse<String> answer = http.send(newest, HttpResponse.BodyHandlers.ofString());
            Matcher count = COUNT.matcher(answer.body());
            return answer.statusCode() == 200 && count.lookingAt() ? Long.parseLong(count.group(1)) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** What it and its broker have used of the processors so far. */
    String cpu() {
        return "service %.1f s, broker %.1f s of CPU".formatted(cpuSeconds(), brokerCpuSeconds());
    }

    /** The most memory that it and its broker have had resident so far; nothing where the system does not say. */
    String memory() {
        return Stream.concat(Stream.of(process.toHandle()), process.children())
                .map(handle -> Path.of("/proc", Long.toString(handle.pid()), "status"))
                .filter(Files::isReadable)
                .map(status -> megabytes(status, "VmHWM:"))
                .collect(Collectors.joining(", ", "most memory resident, service and broker: ", ""));
    }

    private static String megabytes(Path status, String what) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(what))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Another administrator's token, for the service with that data directory. */
    static String token(Path data, String name) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.annals.launcher.Annals",
                        "token",
                        "create",
                        "--name",
                        name,
                        "--role",
                        "admin",
                        "--data",
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        @Nullable String token = process.inputReader().readLine();
        if (process.waitFor() != 0 || token == null) {
            throw new IllegalStateException("no token was made for " + data + " (expected: one on standard output)");
        }
        return token;
    }

    /** The memory that it and its broker have resident now; nothing where the system does not say. */
    String residentMemory() {
        return Stream.concat(Stream.of(process.toHandle()), process.children())
                .map(handle -> Path.of("/proc", Long.toString(handle.pid()), "status"))
                .filter(Files::isReadable)
                .map(status -> megabytes(status, "VmRSS:"))
                .collect(Collectors.joining(", ", "resident, service and broker: ", ""));
    }

    /** What it has used of the processors so far, without its broker. */
    double cpuSeconds() {
        return seconds(process.toHandle());
    }

    /** What its broker has used of the processors so far; nothing when it has none of its own. */
    double brokerCpuSeconds() {
        return process.children().mapToDouble(ServiceProcess::seconds).sum();
    }

    /** As kill -9; its broker ends by itself. */
    void kill() throws InterruptedException {
        List<ProcessHandle> broker = process.children().toList();
        process.destroyForcibly().waitFor();
        broker.forEach(handle -> handle.onExit().join());
    }

    @Override
    public void close() {
        List<ProcessHandle> broker = process.children().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        broker.forEach(handle -> handle.onExit().join());
    }

    static double seconds(ProcessHandle handle) {
        return handle.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }
}

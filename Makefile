# Short names for the commands of a working day. CI runs `mvn -B verify`, as `make build` does.
MVN ?= mvn
MODULE ?=
BENCH ?= EndToEndBench
SELECTED := $(if $(MODULE),-pl $(MODULE) -am)

.DEFAULT_GOAL := help
.PHONY: help build fast test it e2e bench fmt up

help: ## List these commands
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  %-7s %s\n", $$1, $$2 }'
	@echo "  MODULE=processor limits build, fast, test and it to a module and what it needs."

build: ## Everything CI checks: compile, tests, integration tests, format, dependency rules
	$(MVN) -B verify $(SELECTED)

fast: ## The runnable jar (or a MODULE) without tests or checks
	$(MVN) -q package -DskipTests -Denforcer.skip -pl $(or $(MODULE),deploy/launcher) -am

test: ## Unit tests
	$(MVN) test $(SELECTED)

it: ## Unit and integration tests, no format or dependency checks
	$(MVN) verify -Dspotless.check.skip -Denforcer.skip $(SELECTED)

e2e: ## The end-to-end tests against the runnable jar
	$(MVN) verify -pl deploy/e2e -am -Dtest=none -Dspotless.check.skip -Denforcer.skip

bench: ## Build the benchmarks and run BENCH (EndToEndBench) with ARGS
	$(MVN) -q package -DskipTests -Denforcer.skip -pl deploy/bench -am
	java -Xmx1g -XX:+UseParallelGC -cp deploy/bench/target/benchmarks.jar dev.annals.bench.$(BENCH) $(ARGS)

fmt: ## Format the sources and the poms
	$(MVN) -q spotless:apply

up: fast ## Start Annals here, broker included
	java -jar deploy/launcher/target/annals.jar up $(ARGS)

# QI Station: `make help` lists the targets; `make run` and `make test` are the two that matter.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
export PYTHONPATH := $(CURDIR):$(CURDIR)/proto/gen

##@ Prepare
.PHONY: setup lock
setup: .venv/.stamp ## Make the Python environment in .venv from requirements.lock
.venv/.stamp: requirements.lock
	@test -x .venv/bin/uv || { python3 -m venv .venv && .venv/bin/pip install -q uv; }
	@.venv/bin/uv pip sync -q --python .venv/bin/python requirements.lock
	@touch $@
lock: ## Resolve pyproject.toml into requirements.lock (versions and hashes, no addresses)
	@.venv/bin/uv pip compile -q pyproject.toml --group dev --group deploy --universal --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -o requirements.lock
	@.venv/bin/uv pip sync -q --python .venv/bin/python requirements.lock && touch .venv/.stamp

##@ Contracts
.PHONY: proto
proto: setup ## Generate proto/gen (messages, services, their types) when proto/ has changed
	@$(PY) -m deploy.proto
.PHONY: proto-lint
proto-lint: setup ## Check proto/ with buf: style, and nothing broken since the last commit
	@$(PY) -m deploy.contracts
.PHONY: events
events: proto ## Write proto/asyncapi.yaml (topics, headers, JSON Schemas) from proto/qi/event
	@$(PY) -m deploy.events

.PHONY: states
states: proto ## Write the README's states of a case from the table
	@$(PY) -m deploy.states

##@ Check
.PHONY: format lint test system
format: setup ## Format the Python code
	@.venv/bin/ruff format -q . && .venv/bin/ruff check -q --fix .
lint: proto proto-lint ## Formatting, rules, types, import contracts, contracts' style
	@.venv/bin/ruff format --check -q . && .venv/bin/ruff check -q .
	@.venv/bin/mypy services gateway deploy tests
	@.venv/bin/lint-imports
test: lint portal-check ## Prove everything: lint, the portal, unit and contract tests, then the system on real engines
	@$(PY) -m pytest -m "not system"
	@$(PY) -m pytest -m system
system: proto portal ## Only the tests on real engines
	@$(PY) -m pytest -m system

##@ Portal
.PHONY: portal portal-check portal-dev portal-format
portal: setup ## Build gateway/portal/dist when its sources have changed
	@$(PY) -m deploy.portal build
portal-check: setup ## The portal's build, types, rules and tests
	@$(PY) -m deploy.portal check
portal-dev: setup ## Serve the portal from its sources, before a running gateway: QI_GATEWAY=<address>
	@exec $(PY) -m deploy.portal dev
portal-format: setup ## Format the portal's code
	@$(PY) -m deploy.portal format

##@ Run
.PHONY: run stop status
run: proto portal ## Start everything, load the demonstration, stop with Ctrl-C (or `make stop`)
	@exec $(PY) -m deploy.engines run
stop: setup ## Stop what `make run` started
	@$(PY) -m deploy.engines stop
status: setup ## Show each process, its port and its health
	@$(PY) -m deploy.engines status

##@ Images
.PHONY: images
images: portal deploy/.env ## Build the images with docker compose; writes secrets into deploy/.env when there are none
	@docker compose -f deploy/compose.yaml build
deploy/.env: deploy/compose.yaml
	@test -e $@ || echo 'QI_PUBLIC_URL=' | install -m 600 /dev/stdin $@
	@grep -oE '\{[A-Z_]+_(SECRET|PASSWORD|KEY):' deploy/compose.yaml | tr -d '{:' | sort -u | while read -r name; do \
	  grep -q "^$$name=" $@ || echo "$$name=$$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" >> $@; done
	@touch $@

##@ Keep
.PHONY: verify
verify: proto ## Prove every stored history and every signed root, of a running or stopped stack: [FOLDER=.stack]
	@$(PY) -m deploy.verify $(if $(FOLDER),--folder $(FOLDER))

.PHONY: seed bench size
seed: proto ## Fill the running (or stopped) stack with made-up lawful cases, and say how fast: N=2000
	@$(PY) -m deploy.seed --cases $(or $(N),2000)
bench: proto ## Our answers as ratios to a bare floor of the same parts, on a stack of its own: [N=4000]
	@$(PY) -m deploy.bench --cases $(or $(N),4000)
size: proto ## The same lists, searches and reads at few and at many cases, on a stack of its own: [FEW=2000 MANY=200000]
	@$(PY) -m deploy.size --few $(or $(FEW),2000) --many $(or $(MANY),200000)
.PHONY: backup restore migrate
backup: proto ## Write everything the services keep, running or not, below .stack/backups: [TO=folder]
	@$(PY) -m deploy.backup backup $(if $(TO),--backup $(TO))
restore: proto ## Put a backup in the place of what is there, in a new epoch; stop the services first: FROM=<folder>
	@$(PY) -m deploy.backup restore --backup $(FROM)
migrate: proto ## Bring every document to this release's schema, while services run; may be killed and started again
	@$(PY) -m deploy.migrate

.PHONY: watch
watch: setup ## Print the events of the running stack as a consumer sees them
	@exec $(PY) -m deploy.kafka.watch
.PHONY: parked
parked: setup ## List the keys that consumers have set aside; RELEASE="<service> <topic> <key>" lets one go on
	@$(PY) -m deploy.parked $(RELEASE)
.PHONY: replay
replay: proto ## Replay an intake log into the running stack: LOG=<file> [USERS=8] [FAULTS=1]
	@$(PY) -m deploy.replay $(if $(LOG),--log $(LOG)) --users $(or $(USERS),8) $(if $(FAULTS),--faults)

##@ Help
.PHONY: help
help: ## List every target in a line
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

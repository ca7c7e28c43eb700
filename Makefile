# Two commands: `make run` and `make test`. Everything they need is installed when it is missing.

SWIFT ?= swift
PREFIX ?= /usr/local
RELEASE = --configuration release --scratch-path .build-release
PROGRAM = .build-release/release/moderato
OURS = Package.swift Sources Tests Rules Fixtures

.PHONY: run build test browser-test check house format bench fuzz docs install starter-model unicode-tables clean system

# A news site with its discussions and the moderators' pages on http://127.0.0.1:8080; prints where, a sign-in, and what to
# try next.
run: build
	@$(PROGRAM) demo

build: system
	$(SWIFT) build $(RELEASE) --product moderato

test: system
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	@Tests/Terminal/run.sh
	@Tests/Browser/run.sh

# The pages in Chromium alone, with the program that was built last.
browser-test:
	@Tests/Browser/run.sh

# Formatting, and a build in which warnings are errors (they always are in this package), and the house rules.
check: system
	$(SWIFT) format lint --strict --recursive --parallel $(OURS)
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter HouseTests

format:
	$(SWIFT) format --in-place --recursive --parallel $(OURS)

bench: system
	$(SWIFT) build $(RELEASE)
	@Tests/Tools/bench.sh

# Random input against what must hold for any; FUZZ_SECONDS for each fuzzer, FUZZERS to choose some.
fuzz: system
	@SWIFT="$(SWIFT)" Tests/Tools/fuzz.sh $(FUZZERS)

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/moderato
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/moderato
	# SwiftPM names the folders .resources on Linux and .bundle on macOS.
	for folder in .build-release/release/moderato_DefaultRules.* .build-release/release/moderato_DemoFixtures.* \
	  .build-release/release/moderato_HTTPService.*; do \
	  rm -rf "$(DESTDIR)$(PREFIX)/share/moderato/$$(basename "$$folder")"; \
	  cp -R "$$folder" $(DESTDIR)$(PREFIX)/share/moderato/; \
	done

# The model that comes with the rules, from the open sets in DATA (Docs/DETECTION.md names them).
starter-model: build
	rm -rf .build-release/models
	$(PROGRAM) model train --starter $(DATA) --to .build-release/models
	cp .build-release/models/*.model Rules/starter.model

# Tables of Sources/TextNormalization/Generated, from the Unicode Character Database (Debian: unicode-data).
unicode-tables:
	$(SWIFT) run UnicodeTableGenerator /usr/share/unicode Sources/TextNormalization/Generated

clean:
	rm -rf .build .build-release .build-fuzz

system:
	@Tests/Tools/install-system-packages.sh

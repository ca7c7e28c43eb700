// swift-tools-version: 6.2

import PackageDescription

/// One set of settings for every target of ours: a room that needs another says so beside its name.
let houseSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  // Ignored by SwiftPM when this package is somebody's dependency.
  .treatAllWarnings(as: .error),
]

/// Files of `Rules/` that are part of the shipped rule set; a house test proves that none is forgotten.
let ruleFiles = [
  "adult.yaml",
  "adverts.yaml",
  "crypto.yaml",
  "earnings.yaml",
  "evasion.yaml",
  "gambling.yaml",
  "hate.en.yaml",
  "hate.ru.yaml",
  "hate.uk.yaml",
  "insults.en.yaml",
  "insults.ru.yaml",
  "insults.uk.yaml",
  "links.yaml",
  "lists",
  "obscenity.en.yaml",
  "obscenity.ru.yaml",
  "obscenity.uk.yaml",
  "personal_data.yaml",
  "ruleset.yaml",
  "starter.model",
  "threats.yaml",
]

/// Built only where `MODERATO_FUZZERS` is set, as `make fuzz` does: their main function comes from the fuzzing library, and
/// an ordinary build has none for them.
let fuzzers: [Target] =
  Context.environment["MODERATO_FUZZERS"] == nil
  ? []
  : [
    ("PrefilterFuzzer", ["ModerationModel", "RandomExpressions", "RuleEngine", "TextNormalization"]),
    ("NormalizationFuzzer", ["TextNormalization"]),
    ("RuleFileFuzzer", ["ModerationModel", "RuleEngine"]),
    ("RuleImportFuzzer", ["ModerationModel", "RuleEngine"]),
    ("CheckRowFuzzer", ["AdminCLI", "ModerationModel", "ModerationPipeline", "RuleEngine"]),
  ].map { (name: String, dependencies: [Target.Dependency]) in
    .executableTarget(
      name: name, dependencies: dependencies, path: "Tests/Fuzzers/\(name)",
      swiftSettings: houseSettings + [.unsafeFlags(["-parse-as-library"])])
  }

let package = Package(
  name: "moderato",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Moderato", targets: ["Moderato"]),
    .library(name: "ModeratoHTTP", targets: ["HTTPService"]),
    .library(name: "ModeratoTesting", targets: ["ModerationTesting"]),
    .executable(name: "moderato", targets: ["ModeratoCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Of its file formats we need none: our reader of the configuration file knows lines and misspelt keys.
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // C headers, one each.
    .systemLibrary(
      name: "CPCRE2",
      pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),

    // Rooms. The arrows are proved by `HouseTests`.
    .target(name: "PCRE2", dependencies: ["CPCRE2"], swiftSettings: houseSettings),
    .target(name: "ModerationModel", swiftSettings: houseSettings),
    .target(name: "TextNormalization", swiftSettings: houseSettings),
    .target(name: "ReviewDesk", dependencies: ["ModerationModel"], swiftSettings: houseSettings),
    .target(
      name: "RuleEngine",
      dependencies: [
        "ModerationModel", "PCRE2", "TextNormalization",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: houseSettings),
    .target(
      name: "ModerationPipeline",
      dependencies: ["ModerationModel", "RuleEngine", "TextNormalization"],
      swiftSettings: houseSettings),
    .target(
      name: "RuleTuning",
      dependencies: ["ModerationModel", "ModerationPipeline", "RuleEngine", "TextNormalization"],
      swiftSettings: houseSettings),
    .target(
      name: "ModelTraining",
      dependencies: [
        "ModerationModel", "ModerationPipeline", "RuleEngine", "RuleTuning",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: houseSettings),
    .target(
      name: "CommentStore",
      dependencies: ["ModerationModel", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: houseSettings),
    .target(
      name: "SQLiteStore",
      dependencies: ["CommentStore", "ModerationModel", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: houseSettings),
    .target(
      name: "CommentFlow",
      dependencies: [
        "CommentStore", "ModerationModel", "ModerationPipeline", "RuleTuning",
        .product(name: "Crypto", package: "swift-crypto"),
        // Only for scrypt, which turns moderators' passwords into hashes.
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: houseSettings),
    .target(
      name: "HTTPService",
      dependencies: [
        "CommentFlow", "CommentStore", "ModerationModel", "ModerationPipeline", "RuleEngine", "RuleTuning",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      resources: [.copy("Resources")],
      swiftSettings: houseSettings),
    .target(
      name: "ServiceAssembly",
      dependencies: [
        "CommentFlow", "CommentStore", "DefaultRules", "HTTPService", "ModerationModel", "ModerationPipeline",
        "RuleEngine", "SQLiteStore",
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: houseSettings),
    .target(
      name: "AdminCLI",
      dependencies: [
        "CommentFlow", "CommentStore", "DemoFixtures", "HTTPService", "HistoryFixtures", "ModelTraining",
        "ModerationModel", "ModerationPipeline", "ReviewDesk", "RuleEngine", "RuleTuning", "ServiceAssembly",
        "TextNormalization",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: houseSettings),
    .target(
      name: "Moderato",
      dependencies: [
        "CommentFlow", "CommentStore", "DefaultRules", "ModerationModel", "ModerationPipeline", "RuleEngine",
        "SQLiteStore",
      ],
      swiftSettings: houseSettings),
    .target(
      name: "ModerationTesting",
      dependencies: ["CommentStore", "ModerationModel"],
      swiftSettings: houseSettings),
    .executableTarget(name: "ModeratoCommand", dependencies: ["AdminCLI"], swiftSettings: houseSettings),
    .executableTarget(
      name: "UnicodeTableGenerator",
      path: "Tests/Tools/UnicodeTableGenerator",
      swiftSettings: houseSettings),

    // Measurements that are run by hand.
    .executableTarget(
      name: "RuleBenchmark",
      dependencies: ["ModerationModel", "ModerationPipeline", "PCRE2", "RuleEngine", "TextNormalization"],
      path: "Tests/Benchmarks/RuleBenchmark",
      swiftSettings: houseSettings),
    .executableTarget(
      name: "YardstickBenchmark",
      dependencies: [
        "EvilCorpus", "ModerationModel", "ModerationPipeline", "RuleEngine", "TextNormalization",
      ],
      path: "Tests/Benchmarks/YardstickBenchmark",
      swiftSettings: houseSettings),
    .executableTarget(
      name: "EvilBenchmark",
      dependencies: ["EvilCorpus", "ModerationModel", "RuleEngine", "TextNormalization"],
      path: "Tests/Benchmarks/EvilBenchmark",
      swiftSettings: houseSettings),
    .executableTarget(
      name: "NormalizationBenchmark",
      dependencies: ["TextNormalization"],
      path: "Tests/Benchmarks/NormalizationBenchmark",
      swiftSettings: houseSettings),
    .executableTarget(
      name: "StoreBenchmark",
      dependencies: ["CommentStore", "ModerationModel", "ModerationTesting", "SQLiteStore"],
      path: "Tests/Benchmarks/StoreBenchmark",
      swiftSettings: houseSettings),
    .executableTarget(
      name: "ReplayBenchmark",
      dependencies: [
        "CommentFlow", "CommentStore", "DefaultRules", "ModerationModel", "ModerationPipeline", "ModerationTesting",
        "RuleEngine", "RuleTuning", "SQLiteStore",
      ],
      path: "Tests/Benchmarks/ReplayBenchmark",
      swiftSettings: houseSettings),

    .executableTarget(
      name: "ClassifierBenchmark",
      dependencies: [
        "DefaultRules", "ModelTraining", "ModerationModel", "ModerationPipeline", "RuleEngine", "RuleTuning",
      ],
      path: "Tests/Benchmarks/ClassifierBenchmark",
      swiftSettings: houseSettings),
    .executableTarget(
      name: "DetectionBenchmark",
      dependencies: [
        "CommentFlow", "CommentStore", "DefaultRules", "ModerationModel", "ModerationPipeline", "ModerationTesting",
        "RuleEngine", "RuleTuning", "SQLiteStore",
      ],
      path: "Tests/Benchmarks/DetectionBenchmark",
      swiftSettings: houseSettings),

    // Expressions that backtrack without end, and texts that make them.
    .target(name: "EvilCorpus", path: "Tests/Benchmarks/EvilCorpus", swiftSettings: houseSettings),

    // Random expressions and texts, for fuzzers and property tests alike.
    .target(name: "RandomExpressions", path: "Tests/Fuzzers/RandomExpressions", swiftSettings: houseSettings),

    // The README's example, compiled as it stands there.
    .executableTarget(
      name: "TwentyLines",
      dependencies: ["Moderato"],
      path: "Tests/Examples/TwentyLines",
      swiftSettings: houseSettings),

    // The embedding of Docs/HTTP.md, run by a test.
    .target(
      name: "NewsSite",
      dependencies: [
        "CommentFlow", "HTTPService",
        .product(name: "Hummingbird", package: "hummingbird"),
      ],
      path: "Tests/Examples/NewsSite",
      swiftSettings: houseSettings),

    // Folders of words, reachable from an embedder and from an installed program.
    .target(
      name: "DefaultRules",
      path: "Rules",
      resources: ruleFiles.map { .copy($0) },
      swiftSettings: houseSettings),
    .target(
      name: "DemoFixtures",
      path: "Fixtures",
      exclude: ["Help", "History", "Schemas"],
      resources: [.copy("Demo")],
      swiftSettings: houseSettings),
    .target(
      name: "HistoryFixtures",
      path: "Fixtures/History",
      swiftSettings: houseSettings),

    // Tests, a target a room.
    .testTarget(name: "HouseTests", swiftSettings: houseSettings),
    .testTarget(name: "PCRE2Tests", dependencies: ["PCRE2"], swiftSettings: houseSettings),
    .testTarget(name: "ModerationModelTests", dependencies: ["ModerationModel"], swiftSettings: houseSettings),
    .testTarget(name: "TextNormalizationTests", dependencies: ["TextNormalization"], swiftSettings: houseSettings),
    .testTarget(
      name: "RuleEngineTests",
      dependencies: [
        "DefaultRules", "EvilCorpus", "ModerationModel", "PCRE2", "RandomExpressions", "RuleEngine",
        "TextNormalization",
      ],
      swiftSettings: houseSettings),
    .testTarget(
      name: "ModerationPipelineTests",
      dependencies: ["DefaultRules", "ModerationModel", "ModerationPipeline", "RuleEngine"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "RuleTuningTests",
      dependencies: [
        "DefaultRules", "HistoryFixtures", "ModerationModel", "ModerationPipeline", "ModerationTesting", "RuleEngine",
        "RuleTuning", "TextNormalization",
      ],
      swiftSettings: houseSettings),
    .testTarget(
      name: "ModelTrainingTests",
      dependencies: ["ModelTraining", "ModerationModel", "ModerationPipeline", "RuleEngine", "RuleTuning"],
      swiftSettings: houseSettings),
    .testTarget(
      name: "CommentStoreTests",
      dependencies: [
        "CommentFlow", "CommentStore", "ModerationModel", "ModerationTesting", "SQLiteStore",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: houseSettings),
    .testTarget(
      name: "CommentFlowTests",
      dependencies: [
        "CommentFlow", "CommentStore", "ModerationModel", "ModerationPipeline", "ModerationTesting", "RuleEngine",
        "RuleTuning", "SQLiteStore",
      ],
      swiftSettings: houseSettings),
    .testTarget(
      name: "HTTPServiceTests",
      dependencies: [
        "CommentFlow", "CommentStore", "HTTPService", "ModerationModel", "ModerationPipeline", "NewsSite",
        "RuleEngine", "SQLiteStore",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: houseSettings),
    .testTarget(
      name: "ReviewDeskTests", dependencies: ["ModerationModel", "ReviewDesk"], swiftSettings: houseSettings),
    .testTarget(
      name: "AcceptanceTests",
      dependencies: [
        "AdminCLI", "CommentFlow", "DemoFixtures", "HistoryFixtures", "Moderato", "ModerationModel",
        "ModerationPipeline",
        "ModeratoCommand",
        "ReviewDesk", "RuleEngine", "ServiceAssembly", "TwentyLines",
      ],
      swiftSettings: houseSettings),
  ] + fuzzers
)

import HTTPService
import HTTPTypes
import Metrics
import Testing

@Suite struct InterfaceTests {
  @Test func theDocumentDescribesEveryRoute() async throws {
    try await TestService.run { service in
      let document = try await service.send(path: "/openapi.json").json()
      #expect(document["openapi"]?.text == "3.1.0")
      guard case .object(let paths)? = document["paths"] else {
        Issue.record("no paths")
        return
      }
      var described: Set<String> = []
      for path in paths {
        guard case .object(let operations) = path.value else { continue }
        for operation in operations { described.insert("\(operation.key.uppercased()) \(path.key)") }
      }
      let routes = service.service.endpoints.filter { $0.kind == .interface }.map { "\($0.method.rawValue) \($0.path)" }
      #expect(described == Set(routes))
      #expect(service.service.shapedRoutes == Set(routes))
    }
  }

  @Test func problemsHaveTypesOfTheirOwn() {
    let codes = Problem.Code.allCases
    #expect(Set(codes.map(\.type)).count == codes.count)
    #expect(codes.allSatisfy { (400..<600).contains($0.status.code) && !$0.title.isEmpty })
  }

  @Test func itSaysWhetherItIsReadyAndHowBusy() async throws {
    try await TestService.run { service in
      for _ in 0..<100 {
        if try await service.send(path: "/readyz").status == 200 { break }
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(try await service.send(path: "/readyz").status == 200)
      let head = try await service.send("HEAD", "/v1/articles/bridge/comments")
      #expect(head.status == 200)
      #expect(head.body.isEmpty)
    }
  }

  @Test func figuresAreWrittenAsPrometheusReadsThem() {
    let registry = PrometheusRegistry()
    Counter(label: "http_requests_total", dimensions: [("route", "/a\"b\\"), ("status", "200")], factory: registry)
      .increment(by: 3)
    Timer(label: "http_request_seconds", dimensions: [], factory: registry).recordNanoseconds(2_000_000)
    let text = registry.text()
    #expect(
      text.contains("# TYPE http_requests_total counter\nhttp_requests_total{route=\"/a\\\"b\\\\\",status=\"200\"} 3\n")
    )
    #expect(text.contains("http_request_seconds_bucket{le=\"0.001\"} 0\n"))
    #expect(text.contains("http_request_seconds_bucket{le=\"0.0025\"} 1\n"))
    #expect(text.contains("http_request_seconds_count 1\n"))
  }
}

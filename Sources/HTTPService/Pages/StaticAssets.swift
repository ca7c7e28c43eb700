import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// Files that the service ships and hands out as they are: scripts, styles, pictures. Read once, when the first service
/// is made.
struct StaticAssets: Sendable {
  struct Asset: Sendable {
    var bytes: ByteBuffer
    var type: String
    var etag: String
  }

  private let assets: [String: Asset]

  static let shipped = StaticAssets(folder: ServiceResources.folder?.appending(path: "Static"))

  /// Reads the files of a folder, those of folders below it left out; nothing where there is none.
  init(folder: URL?) {
    var assets: [String: Asset] = [:]
    let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path) } ?? []
    for name in names where !name.hasPrefix(".") {
      guard let folder, let data = try? Data(contentsOf: folder.appending(path: name)) else { continue }
      let digest = SHA256.hash(data: data).prefix(12).map { byte in
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }
      assets[name] = Asset(
        bytes: ByteBuffer(bytes: data), type: Self.type(of: name), etag: "\"\(digest.joined())\"")
    }
    self.assets = assets
  }

  subscript(name: String) -> Asset? { assets[name] }

  /// A file as an answer, or 304 where the caller has it already.
  ///
  /// - Throws: a problem with 404.
  func response(_ name: String, to exchange: Exchange) throws(Problem) -> Response {
    guard let asset = assets[name] else { throw Problem(.notFound, "there is no such file") }
    var headers: HTTPFields = [
      .contentType: asset.type, .eTag: asset.etag, .cacheControl: "public, max-age=300",
      .contentTypeOptions: "nosniff", .resourcePolicy: "cross-origin",
    ]
    if exchange.hasCurrent(asset.etag) { return Response(status: .notModified, headers: headers) }
    headers[.contentLength] = "\(asset.bytes.readableBytes)"
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: asset.bytes))
  }

  private static func type(of name: String) -> String {
    switch name.split(separator: ".").last {
    case "js": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "json": "application/json"
    case "woff2": "font/woff2"
    default: "application/octet-stream"
    }
  }
}

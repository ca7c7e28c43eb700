import Crypto
import Testing

@testable import HTTPService

@Suite struct QRCodeTests {
  /// SHA-256 over the modules, row by row as 0 and 1, as the PyPI package `qrcode` makes them (level M, bytes): versions 5,
  /// 3 and 10, with one and several blocks, with and without written version.
  @Test(arguments: [
    (
      "otpauth://totp/Moderato:anna?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Moderato", 37,
      ["fd249e4f9557b439", "77f5118a11b1676d", "cfc37962eeb87272", "159b685f5d5d361f"]
    ),
    (
      String(repeating: "a", count: 40), 29,
      ["cd92299fcb137625", "104ed6c6ab010ab0", "c8a32764c0fd652b", "c73625aa36fac53b"]
    ),
    (
      String(repeating: "Ж", count: 100), 57,
      ["9aeb61e8ef65dc55", "2183030ef8532aa9", "0dcfbb3f743c9151", "d0c5dc1e2f7f493c"]
    ),
  ])
  func areAsAnotherProgramMakesThem(text: String, size: Int, digests: [String]) throws {
    for (mask, digest) in zip([0, 3, 5, 7], digests) {
      let code = try #require(QRCode(text, mask: mask))
      #expect(code.size == size)
      let digits = code.modules.map { $0 ? UInt8(ascii: "1") : UInt8(ascii: "0") }
      let hash = SHA256.hash(data: digits).prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(hash == digest, "mask \(mask)")
    }
  }

  @Test func pathsCoverExactlyTheDarkModules() throws {
    let code = try #require(QRCode("otpauth://totp/x"))
    var covered = 0
    for run in code.path.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
      let (x, y, length) = (try #require(Int(run.1)), try #require(Int(run.2)), try #require(Int(run.3)))
      #expect((x..<x + length).allSatisfy { code[$0, y] })
      covered += length
    }
    #expect(covered == code.modules.count(where: \.self))
  }

  @Test func whatDoesNotFitIsNotCutShort() {
    #expect(QRCode(String(repeating: "a", count: QRCode.bytesMax)) != nil)
    #expect(QRCode(String(repeating: "a", count: QRCode.bytesMax + 1)) == nil)
  }
}

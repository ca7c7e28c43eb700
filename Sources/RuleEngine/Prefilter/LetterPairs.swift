/// How rarely one letter follows another, in bits: the negative logarithm of its share among those that do.
///
/// Counted in this project's own texts: its documents, its demonstration and its rules. Only the order matters: a wrong
/// number makes a search slower, never wrong. The first sign of each alphabet stands for the end of a word.
enum LetterPairs {
  static let latin = Alphabet(
    " abcdefghijklmnopqrstuvwxyz",
    """
    f35454565486545459434574b79
    3c645b65b5f7443d6d343588868
    3488b35fa48f2783bf5484bff5f
    53f8b3bf35f44ff3bf4726fff7f
    15aa63a7c4cc88a5bf64866cf6f
    24854676988856376a335966468
    24f8b45fe3fb5ae39a4933fff8f
    24ffa3f855fb6953fc3594fff8f
    33a8a2fff4faaa73ff5757dff4f
    65744576dad656237f633b6f8c9
    55c8b1ccb4dcbcb2ceb4a3dcd7d
    15bae2ab84ff79579f5356fff87
    33aa4279f2f84ba48f9556aaf5c
    325f82fff3ff74834f86a5fff6f
    24a64393d5c679749fa3358af7f
    37565857c7d544255f264465aab
    33a6c29c55ff3fe46f4553cbf9f
    5acbb9cbbadc3baabdaaa0cbc6d
    247842a785f686646f74448af4b
    15a5a4ea45f778a557a546e8f8b
    25a6f39b33fd6aa48f5467c7b7e
    35367597c7c435484c4339ffc9a
    53eea1eed2f8aed4efda96fef7f
    14c9c4cf23ff9a53ff66acc8fcf
    4395e6fee6ffded92fdd19fe77f
    0588b6ab88988a745f846aa8fa9
    33cb62cc42dcbca5cdb8a88cd56
    """)

  static let cyrillic = Alphabet(
    " абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
    """
    f55454665574554435445867678a79796799f
    295575775755444964548866669f9ff76c98f
    439aae2aa4f74963e58a4f9fff7856f765fff
    238b994973f5686396565b9979ab49ff74fff
    33aa964ae4e95d52d3da5fefefffeeffe6fff
    33f5b73683b6675365784ff8aff966b875fff
    29556476595545396344a867678fbfb99f98f
    439c542692d6c534d9c84eee8eefe69ed7fff
    32667458e3f6664487876ff7aaf876ff77fff
    296565676754553776437856667fcff969abf
    1a6aa5aa99e676459964da88976feeff7eaaf
    22f79a6f84f9596394664fb6aa8ffffbf6fff
    338a9a39f2f67f93ae6a5bffabff74f445fff
    238bbe3ff3f78663979d4bb9bfff688f75fff
    32a9963a93f68f53ff754af67aff55f755fff
    39535475675544475444986a679ffff78c89f
    53bbfe4fb3f84f8293665ff9faff7fff75fff
    3276783983c69752ab854c9b88cf57f865fff
    34869848f5f45654465248997bf965b946fff
    3395993fc3f59b6394695cbb8ff953fc86fff
    285664766a65565944448b7956ffffa6aaa7f
    43bacb3cb2ca66a2b3a65dc7c7ddcbdcb5ddd
    24a5995ed6ad4842d5d63feeeeffeefee7faf
    23dcdc3dd2d9ccb69c9b5ed8ddee46e653eee
    33ddea2ee3e37745dcd44feae6ffe5fee6fff
    33d6dc3ed2d34745c7854ededeefd5f8d5fef
    33bacb2cb3cbbb62baaa3dccccddc5dcc7ddd
    1899a94a98a9998898989baaaabba2ba4abbb
    1c7456389747467975557f5e86ffeefeeefff
    1ced7a6f77e4d546da55daa9e78feef55efff
    597aba9ba9646a99a341ac7bbbccbbcbbbccc
    1b7763bedbd47ccbc663ce7e598fdde6d8e7f
    1c6685786864655ca683df76589feef789f9f
    2a63638759554657a544d96865afeaf86e689
    2944b596397a7749aaa7ac2cbbccbbccbb65c
    1953b77bb9b6a379a634acbcb5ccbbc5bbccd
    3565761765766654655568777788778777888
    """)

  /// An alphabet with a row for each first letter and a hexadecimal digit for each second one, both in its own order.
  struct Alphabet: Sendable {
    fileprivate let count: Int
    fileprivate let bits: [Double]

    fileprivate init(_ letters: String, _ table: String) {
      count = letters.unicodeScalars.count
      bits = table.utf8.compactMap { digit in Character(Unicode.Scalar(digit)).hexDigitValue.map { Double($0) } }
    }
  }

  /// Where a letter stands in ``latin``; 0 for a blank, `nil` for anything else.
  @inline(__always)
  private static func latinPlace(_ scalar: UInt32) -> Int? {
    switch scalar {
    case 0x20: 0
    case 0x61...0x7A: Int(scalar) - 0x60
    default: nil
    }
  }

  @inline(__always)
  private static func cyrillicPlace(_ scalar: UInt32) -> Int? {
    switch scalar {
    case 0x20: 0
    case 0x430...0x44F: Int(scalar) - 0x42F
    case 0x456: 33
    case 0x457: 34
    case 0x454: 35
    case 0x491: 36
    default: nil
    }
  }

  /// `nil` for letters of two alphabets, and for signs.
  static func bits(of second: UInt32, after first: UInt32) -> Double? {
    if let row = latinPlace(first), let column = latinPlace(second) { return latin.bits[row * latin.count + column] }
    if let row = cyrillicPlace(first), let column = cyrillicPlace(second) {
      return cyrillic.bits[row * cyrillic.count + column]
    }
    return nil
  }
}

import AdminCLI

@main
enum Entrypoint {
  static func main() async { await AdminCommand.main() }
}

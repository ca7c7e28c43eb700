/// The words of a replay's report, for editors, in the three languages of the newsroom's pages.
struct ReplayWords: Sendable {
  var title, lead, comments, unchanged, agree, against, open: String
  var agreeHint, againstHint, openHint: String
  var partial, coverage, interval, withFaults, withoutCircumstances: String
  var decided, stoppedBad, missedBad, stoppedGood, publishedGood, precision, before, after: String
  var byRule, byCategory, byWeek, byLanguage, rule, category, week, language, flips, agreement: String
  var changed, rules, notLeast, person, nobody, more, none: String
  var actions: [String: String]

  static func words(_ language: String) -> ReplayWords {
    switch language {
    case "ru": russian
    case "uk": ukrainian
    default: english
    }
  }

  private static let english = ReplayWords(
    title: "What the change of rules would do",
    lead: "Every comment was judged again, as of its own moment, by both rule sets.",
    comments: "comments judged", unchanged: "decided alike", agree: "nearer to people", against: "further from people",
    open: "nobody has looked", agreeHint: "the new decision is nearer to what a person decided",
    againstHint: "the new decision contradicts what a person decided", openHint: "no person has decided on these words",
    partial: "The replay was stopped before the end: the figures are of the part that was judged.",
    coverage: "A person has decided on {share} of the judged comments.", interval: "95 % interval",
    withFaults: "comments on which a rule could not be decided",
    withoutCircumstances:
      "comments from before circumstances were kept: what was then found about the author and the moment counts",
    decided: "Comments that people have decided on", stoppedBad: "unfit and stopped", missedBad: "unfit and published",
    stoppedGood: "fit and stopped", publishedGood: "fit and published", precision: "unfit among the stopped",
    before: "before", after: "after", byRule: "By rule", byCategory: "By category", byWeek: "By week",
    byLanguage: "By language", rule: "Rule", category: "Category", week: "Week from", language: "Language",
    flips: "changed", agreement: "nearer to people, of those decided on", changed: "The comments that change",
    rules: "because of", notLeast: "all that differs; a smaller set was not found", person: "a person decided",
    nobody: "nobody has decided", more: "{count} more are not shown here; the JSON lines have all of them.",
    none: "No decision changes.",
    actions: ["publish": "publish", "hold": "hold", "reject": "reject", "spam": "spam", "approve": "approve"])

  private static let russian = ReplayWords(
    title: "Что изменит правка правил",
    lead: "Каждый комментарий оценён заново обоими наборами правил — по состоянию на момент, когда он пришёл.",
    comments: "комментариев оценено", unchanged: "решены одинаково", agree: "ближе к решениям людей",
    against: "дальше от решений людей", open: "никто не смотрел",
    agreeHint: "новое решение ближе к тому, что решил человек",
    againstHint: "новое решение противоречит тому, что решил человек", openHint: "об этих словах человек ещё не решал",
    partial: "Прогон остановлен до конца: числа относятся только к той части, которую успели оценить.",
    coverage: "Человек принял решение по {share} оценённых комментариев.", interval: "интервал 95 %",
    withFaults: "комментариев, по которым какое-то правило не сработало из-за сбоя",
    withoutCircumstances:
      "комментариев старше хранения обстоятельств: об авторе и моменте учтено то, что было найдено тогда",
    decided: "Комментарии, по которым решал человек", stoppedBad: "плохие, остановлены",
    missedBad: "плохие, опубликованы", stoppedGood: "хорошие, остановлены", publishedGood: "хорошие, опубликованы",
    precision: "доля плохих среди остановленных", before: "было", after: "стало", byRule: "По правилам",
    byCategory: "По категориям", byWeek: "По неделям", byLanguage: "По языкам", rule: "Правило",
    category: "Категория", week: "Неделя с", language: "Язык", flips: "изменится",
    agreement: "ближе к людям, из решённых", changed: "Комментарии, решение по которым изменится",
    rules: "из-за", notLeast: "всё, что отличается; меньший набор не найден", person: "человек решил",
    nobody: "человек не решал", more: "Ещё {count} здесь не показаны; в строках JSON есть все.",
    none: "Ни одно решение не изменится.",
    actions: [
      "publish": "опубликовать", "hold": "придержать", "reject": "отклонить", "spam": "спам", "approve": "одобрить",
    ])

  private static let ukrainian = ReplayWords(
    title: "Що змінить правка правил",
    lead: "Кожен коментар оцінено заново обома наборами правил — станом на мить, коли він надійшов.",
    comments: "коментарів оцінено", unchanged: "вирішено однаково", agree: "ближче до рішень людей",
    against: "далі від рішень людей", open: "ніхто не дивився",
    agreeHint: "нове рішення ближче до того, що вирішила людина",
    againstHint: "нове рішення суперечить тому, що вирішила людина", openHint: "щодо цих слів людина ще не вирішувала",
    partial: "Прогін зупинено до кінця: числа стосуються лише тієї частини, яку встигли оцінити.",
    coverage: "Людина ухвалила рішення щодо {share} оцінених коментарів.", interval: "інтервал 95 %",
    withFaults: "коментарів, на яких якесь правило не спрацювало через збій",
    withoutCircumstances:
      "коментарів, старших за зберігання обставин: про автора й мить враховано те, що було знайдено тоді",
    decided: "Коментарі, щодо яких вирішувала людина", stoppedBad: "погані, зупинено",
    missedBad: "погані, опубліковано", stoppedGood: "добрі, зупинено", publishedGood: "добрі, опубліковано",
    precision: "частка поганих серед зупинених", before: "було", after: "стане", byRule: "За правилами",
    byCategory: "За категоріями", byWeek: "За тижнями", byLanguage: "За мовами", rule: "Правило",
    category: "Категорія", week: "Тиждень від", language: "Мова", flips: "зміниться",
    agreement: "ближче до людей, з вирішених", changed: "Коментарі, рішення щодо яких зміниться",
    rules: "через", notLeast: "усе, що відрізняється; меншого набору не знайдено", person: "людина вирішила",
    nobody: "людина не вирішувала", more: "Ще {count} тут не показано; у рядках JSON є всі.",
    none: "Жодне рішення не зміниться.",
    actions: [
      "publish": "опублікувати", "hold": "притримати", "reject": "відхилити", "spam": "спам", "approve": "схвалити",
    ])
}

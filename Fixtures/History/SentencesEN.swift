/// English sentences.
enum SentencesEN {
  static let sentences = HistoryWords.Sentences(
    [
      .talk: [
        "{open}, the {place} {state} {howLong}.", "And what does the {who} say? The {place} still {state}.",
        "The {who} promised it would be done by {month}. {verdict}.",
        "I live nearby and the {place} {state} {howLong}.",
        "Thanks for writing about {subject}, {verdict}.", "{open}, who counted what {subject} costs?",
        "I disagree, {subject} has nothing to do with it. {verdict}.", "It took {number} days last time. {verdict}.",
      ],
      .lookalikeTalk: [
        "The casino downtown closed and nobody misses it.", "A loan for repairs, and the {place} still {state}.",
        "The bitcoin price fell, {verdict}.", "Is there a discount for pensioners? The {who} promised.",
        "They earn money on {subject}, {verdict}.", "Only a fool believes the {who}, {verdict}.",
        "The sale of the old school was a mistake, {verdict}.",
      ],
      .source: [
        "Read the document yourself: https://city-archive.example/doc/{number}",
        "It was reported here https://news-old.example/{number}, {verdict}.",
      ],
      .gambling: [
        "Best online casino, {number}% bonus, join now https://{brand}/{number}",
        "Won {number} at the casino tonight, try {brand}",
      ],
      .earnings: [
        "Earn money from home, ${number} a day, no experience, {brand}", "Easy money, earn money daily, message me",
      ],
      .loans: [
        "Loan approved in {number} minutes, no checks, https://{brand}", "Bad credit? Loan for everyone at {brand}",
      ],
      .crypto: ["Crypto signals, {number}% a month, join the channel", "Bitcoin doubled by {brand}, ask me how"],
      .goods: [
        "Watches on sale, {number}% discount, today only {brand}", "Slimming tea, discount code inside https://{brand}",
      ],
      .insult: [
        "You are a fool, {verdict}.", "You idiot, learn to read.", "Shut up, clown.",
        "You are stupid and so is the {who}.",
      ],
      .obscenity: ["What a load of shit, and so are you.", "Damn you all, bastards.", "Bullshit, you bastards."],
    ],
    newer: [
      .gambling: ["Spun it up from nothing, invite in bio, hurry", "Huge hit again, DM for an invite"],
      .earnings: ["Side hustle that works, details in bio", "Building a crew, side hustle, slots are limited, bio"],
      .crypto: ["Pump on Friday, alpha in bio", "Alpha group, next pump soon, few seats"],
      .goods: ["Replicas one to one, catalogue in bio"],
    ],
    vocabulary: [
      "open": ["Honestly", "Well", "Funny", "In my view", "As always", "By the way"],
      "place": ["bridge", "park", "underpass", "school", "clinic", "embankment", "tram line", "pool"],
      "state": ["is closed", "is falling apart", "has no light", "is under repair", "looks like a ruin"],
      "howLong": ["for three years", "since spring", "for half a year", "as long as I remember"],
      "who": ["mayor", "contractor", "council", "director", "press office"],
      "month": ["May", "autumn", "August", "the new year"],
      "subject": ["the repairs", "the rubbish", "parking", "heating", "the new route", "the prices"],
      "verdict": [
        "Nothing changes", "it is a shame", "high time", "we shall see", "the money is gone", "a good thing",
        "I doubt it", "they could do better",
      ],
    ],
    names: ["Ann", "Tom R.", "Reader", "Mary", "J. Cole", "Peter", "Guest"])
}

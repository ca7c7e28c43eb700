/// Our list of letters that pass for others, after `norm`: everything is lower case and free of compatibility forms.
///
/// It follows the idea of UTS #39 (confusables), but was written by us from what the letters look like, and for two
/// targets only: a Latin and a Cyrillic letter. A line is: kind, Latin letter or `-`, Cyrillic letter or `-`, members.
///
/// - `latinNear`, `cyrillicNear`: letters of both alphabets that look the same in both cases.
/// - `latinCapital`, `cyrillicCapital`: the same in upper case only.
/// - `latinFar`: stands in for a Cyrillic letter in hand-written evasion, but looks like itself.
/// - `latinOwn`, `cyrillicOwn`: letters that betray their alphabet. Those not listed are found by their script.
/// - `foreign`: a letter of a third script. `ornament`: a decorated shape that belongs to either alphabet.
/// - `symbol`: not a letter, but read as one between letters. `digit`: a digit, read as one in a strict place.
let lookAlikes = """
  # Latin
  latinNear a а aɑ
  latinNear c с c
  latinNear e е e
  latinNear i і iı
  latinNear j ј jȷ
  latinNear k к kĸ
  latinNear o о o
  latinNear p р p
  latinNear x х x
  latinNear y у y
  latinCapital b в b
  latinCapital h н h
  latinCapital m м m
  latinCapital t т t
  latinFar d д d
  latinFar f ф f
  latinFar g д gɡ
  latinFar l л l
  latinFar n п n
  latinFar r г r
  latinFar s с s
  latinFar u и u
  latinFar v в v
  latinFar w ш w
  latinFar z з z
  latinOwn q - q
  latinNear i ї ï
  latinNear e е ë

  # Cyrillic. Letters of their own right keep themselves; those with a foreign accent fold to the base letter.
  cyrillicNear a а а
  cyrillicNear c с с
  cyrillicNear e е еѐ
  cyrillicNear i і і
  cyrillicNear j ј ј
  cyrillicNear k к к
  cyrillicNear o о о
  cyrillicNear p р р
  cyrillicNear x х х
  cyrillicNear y у у
  cyrillicNear s ѕ ѕ
  cyrillicNear h - һ
  cyrillicNear d - ԁ
  cyrillicNear q - ԛ
  cyrillicNear w - ԝ
  cyrillicNear l - ӏ
  cyrillicCapital b в в
  cyrillicCapital h н н
  cyrillicCapital m м м
  cyrillicCapital t т т
  cyrillicOwn - б б
  cyrillicOwn r г г
  cyrillicOwn - д д
  cyrillicOwn e е ё
  cyrillicOwn - ж ж
  cyrillicOwn - з з
  cyrillicOwn u и и
  cyrillicOwn u й й
  cyrillicOwn - л л
  cyrillicOwn n п п
  cyrillicOwn - ф ф
  cyrillicOwn u ц ц
  cyrillicOwn - ч ч
  cyrillicOwn w ш ш
  cyrillicOwn w щ щ
  cyrillicOwn - ъ ъ
  cyrillicOwn - ы ы
  cyrillicOwn b ь ь
  cyrillicOwn - э э
  cyrillicOwn - ю ю
  cyrillicOwn r я я
  cyrillicOwn i ї ї
  cyrillicOwn - є є
  cyrillicOwn y ў ў

  # Greek
  foreign a а α
  foreign b в β
  foreign y у γ
  foreign e е ε
  foreign n н η
  foreign o о θ
  foreign i і ι
  foreign k к κ
  foreign - л λ
  foreign u м μ
  foreign v - ν
  foreign o о ο
  foreign n п π
  foreign p р ρ
  foreign o о σ
  foreign c с ς
  foreign t т τ
  foreign u у υ
  foreign - ф φ
  foreign x х χ
  foreign w ш ω

  # Coptic
  foreign b в ⲃ
  foreign - г ⲅ
  foreign e е ⲉ
  foreign h н ⲏ
  foreign i і ⲓ
  foreign k к ⲕ
  foreign m м ⲙ
  foreign n н ⲛ
  foreign o о ⲟ
  foreign - п ⲡ
  foreign p р ⲣ
  foreign c с ⲥ
  foreign t т ⲧ
  foreign y у ⲩ
  foreign x х ⲭ

  # Cherokee, which case folding turns into capitals
  foreign a а Ꭺ
  foreign b в ᏴᏏ
  foreign c с Ꮯ
  foreign d - Ꭰ
  foreign e е Ꭼ
  foreign g - Ꮐ
  foreign h н Ꮋ
  foreign i і Ꭵ
  foreign j ј Ꭻ
  foreign k к Ꮶ
  foreign l - Ꮮ
  foreign m м Ꮇ
  foreign o о Ꮎ
  foreign p р Ꮲ
  foreign r - ᎡᏒ
  foreign s - Ꮪ
  foreign t т Ꭲ
  foreign v - Ꮩ
  foreign w ш ᎳᏔ
  foreign y у ᎩᎽ
  foreign z - Ꮓ
  foreign - г Ꮁ

  # Armenian
  foreign g - ց
  foreign h - հ
  foreign j - յ
  foreign n п ոռ
  foreign o о օ
  foreign p р ք
  foreign q - զ
  foreign u и ս
  foreign w ш ա
  foreign - ф փ

  # Lisu
  foreign a а ꓮ
  foreign b в ꓐ
  foreign c с ꓚ
  foreign d - ꓓ
  foreign e е ꓰ
  foreign f - ꓝ
  foreign g - ꓖ
  foreign h н ꓧ
  foreign i і ꓲ
  foreign j ј ꓙ
  foreign k к ꓗ
  foreign l - ꓡ
  foreign m м ꓟ
  foreign n - ꓠ
  foreign o о ꓳ
  foreign p р ꓑ
  foreign r - ꓣ
  foreign s - ꓢ
  foreign t т ꓔ
  foreign u - ꓴ
  foreign v - ꓦ
  foreign w - ꓪ
  foreign x х ꓫ
  foreign y у ꓬ
  foreign z - ꓜ
  foreign - л ꓥ

  # Others seen in the wild
  foreign u и น
  foreign o о סه

  # Small capitals, turned, stroked and hooked letters
  ornament a а ᴀɐⱥ
  ornament b в ʙ
  ornament b б ƃɓƀ
  ornament c с ᴄɔƈȼ
  ornament d д ᴅðđɗ
  ornament e е ᴇǝəɛɇ
  ornament f ф ꜰɟ
  ornament g - ɢɠ
  ornament h н ʜħɦ
  ornament i і ɪɩɨ
  ornament j ј ᴊ
  ornament k к ᴋʞƙꝁ
  ornament l - ʟł
  ornament m м ᴍɱ
  ornament n п ŋɲɳ
  ornament n - ɴ
  ornament o о ᴏø
  ornament p р ᴘƥ
  ornament q - ʠ
  ornament r - ʀɍ
  ornament r г ɹɾ
  ornament s с ꜱʂ
  ornament t т ᴛŧƭʇ
  ornament u и ᴜʉʋ
  ornament v - ᴠ
  ornament w ш ᴡ
  ornament x х ꭓ
  ornament y у ʏʎɏ
  ornament z з ᴢƶʐ
  ornament - г ᴦ
  ornament - з ɜ
  ornament - и ᴎ
  ornament - л ᴧᴫʌ
  ornament - м ʍ
  ornament - п ᴨ
  ornament - р ᴩ
  ornament - ф ɸ
  ornament - ч ɥ
  ornament - ш ɯ
  ornament - я ᴙʁ

  # Symbols and digits. A digit with a dash for a letter is not read as one.
  symbol a а @
  symbol s с $
  symbol i - !¡
  symbol e е €
  symbol c с ¢
  symbol y у ¥
  symbol d д ∂
  symbol p р ₽
  symbol t т †
  symbol x х ×
  symbol o о ○◯●
  digit o о 0
  digit i и 1
  digit e з 3
  digit a ч 4
  digit s - 5
  digit - б 6
  digit t - 7
  """

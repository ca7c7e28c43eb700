import ModerationModel

/// Ordinary Russian, Ukrainian and English words, to see what a substring would also meet.
///
/// A list of our own: words of news and everyday talk, and those in which people have found more than they looked for.
/// Stems and endings repeat, so a few thousand words show most accidents; what is common on a site, its texts tell.
enum OrdinaryWords {
  /// As the view `fold` has them.
  static func words(of language: Language) -> [String] {
    switch language {
    case .russian: russian
    case .ukrainian: ukrainian
    case .english: english
    default: []
    }
  }

  static let languages: [Language] = [.russian, .ukrainian, .english]

  private static func list(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }

  private static let russian = list(
    """
    автобус автомобиль автор адвокат администрация академия актер акция алкоголь альбом аналитика анализ аппарат аптека
    арбуз аренда армия артист архив ассоциация атака аудитория аэропорт бабушка багаж база балкон банан бандит банк
    барабан барин бассейн башня бегать беда бедный безопасность безработица белый берег береза беременность беседа
    беспокоиться библиотека билет биография бизнес битва благодарность ближайший блокада блюдо богатый болезнь болото
    больница большинство борьба ботинок брак брат бригада бронза броня брошюра будущее буква бульвар бумага бутылка
    быстро бюджет вагон важный валюта вариант ввести вдохновение ведомство ведущий вежливый век великий велосипед верить
    вернуть верхний вершина веселый весна весть ветер вечер вещество взгляд взлет взрослый взрыв видеть визит вина вирус
    вклад владелец власть влияние вместе внешний внимание внук вода возможность возраст война волна волос вопрос ворота
    восток восторг впечатление врач время всегда всплеск встреча вторник выборы вывод выгода выезд выражение высокий
    выставка выступление газета галерея гарантия гастроли генерал география герой гитара глава глагол глаз глупость
    глубина говорить год голова голод голос гонорар гора горло город горячий господин гостиница государство граждане
    гражданин граница граф график грибы грипп гроза громкий грубый группа грустный груша грядущий губернатор губы гулять
    давать дальний данные дача двенадцать дверь движение двор дворец девочка девушка дежурный действие декабрь делать
    демократия деньги департамент депутат деревня дерево десять детский дефицит дешевый деятель джинсы диагноз диалог
    диван директор дискуссия доброта договор дождь доказательство доклад документ долг должность доля дом домохозяйка
    дорога доставка достижение досуг доход драка драма друг дружба дума думать душа дым дыня дядя еврей европа еда
    единица ежедневно ездить елка естественно жалоба жара жаркое ждать желание железо жена женщина жертва жест жесткий
    животное жизнь жилье житель журнал журналист забастовка забота завод завтра загадка заголовок задача задержание
    заказчик закон залив заложник замена заметка запад запас записка заплатить запрет зарплата заседание заслуга
    застрахуй заступник зачет защита заявление заяц звезда звонок здание здоровье зеленый земля зеркало зима знак знание
    знакомый значение золото зона зритель зуб игра идея избиратель известие издание изменение изображение импорт
    инвалид инженер институт инструмент интерес интервью информация искусство исследование история источник кабинет
    кадр казак казаки казна казначей казнь казнить календарь камень кампания канал канцелярия капитал капуста карандаш карман
    карта картина картофель касса катастрофа качество каша квартал квартира кефир кино клавиатура класс климат клиника
    клуб ключ книга кожа колебания колено колесо количество коллега коллектив колхоз команда команде командир
    комбинация комедия комиссия комната компания комплекс композитор компьютер конверт конец конкурс консультация контроль
    конференция конфликт концерт корабль корабля кореец корень коридор корова король корпус коррупция косметика космос
    костюм кошка край красота кредит крепкий кризис критика кровать кровь круг крупный крыло крыша кубок кузнец кукла
    культура купе купец курица курс кусок кухня лагерь ладонь лаборатория лампа лауреат лев легенда легкий лед лекарство
    лекция ленивый лес лестница лето лечение лиса лист литература лицо личность лодка ложь локоть лондон лошадь лук луна
    луч любовь людской магазин магистр майор макулатура мальчик мама мандарин мандат манера марка маршрут масло масса
    мастер математика матерь материал матрас матч махать махинация мебель мед медаль медведь медицина международный
    мелочь меморандум мероприятие место месяц металл метель метро механизм мечта миграция милиция миллион министр
    минута мир миска молодежь молоко молоток монархия монастырь мороз море москва мост мотив мошенник мудрость мужество
    мужчина музей музыка мука муниципалитет муравей мусор мысль мясо набережная награда надежда название наказание налог
    намерение население наследство настроение насыщенный натура наука небо невеста неделя немец необходимость неожиданно
    неправда нервы нефть новость нога номер норма нота ночь обвинение обед обещание облако область обмен обнаружить
    оборона образование обследование обстановка общество объект объявление обыск обычай овощи огород огонь ограничение
    одежда одеяло озеро океан окно окраина октябрь олимпиада опасность опера операция описание оплата опрос оптимизм опыт
    организация оружие осень оскорбление оскорблять оскорбить основа остановка остров осуждение отдел отдых отец отзыв
    отношение отпуск отрасль отставка охота охрана оценка очередь ошибка палата память парад параграф парк парламент
    партия паспорт пассажир пасха педагог педаль педиатр пейзаж пенсионер пенсия перевод переговоры передача переулок
    период перила персик персонал перспектива песня песок печать пещера пиджак писатель письмо питание плавать план
    пластика платеж платье плечо плотина площадь победа поведение погода подарок подбородок подготовка подписка подруга
    подъезд поезд пожар поздравление позиция поиск показ покупка поле поликлиника политика полиция половина польза
    помидор помощь понедельник понимание порог порт портрет порядок посадка поселок посетитель последствие посол пост
    постановление потолок потребитель потребность потребление потреблять похоронить похороны почерк почта поэт правда
    правительство право праздник практика предложение предприятие представитель председатель президент прекрасный премия
    препарат преступление преступник префект пресса прибыль приговор приз признание приказ пример природа причина
    проблема провинция прогноз программа прогулка продажа продукт проект прокурор промышленность пропаганда
    профессор профилактика процент процесс прошлое психиатр психолог психология птица публика пустыня путешествие пчела
    пшеница пятница работа равенство радио радость развитие разговор размер разница район ракета рана рассказ расход
    растение реакция реакции ребенок революция редактор редакция редакции результат реклама рекорд религия ремонт репетиция
    республика ресторан ресурс реформа речь решение риск рисунок ритм родина родители рождение роза роман российский рост
    рубашка рубеж рубль рублей рубля руда рука руководство рукопись ручка рыба рынок рюкзак сад салат самолет санкции
    санкция сапог сатира сахар сбербанк свадьба сведения свет свидетель свобода связь сделка север секрет секретарь секунда
    село семинар семья сентябрь сербия сердце серия сестра сессия сигнал сила симпатия симфония система скамейка скидка
    скипидар скорость скука скульптор слава сладкий след следствие слеза слово сложный служба случай слух смерть смех
    смысл снег собака собрание событие совет согласие соглашение создание солдат солнце сон сообщение сорт сосед состав
    состояние сотрудник союз спасибо спектакль специалист специальность список спор спорт справедливость справка
    спрос средство срок ссора стадион станция старик старуха статистика статья стена стиль стоимость стол столица
    сторона страдание страна странный страх страхование страховка стрелка строитель строка студент стул субсидия суббота
    суд судьба сумка сумма суп сутки сухарь существо сцена счастье съезд сын сыр табак таблетка тайна талант таможня танец
    тарелка творог творчество театр текст телевизор телефон тело температура тенденция теннис теория термин территория
    террор тест техника тишина товар ток толпа топор торговля торт традиция трактор трамвай транспорт трасса требование
    требовать тревога тренер труба труд трудность туман турист турнир тысяча уважение убеждать убедить угол угроза удар удача
    удобство ужин узел указ украшение улица улыбка ум универмаг университет употребление употреблять управление урожай
    урок условие успех устав утка утро участок учебник учеба учение ученый учитель учреждение фабрика факт фамилия
    фантазия февраль фестиваль фигура физика филиал философия фильм финансы фирма флаг фон фонд форма фотография фракция
    фракции фраза франция фронт фрукт функция футбол халат характер херсон херувим хирург хитрость хлеб хлебать хлебал
    ходатайство хозяин хозяйство хоккей холм холод хомяк хор хороший храбрость храм хранить хрен художник худой хулиган
    цветок цель цена ценность центр церковь цифра цыган час часы чашка чек человек чемодан чемпион черта честь четверг
    число читатель член чувство чудо шапка шахматы шахта шея школа шоколад шоссе штраф штраф штрих штукатурка шум шутка
    щенок экзамен экипаж экономика экран эксперт экспорт электричество элемент энергия эпоха этаж этап эффект юбилей
    юмор юрист яблоко явление язык январь яркий ярмарка ястреб ястребы ящик
    """)

  private static let ukrainian = list(
    """
    автобус автор адреса академія актор аналіз аптека армія артист аудиторія бабуся багато бажання байдужий банк
    батьки батьківщина башта бачити безпека березень берег бібліотека біженець бізнес біль більшість благодійність
    близький боротьба борщ брат будинок будівля бюджет важливий вантаж варіант ввечері вечеря ведмідь вежа великий
    велосипед весілля весна вибори вибух вигода виборець видавець видання видовище вимога вино виробник виробництво
    вирок вистава виставка висновок витрата відділ відгук відкриття відомство відпочинок відпустка відповідь відсоток
    вік вікно війна військо вітер влада внесок вода воєнний волонтер ворог врожай все втрата вулиця вчений вчитель газета
    галузь гарантія гарний герой глядач година голос голова горіх господар господарство готель гравець графік громада
    громадянин гроші група губернатор далекий дата дбати двері двір держава депутат дерево дитина дитинство діалог діяльність
    добрий доба довіра договір документ дорога досвід дослідження досягнення доріжка доставка дощ друг дружба дружина дума
    думка духовний дякую економіка ефір європа єдність жертва життя житло жінка журнал журналіст забезпечення заборона
    завдання завод завтра загроза закон закордон закупівля залізниця замок запас запит заробітна засідання застосування
    застрахувати захист захід зброя звернення звіт здоров'я зелень земля зерно зима зміна знання зображення зустріч
    ідея інвалід інститут інтерес інформація історія їжа кабінет казка календар канал канікули капуста карта картопля
    квартира квиток керівник кишеня клас клієнт клімат книга козак козаки колектив команда комісія компанія комп'ютер
    конкурс контроль концерт корабель користувач користь корупція косметика костюм кохання край краєвид країна красень
    крига криза критика крок культура купе курс лавка лектор лисиця лист листопад лікар лікарня лікування література
    літо людина людство магазин майбутнє макулатура мандарин мандат мандрівка мати матеріал медицина меблі мережа
    мешканець милосердя мисливець митниця міністр місто місце місяць міць мова молодь молоко море мрія музей музика
    навчання надія назва наказ наслідок наука небезпека неділя новини норма обличчя область обмін об'єкт обласний овочі
    огляд одяг озеро округ олія операція опитування оплата організація освіта осінь особа острів очі палац пам'ять
    папір парк парламент партія паспорт педагог педаль пенсія переговори перекладач перемога перерва перешкода письменник
    підприємство підтримка пісня площа повага повідомлення погода податок подія подорож поїзд позов покарання покупець
    поле політика поліція помилка порада поріг порядок посада послуга постанова постраждалий потреба похід похорон
    почуття початок правда право працівник представник президент прибуток природа приклад проблема прогноз продаж
    проект прокуратура промова професор процес психіатр психолог птах пшениця рахунок реакція революція редакція реклама
    рейтинг республіка ресурс реформа рибалка рівень рідний рік робота розвиток розмір розмова розповідь розслідування
    росія ринок рух рука рушник садок санкція санкції свідок свіжий світ свобода свято секретар село сестра сила
    символ синагога система скарга склад скарб словник служба смак смерть сніг собака союз справа справедливість спасибі
    спеціаліст спогад спокій спорт співак співпраця спільнота ставлення становище стаття стіл столиця страва страхування
    струм студент субсидія суд судно суспільство суперечка сусід таємниця талант танець тарілка театр телефон темрява
    територія тиждень товар травень традиція транспорт тривога трохи турбота убезпечити увага угода україна український
    уряд усмішка установа учасник учень фабрика факт фестиваль фільм форма фракція функція футбол хазяїн харків
    херсон хірург хліб хлопець хмара холод хребет хрест художник хутір церква цибуля цілий ціна цукор частина час
    черга честь читач член чоловік чорнобривці шевченко школа шлях штраф шукати щастя щоденник юнак юрист яблуко якість
    ярмарок ястреб
    """)

  private static let english = list(
    """
    ability about academy accident account accumulate accuse achieve action activity address adult advantage advertise
    advice affair afternoon agency agreement aircraft airport album analysis analyst analyze animal anniversary answer
    apartment apology appeal appearance apple appointment approach army arsenal article artist assassin assault assemble
    assembly assess asset assignment assist associate association assume assurance athlete attack attempt attention
    attitude audience author authority avenue average award baby background balance banana bank bankrupt barbecue
    barrier baseball basement basis basketball bass bath battle beach bean bear beautiful bedroom behavior benefit
    between beverage bicycle birthday biscuit blood board body bomb book border bottle boxing brass bread breakfast
    breast brexit bridge broadcast brother budget building burden business butter button buttress cabinet calendar
    camera campaign canal cancer candidate capital captain career carpet carriage cartoon cash cassette cathedral cause
    celebrity center century challenge champion change chapter character charity chicken children chocolate choice
    christmas church cigarette cinema circumstance citizen class classic classical classification classroom climate
    clock clothing cloud coach coast cockatoo cockpit cockroach cocktail coffee collapse colleague college column comedy
    committee community company compass compassion competition complaint computer concept concert conclusion condition
    conference confidence conflict congress connection consequence consumer contact contest context contract
    conversation cooperation copper corner corporation correspondent cottage council country couple courage course
    court cousin creation credit crime crisis criticism crowd culture currency customer damage dance danger daughter
    debate debt decade decision defense degree delivery demand democracy department deposit description design
    despite detail development dictionary dictate difference dignity dinner diplomat direction director disaster discount
    discovery discussion disease dish distance district doctor document documentary dollar door dozen drama drawing
    dream driver drought drugstore duck economy edition editor education effort election electricity embarrass embassy
    emergency emotion emperor employee employer encompass encyclopedia energy engine enterprise entertainment
    environment episode equipment essay essence essex estate evening event evidence examination example exchange
    exhibition expense experience experiment expert expertise explanation export expression extent factory failure
    faith family famous farmer fashion father feature federation festival fiction field figure finance firefighter
    fitness flavor flight flower football forecast forest fortune foundation freedom friend fruit fuel function
    funeral furniture future gallery game garage garden gasoline gender general generation gentleman geography gift
    girl glass glasses goal government graduate grape grapefruit grass grasshopper ground group growth guarantee guest guide
    guitar habit hair harass harassment harvest headline health heart heritage hero highway history hockey holiday
    home honest horse hospital hotel household housewife human hundred hunter husband identity illustration image
    immigrant impact importance impression improvement incident income increase independence industry inflation
    influence information injury innovation insect inspector institute instrument insurance intelligence intention
    interest interview invasion investigation investment invitation island issue jacket journal journalist judge
    jungle justice kitchen kingdom knight knowledge laboratory labor lake landscape language laughter lawyer leader
    league lecture legend leisure lemon lesson letter library license lifetime light limit literature loan lottery
    love lunch machine magazine mail majority management manager manuscript margin market marriage mass massachusetts
    massage massive master match material matter mayor meal measure medicine meeting member memory message method
    middlesex migration military million minister minority minute mirror mission mistake mobile model moment monday
    money monitor month monument morning mortgage mosquito mother motion mountain movement movie museum music mystery
    nation nature neighbor network newspaper night north notebook novel number nurse object obligation occasion office
    officer operation opinion opportunity opposition orange orchestra order organization origin outcome oxygen package
    painting palace panel paper parade parent park parliament participant partner passage passenger passion passive
    passport password past pasta patience patient pattern peacock penalty pencil peninsula pension people pepper
    percent performance period permission person perspective pharmacy phenomenon philosophy phone photograph phrase
    physics piano picture pilot pipeline pitcher planet platform player pleasure poem poet police policy politician
    pollution population portrait position possibility potato poverty powder power practice prayer preparation presence
    president press pressure price priest prince prison prize problem procedure process producer product profession
    professor profit program progress project promise property proportion protest province psychologist public
    publication publisher punishment purpose quality quantity quarter queen question rabbit race radio railway rain
    rapid reader reality reason recipe record recovery reduction reference reform refugee region relation release
    religion remark repair repeat reporter republic reputation request research resident resource response restaurant
    result revenue review revolution reward rhythm rice risk river road rocket role romance roof route sample
    sandwich saturday scandal scene schedule scholar school science scientist scissors scrap screen sculpture scunthorpe
    season secret secretary section security senate sentence service session settlement shadow shape share shiitake
    shipment shirt shoulder shower signal silence singer sister situation skyscraper snow society soldier solution song
    sophisticated source south space specialist speech spring stadium staff station statistics status stock storage
    story strategy street strength student studio subject substitute success suffering sugar suggestion suitcase
    summer sunday surface surgeon surprise surgery sussex swallow sweater symbol sympathy symptom system table talent
    target taste teacher technology telephone television temperature tennis territory textbook theater theory therapist
    therapy thousand thunder ticket title tobacco tomato tongue tourist tower trade tradition traffic tragedy train
    transfer transport trap treasure treatment tree trespass triumph trouble truck trust tunnel uncle understand
    uniform union university vacation vacuum valley value variety vegetable vehicle version vessel victim victory
    video village violence violin virus vision visitor vocabulary volume volunteer vote wage waiter wallet war warning
    warrant wealth weapon weather website wedding week weight welfare whisky window winter witness woman wonder
    worker workshop world writer writing year yesterday youth
    """)
}

import { defineLocale } from './define-locale.js';

defineLocale(
  'ru',
  ['one', 'few', 'many', 'other'],
  ({ number, plural, single, sized, limited, detailOr }) => {
    // Nominative and accusative alike.
    const files = plural('# файл', '# файла', '# файлов', '# файла');
    const atMost = (limit: string): string => `Лимит: ${limit}.`;
    const uploaded = (count: number): string => `Загружено: ${files(count)}`;
    const needsYou = (count: number): string => `Ждут вас: ${files(count)}`;
    const uploadedAndNeedsYou = (done: number, needing: number): string =>
      `Загружено: ${number(done)}. Ждут вас: ${number(needing)}`;
    return {
      network: 'Связь потеряна. Загруженное сохранено.',
      offline: 'Вы не в сети. Загруженное сохранено.',
      timeout: 'Сервер не отвечает. Загруженное сохранено.',
      'server-busy': 'Сервер занят. Попробуйте через минуту.',
      'rate-limited': 'Слишком много запросов. Попробуйте через минуту.',
      'service-unavailable': 'Сервер не смог принять этот файл. Попробуйте через минуту.',
      'access-denied': 'Вы не можете добавлять сюда файлы. Попросите доступ у владельца.',
      'token-invalid': 'Вы вышли из системы. Войдите, чтобы продолжить.',
      'backend-failed': 'Сайт не смог начать загрузку. Попробуйте позже.',
      'upload-expired': 'Срок этой загрузки истёк. Начните её заново.',
      'upload-gone': 'Сервер потерял первую часть. Придётся начать сначала.',
      'quota-exceeded': 'Нет места. Освободите немного и повторите.',
      'name-conflict': 'Файл с таким именем уже есть. Переименуйте свой.',
      'invalid-name': single(
        'Такое имя не разрешено. Переименуйте файл и добавьте снова.',
        ({ count }) => `Имена не разрешены: ${files(count)}. Переименуйте и добавьте снова.`,
      ),
      'directory-not-found': 'Этого места больше нет. Выберите другое.',
      'directory-name-taken': 'Есть файл с именем этой папки. Переименуйте что-то одно.',
      'type-not-allowed': limited(
        single(
          'Такие файлы здесь не принимаются.',
          ({ count }) => `Не принимаются из-за типа: ${files(count)}.`,
        ),
        (kinds) => `Подойдут: ${kinds}.`,
      ),
      'file-too-large': limited(
        sized(
          (size) => `Слишком большой: ${size}.`,
          single('Слишком большой.', ({ count }) => `Слишком большие: ${files(count)}.`),
        ),
        atMost,
      ),
      'sensitive-content': 'Сервер не примет содержимое этого файла.',
      'file-changed': 'Файл изменился во время загрузки. Выберите его снова.',
      'file-unreadable': 'Этот файл не открывается. Возможно, его переместили.',
      'integrity-mismatch': 'Копия не совпала с вашим файлом. Можно смело отправить снова.',
      'too-many-parts': 'Слишком большой для такого размера части.',
      'part-refused': 'Хранилище не приняло часть файла. Повторите.',
      'cors-blocked': 'Хранилище не принимает загрузки с этого сайта. Сообщите его владельцу.',
      'policy-blocked': 'Правила безопасности сайта не дают загрузить. Сообщите его владельцу.',
      'not-found': 'Этого места больше нет. Выберите другое.',
      'outcome-unknown': 'Неизвестно, дошёл ли файл. Проверьте, прежде чем отправлять снова.',
      'invalid-answer': 'Ответ сервера непонятен. Попробуйте позже.',
      'invalid-option': 'Загрузка здесь настроена неверно. Сообщите владельцу сайта.',
      'unsupported-browser': 'Этот браузер не может загружать сюда. Возьмите современный.',
      'worker-failed': 'Не удалось проверить файл. Попробуйте ещё раз.',
      canceled: 'Отменено',
      unknown: 'Не получилось. Попробуйте ещё раз.',

      'too-many-files': limited(
        single('Этот файл не поместился.', ({ count }) => `Не поместились: ${files(count)}.`),
        (limit) => `Лимит файлов: ${limit}.`,
      ),
      'file-too-small': limited(
        single('Этот файл слишком маленький.', ({ count }) => `Слишком маленькие: ${files(count)}.`),
        (limit) => `Минимум: ${limit}.`,
      ),
      'total-too-large': limited('Вместе они слишком большие. Уберите часть, чтобы продолжить.', atMost),
      duplicate: single('Уже в списке.', ({ count }) => `Уже в списке: ${files(count)}.`),
      junk: single(
        'Пропущен: служебный файл системы.',
        ({ count }) => `Пропущено служебных: ${files(count)}.`,
      ),
      unreadable: single(
        'Этот файл не открывается. Возможно, его переместили.',
        ({ count }) => `Не открываются: ${files(count)}. Возможно, их переместили.`,
      ),
      custom: detailOr(
        single('Этот файл здесь не принимается.', ({ count }) => `Здесь не принимаются: ${files(count)}.`),
      ),

      fileUpload: 'Загрузка файлов',
      dropFiles: 'Перетащите сюда файлы или папки',
      dropFile: 'Перетащите сюда файл',
      addFiles: 'Добавить файлы',
      addFile: 'Добавить файл',
      chooseFiles: 'Выбрать файлы',
      chooseFile: 'Выбрать файл',
      chooseFolder: 'Выбрать папку',
      takePhoto: 'Сделать фото',
      dropMore: 'Перетащите ещё файлы или',
      dropAnother: 'Перетащите другой файл на замену или',
      chooseAnother: 'Выбрать другой',
      dropToAdd: (count) =>
        count === null ? 'Отпустите, чтобы добавить файлы' : `Отпустите, чтобы добавить ${files(count)}`,
      dropLeavesOut: (count) => `Пропустим из-за типа: ${files(count)}`,
      dropRefused: 'Такие файлы здесь не принимаются',
      chooserDisabled: 'Добавление файлов здесь отключено.',
      hintLargest: (size) => `До ${size} каждый`,
      hintKinds: (kinds) => kinds,
      kindImages: 'Изображения',
      kindVideos: 'Видео',
      kindAudio: 'Аудио',
      kindText: 'Текст',

      listLabel: 'Файлы',
      summaryUploading: (count) => `Загружаем ${files(count)}`,
      summaryReady: (count) => `Готово к загрузке: ${files(count)}`,
      summaryPaused: 'На паузе',
      summaryDone: uploaded,
      summaryNeedsYou: (done, needing) =>
        done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing),
      summaryCanceled: (count) => `Отменено: ${files(count)}`,
      doneOf: (done, all) => `Готово ${number(done)} из ${number(all)}`,
      bytesOf: (sent, total) => `${sent} из ${total}`,
      aboutTimeLeft: (duration) => `осталось около ${duration}`,
      timeLeft: (duration) => `осталось ${duration}`,
      fewSecondsLeft: 'осталось несколько секунд',
      progressOfAll: 'Ход загрузки всех файлов',
      progressOf: (name) => `Ход загрузки: ${name}`,
      progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
      savedBytes: (size) => `${size} уже на месте`,

      fileCount: files,
      filterLabel: 'Фильтр',
      filterAll: 'Все',
      filterUploading: 'Загружаются',
      filterWaiting: 'Ожидают',
      filterNeedsYou: 'Ждут вас',
      filterDone: 'Готово',
      nothingHere: 'Здесь сейчас пусто.',
      foldedErrors: (count, sentence) => `${files(count)}: ${sentence}`,
      show: 'Показать',

      startAll: 'Начать загрузку',
      pauseAll: 'Приостановить все',
      resumeAll: 'Продолжить все',
      retryAll: 'Повторить все',
      removeAll: 'Убрать все',
      cancelAll: 'Отменить все',
      clearList: 'Очистить список',
      dismiss: 'Закрыть',
      tryAgain: 'Попробовать снова',

      pause: 'Приостановить',
      resume: 'Продолжить',
      retry: 'Повторить',
      tryNow: 'Попробовать сейчас',
      cancel: 'Отменить',
      remove: 'Убрать',
      undo: 'Вернуть',
      actionOn: (action, name) => `${action}: ${name}`,

      statusQueued: 'В очереди',
      statusChecking: 'Проверка',
      statusCheckingPercent: (percent) => `Проверка: ${percent}`,
      statusStarting: 'Начинаем…',
      statusFinishing: 'Завершаем…',
      statusPaused: 'На паузе',
      statusPausing: 'Приостанавливаем…',
      statusStopping: 'Останавливаем…',
      statusCompleted: 'Загружено',
      statusInstant: 'Уже на месте',
      statusHandedOver: 'Передано',
      statusCanceled: 'Отменено',
      statusRemoved: 'Убрано',
      waitOffline: 'Вы не в сети. Продолжится само.',
      waitRetrying: 'Связь потеряна. Пробуем снова…',
      waitRetryingIn: (duration) => `Связь потеряна. Повтор через ${duration}`,
      waitServerBusy: 'Сервер занят. Пробуем снова…',
      waitServerBusyIn: (duration) => `Сервер занят. Повтор через ${duration}`,
      waitRenewing: 'Ждём сервер…',
      waitOtherTab: 'Загружается в другой вкладке',
      waitHalted: 'Ждёт, когда можно продолжить',

      conflictQuestion: 'Файл с таким именем уже есть.',
      conflictElsewhere: 'Ждём вашего ответа',
      keepBoth: 'Оставить оба',
      replace: 'Заменить',
      skip: 'Пропустить',
      forAll: 'Для всех',

      earlierUploads: plural(
        '# загрузка с прошлого раза не закончена.',
        '# загрузки с прошлого раза не закончены.',
        '# загрузок с прошлого раза не закончены.',
        '# загрузки с прошлого раза не закончены.',
      ),
      earlierNeedFiles: (count) =>
        count === 1
          ? 'Выберите этот файл снова, чтобы закончить загрузку.'
          : `Выберите снова ${files(count)}, чтобы закончить загрузку.`,
      andMore: (count) => `и ещё ${number(count)}`,
      continueEarlier: 'Продолжить',
      discardEarlier: 'Отбросить',

      addAs: (name) => `Добавить как «${name}»`,
      leftOut: (count) => `Пропущено: ${files(count)}`,
      announceAdded: (count) => `Добавлено: ${files(count)}`,
      announceFailed: (name) => `Не загружено: ${name}`,
      announceSum: (done, all, needing) =>
        needing === 0
          ? `Загружено: ${number(done)} из ${number(all)}`
          : `Загружено: ${number(done)} из ${number(all)}. Ждут вас: ${number(needing)}`,
      announceSettled: (done, needing) =>
        needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing),

      valueMissing: 'Выберите файл.',
      tooFewFiles: (least) => `Выберите минимум ${files(least)}.`,
      submitWaits: 'Форма отправится после загрузки файлов.',
      stillUploading: 'Файлы ещё загружаются. Подождите.',
    };
  },
);

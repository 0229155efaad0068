import { defineLocale } from './define-locale.js';

defineLocale(
  'uk',
  ['one', 'few', 'many', 'other'],
  ({ number, plural, single, sized, limited, detailOr }) => {
    // Nominative and accusative alike.
    const files = plural('# файл', '# файли', '# файлів', '# файлу');
    const atMost = (limit: string): string => `Ліміт: ${limit}.`;
    const uploaded = (count: number): string => `Завантажено: ${files(count)}`;
    const needsYou = (count: number): string => `Чекають на вас: ${files(count)}`;
    const uploadedAndNeedsYou = (done: number, needing: number): string =>
      `Завантажено: ${number(done)}. Чекають на вас: ${number(needing)}`;
    return {
      network: 'Зв’язок втрачено. Завантажене збережено.',
      offline: 'Ви не в мережі. Завантажене збережено.',
      timeout: 'Сервер не відповідає. Завантажене збережено.',
      'server-busy': 'Сервер зайнятий. Спробуйте за хвилину.',
      'rate-limited': 'Забагато запитів. Спробуйте за хвилину.',
      'service-unavailable': 'Сервер не зміг прийняти цей файл. Спробуйте за хвилину.',
      'access-denied': 'Ви не можете додавати сюди файли. Попросіть доступ у власника.',
      'token-invalid': 'Ви вийшли із системи. Увійдіть, щоб продовжити.',
      'backend-failed': 'Сайт не зміг почати завантаження. Спробуйте пізніше.',
      'upload-expired': 'Термін цього завантаження минув. Почніть його знову.',
      'upload-gone': 'Сервер втратив першу частину. Доведеться почати спочатку.',
      'quota-exceeded': 'Немає місця. Звільніть трохи й повторіть.',
      'name-conflict': 'Файл із такою назвою вже є. Перейменуйте свій.',
      'invalid-name': single(
        'Така назва не дозволена. Перейменуйте файл і додайте знову.',
        ({ count }) => `Назви не дозволені: ${files(count)}. Перейменуйте й додайте знову.`,
      ),
      'directory-not-found': 'Цього місця більше немає. Виберіть інше.',
      'directory-name-taken': 'Є файл із назвою цієї папки. Перейменуйте щось одне.',
      'type-not-allowed': limited(
        single('Такі файли тут не приймаються.', ({ count }) => `Не приймаються через тип: ${files(count)}.`),
        (kinds) => `Підійдуть: ${kinds}.`,
      ),
      'file-too-large': limited(
        sized(
          (size) => `Завеликий: ${size}.`,
          single('Завеликий.', ({ count }) => `Завеликі: ${files(count)}.`),
        ),
        atMost,
      ),
      'sensitive-content': 'Сервер не прийме вміст цього файлу.',
      'file-changed': 'Файл змінився під час завантаження. Виберіть його знову.',
      'file-unreadable': 'Цей файл не відкривається. Можливо, його перемістили.',
      'integrity-mismatch': 'Копія не збіглася з вашим файлом. Можна сміливо надіслати знову.',
      'too-many-parts': 'Завеликий для такого розміру частини.',
      'part-refused': 'Сховище не прийняло частину файлу. Повторіть.',
      'cors-blocked': 'Сховище не приймає завантажень із цього сайту. Повідомте його власника.',
      'policy-blocked': 'Правила безпеки сайту не дають завантажити. Повідомте його власника.',
      'not-found': 'Цього місця більше немає. Виберіть інше.',
      'outcome-unknown': 'Невідомо, чи дійшов файл. Перевірте, перш ніж надсилати знову.',
      'invalid-answer': 'Відповідь сервера незрозуміла. Спробуйте пізніше.',
      'invalid-option': 'Завантаження тут налаштовано неправильно. Повідомте власника сайту.',
      'unsupported-browser': 'Цей браузер не може завантажувати сюди. Візьміть сучасний.',
      'worker-failed': 'Не вдалося перевірити файл. Спробуйте ще раз.',
      canceled: 'Скасовано',
      unknown: 'Не вийшло. Спробуйте ще раз.',

      'too-many-files': limited(
        single('Цей файл не вмістився.', ({ count }) => `Не вмістилися: ${files(count)}.`),
        (limit) => `Ліміт файлів: ${limit}.`,
      ),
      'file-too-small': limited(
        single('Цей файл замалий.', ({ count }) => `Замалі: ${files(count)}.`),
        (limit) => `Мінімум: ${limit}.`,
      ),
      'total-too-large': limited('Разом вони завеликі. Приберіть частину, щоб продовжити.', atMost),
      duplicate: single('Уже у списку.', ({ count }) => `Уже у списку: ${files(count)}.`),
      junk: single(
        'Пропущено: службовий файл системи.',
        ({ count }) => `Пропущено службових: ${files(count)}.`,
      ),
      unreadable: single(
        'Цей файл не відкривається. Можливо, його перемістили.',
        ({ count }) => `Не відкриваються: ${files(count)}. Можливо, їх перемістили.`,
      ),
      custom: detailOr(
        single('Цей файл тут не приймається.', ({ count }) => `Тут не приймаються: ${files(count)}.`),
      ),

      fileUpload: 'Завантаження файлів',
      dropFiles: 'Перетягніть сюди файли або папки',
      dropFile: 'Перетягніть сюди файл',
      addFiles: 'Додати файли',
      addFile: 'Додати файл',
      chooseFiles: 'Вибрати файли',
      chooseFile: 'Вибрати файл',
      chooseFolder: 'Вибрати папку',
      takePhoto: 'Зробити фото',
      dropMore: 'Перетягніть ще файли або',
      dropAnother: 'Перетягніть інший файл на заміну або',
      chooseAnother: 'Вибрати інший',
      dropToAdd: (count) =>
        count === null ? 'Відпустіть, щоб додати файли' : `Відпустіть, щоб додати ${files(count)}`,
      dropLeavesOut: (count) => `Пропустимо через тип: ${files(count)}`,
      dropRefused: 'Такі файли тут не приймаються',
      chooserDisabled: 'Додавання файлів тут вимкнено.',
      hintLargest: (size) => `До ${size} кожен`,
      hintKinds: (kinds) => kinds,
      kindImages: 'Зображення',
      kindVideos: 'Відео',
      kindAudio: 'Аудіо',
      kindText: 'Текст',

      listLabel: 'Файли',
      summaryUploading: (count) => `Завантажуємо ${files(count)}`,
      summaryReady: (count) => `Готово до завантаження: ${files(count)}`,
      summaryPaused: 'На паузі',
      summaryDone: uploaded,
      summaryNeedsYou: (done, needing) =>
        done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing),
      summaryCanceled: (count) => `Скасовано: ${files(count)}`,
      doneOf: (done, all) => `Готово ${number(done)} з ${number(all)}`,
      bytesOf: (sent, total) => `${sent} з ${total}`,
      aboutTimeLeft: (duration) => `залишилося близько ${duration}`,
      timeLeft: (duration) => `залишилося ${duration}`,
      fewSecondsLeft: 'залишилося кілька секунд',
      progressOfAll: 'Перебіг завантаження всіх файлів',
      progressOf: (name) => `Перебіг завантаження: ${name}`,
      progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
      savedBytes: (size) => `${size} уже на місці`,

      fileCount: files,
      filterLabel: 'Фільтр',
      filterAll: 'Усі',
      filterUploading: 'Завантажуються',
      filterWaiting: 'Очікують',
      filterNeedsYou: 'Чекають на вас',
      filterDone: 'Готово',
      nothingHere: 'Тут зараз порожньо.',
      foldedErrors: (count, sentence) => `${files(count)}: ${sentence}`,
      show: 'Показати',

      startAll: 'Почати завантаження',
      pauseAll: 'Призупинити всі',
      resumeAll: 'Продовжити всі',
      retryAll: 'Повторити всі',
      removeAll: 'Прибрати всі',
      cancelAll: 'Скасувати всі',
      clearList: 'Очистити список',
      dismiss: 'Закрити',
      tryAgain: 'Спробувати знову',

      pause: 'Призупинити',
      resume: 'Продовжити',
      retry: 'Повторити',
      tryNow: 'Спробувати зараз',
      cancel: 'Скасувати',
      remove: 'Прибрати',
      undo: 'Повернути',
      actionOn: (action, name) => `${action}: ${name}`,

      statusQueued: 'У черзі',
      statusChecking: 'Перевірка',
      statusCheckingPercent: (percent) => `Перевірка: ${percent}`,
      statusStarting: 'Починаємо…',
      statusFinishing: 'Завершуємо…',
      statusPaused: 'На паузі',
      statusPausing: 'Призупиняємо…',
      statusStopping: 'Зупиняємо…',
      statusCompleted: 'Завантажено',
      statusInstant: 'Уже на місці',
      statusHandedOver: 'Передано',
      statusCanceled: 'Скасовано',
      statusRemoved: 'Прибрано',
      waitOffline: 'Ви не в мережі. Продовжиться саме.',
      waitRetrying: 'Зв’язок втрачено. Пробуємо знову…',
      waitRetryingIn: (duration) => `Зв’язок втрачено. Повтор через ${duration}`,
      waitServerBusy: 'Сервер зайнятий. Пробуємо знову…',
      waitServerBusyIn: (duration) => `Сервер зайнятий. Повтор через ${duration}`,
      waitRenewing: 'Чекаємо на сервер…',
      waitOtherTab: 'Завантажується в іншій вкладці',
      waitHalted: 'Чекає, коли можна продовжити',

      conflictQuestion: 'Файл із такою назвою вже є.',
      conflictElsewhere: 'Чекаємо на вашу відповідь',
      keepBoth: 'Залишити обидва',
      replace: 'Замінити',
      skip: 'Пропустити',
      forAll: 'Для всіх',

      earlierUploads: plural(
        '# завантаження з минулого разу не завершено.',
        '# завантаження з минулого разу не завершено.',
        '# завантажень із минулого разу не завершено.',
        '# завантаження з минулого разу не завершено.',
      ),
      earlierNeedFiles: (count) =>
        count === 1
          ? 'Виберіть цей файл знову, щоб завершити завантаження.'
          : `Виберіть знову ${files(count)}, щоб завершити завантаження.`,
      andMore: (count) => `і ще ${number(count)}`,
      continueEarlier: 'Продовжити',
      discardEarlier: 'Відкинути',

      addAs: (name) => `Додати як «${name}»`,
      leftOut: (count) => `Пропущено: ${files(count)}`,
      announceAdded: (count) => `Додано: ${files(count)}`,
      announceFailed: (name) => `Не завантажено: ${name}`,
      announceSum: (done, all, needing) =>
        needing === 0
          ? `Завантажено: ${number(done)} з ${number(all)}`
          : `Завантажено: ${number(done)} з ${number(all)}. Чекають на вас: ${number(needing)}`,
      announceSettled: (done, needing) =>
        needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing),

      valueMissing: 'Виберіть файл.',
      tooFewFiles: (least) => `Виберіть мінімум ${files(least)}.`,
      submitWaits: 'Форму буде надіслано після завантаження файлів.',
      stillUploading: 'Файли ще завантажуються. Зачекайте.',
    };
  },
);

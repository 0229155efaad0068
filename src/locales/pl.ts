import { defineLocale } from './define-locale.js';

defineLocale(
  'pl',
  ['one', 'few', 'many', 'other'],
  ({ number, plural, single, sized, limited, detailOr }) => {
    // Nominative and accusative alike.
    const files = plural('# plik', '# pliki', '# plików', '# pliku');
    const atMost = (limit: string): string => `Limit to ${limit}.`;
    const uploaded = (count: number): string => `Przesłano ${files(count)}`;
    const needsYou = (count: number): string => `Czeka na Ciebie: ${files(count)}`;
    const uploadedAndNeedsYou = (done: number, needing: number): string =>
      `Przesłano: ${number(done)}. Czeka na Ciebie: ${number(needing)}`;
    return {
      network: 'Utracono połączenie. Postęp jest zachowany.',
      offline: 'Jesteś offline. Postęp jest zachowany.',
      timeout: 'Serwer nie odpowiada. Postęp jest zachowany.',
      'server-busy': 'Serwer jest zajęty. Spróbuj ponownie za minutę.',
      'rate-limited': 'Zbyt wiele żądań. Spróbuj ponownie za minutę.',
      'service-unavailable': 'Serwer nie mógł przyjąć tego pliku. Spróbuj ponownie za minutę.',
      'access-denied': 'Nie możesz tu dodawać plików. Poproś właściciela o dostęp.',
      'token-invalid': 'Nastąpiło wylogowanie. Zaloguj się, aby kontynuować.',
      'backend-failed': 'Ta strona nie mogła rozpocząć przesyłania. Spróbuj ponownie później.',
      'upload-expired': 'To przesyłanie wygasło. Zacznij je od nowa.',
      'upload-gone': 'Serwer utracił pierwszą część. Trzeba zacząć od początku.',
      'quota-exceeded': 'Brak miejsca. Zwolnij trochę i ponów.',
      'name-conflict': 'Plik o tej nazwie już tu jest. Zmień nazwę swojego.',
      'invalid-name': single(
        'Ta nazwa jest niedozwolona. Zmień ją i dodaj plik ponownie.',
        ({ count }) => `Niedozwolone nazwy: ${files(count)}. Zmień je i dodaj ponownie.`,
      ),
      'directory-not-found': 'To miejsce już nie istnieje. Wybierz inne.',
      'directory-name-taken': 'Istnieje plik o nazwie tego folderu. Zmień jedną z nazw.',
      'type-not-allowed': limited(
        single(
          'Ten rodzaj pliku nie jest tu przyjmowany.',
          ({ count }) => `Nieprzyjmowany rodzaj: ${files(count)}.`,
        ),
        (kinds) => `Dozwolone: ${kinds}.`,
      ),
      'file-too-large': limited(
        sized(
          (size) => `Za duży: ${size}.`,
          single('Za duży.', ({ count }) => `Za duże: ${files(count)}.`),
        ),
        atMost,
      ),
      'sensitive-content': 'Serwer nie przyjmie zawartości tego pliku.',
      'file-changed': 'Plik zmienił się podczas przesyłania. Wybierz go ponownie.',
      'file-unreadable': 'Nie można otworzyć tego pliku. Być może go przeniesiono.',
      'integrity-mismatch': 'Kopia różni się od Twojego pliku. Można bezpiecznie wysłać go ponownie.',
      'too-many-parts': 'Za duży dla tego rozmiaru części.',
      'part-refused': 'Magazyn nie przyjął fragmentu tego pliku. Ponów.',
      'cors-blocked': 'Magazyn nie pozwala tej stronie przesyłać plików. Powiadom jej właściciela.',
      'policy-blocked': 'Zasady bezpieczeństwa tej strony blokują przesyłanie. Powiadom jej właściciela.',
      'not-found': 'To miejsce już nie istnieje. Wybierz inne.',
      'outcome-unknown': 'Nie wiadomo, czy plik dotarł. Sprawdź, zanim wyślesz go ponownie.',
      'invalid-answer': 'Odpowiedź serwera jest niezrozumiała. Spróbuj ponownie później.',
      'invalid-option': 'Przesyłanie nie jest tu dobrze ustawione. Powiadom właściciela strony.',
      'unsupported-browser': 'Ta przeglądarka nie może tu przesyłać plików. Użyj aktualnej.',
      'worker-failed': 'Nie udało się sprawdzić pliku. Spróbuj ponownie.',
      canceled: 'Anulowano',
      unknown: 'Nie udało się. Spróbuj ponownie.',

      'too-many-files': limited(
        single('Ten plik pominięto.', ({ count }) => `Pominięto ${files(count)}.`),
        (limit) => `Limit plików: ${limit}.`,
      ),
      'file-too-small': limited(
        single('Ten plik jest za mały.', ({ count }) => `Za małe: ${files(count)}.`),
        (limit) => `Minimum to ${limit}.`,
      ),
      'total-too-large': limited('Razem są za duże. Usuń kilka, aby kontynuować.', atMost),
      duplicate: single('Jest już na liście.', ({ count }) => `Już na liście: ${files(count)}.`),
      junk: single('Pominięto: plik systemowy.', ({ count }) => `Pominięto systemowe: ${files(count)}.`),
      unreadable: single(
        'Nie można otworzyć tego pliku. Być może go przeniesiono.',
        ({ count }) => `Nie otwierają się: ${files(count)}. Być może je przeniesiono.`,
      ),
      custom: detailOr(
        single('Ten plik nie jest tu przyjmowany.', ({ count }) => `Nie są tu przyjmowane: ${files(count)}.`),
      ),

      fileUpload: 'Przesyłanie plików',
      dropFiles: 'Upuść tutaj pliki lub foldery',
      dropFile: 'Upuść tutaj plik',
      addFiles: 'Dodaj pliki',
      addFile: 'Dodaj plik',
      chooseFiles: 'Wybierz pliki',
      chooseFile: 'Wybierz plik',
      chooseFolder: 'Wybierz folder',
      takePhoto: 'Zrób zdjęcie',
      dropMore: 'Upuść więcej plików lub',
      dropAnother: 'Upuść inny plik, aby go zastąpić, lub',
      chooseAnother: 'Wybierz inny',
      dropToAdd: (count) => (count === null ? 'Upuść, aby dodać pliki' : `Upuść, aby dodać ${files(count)}`),
      dropLeavesOut: (count) => `Pominiemy ${files(count)} nieprzyjmowanego rodzaju`,
      dropRefused: 'Ten rodzaj pliku nie jest tu przyjmowany',
      chooserDisabled: 'Dodawanie plików jest tu wyłączone.',
      hintLargest: (size) => `Do ${size} każdy`,
      hintKinds: (kinds) => kinds,
      kindImages: 'Obrazy',
      kindVideos: 'Filmy',
      kindAudio: 'Dźwięk',
      kindText: 'Tekst',

      listLabel: 'Pliki',
      summaryUploading: (count) => `Przesyłanie: ${files(count)}`,
      summaryReady: (count) => `Gotowe do przesłania: ${files(count)}`,
      summaryPaused: 'Wstrzymano',
      summaryDone: uploaded,
      summaryNeedsYou: (done, needing) =>
        done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing),
      summaryCanceled: (count) => `Anulowano ${files(count)}`,
      doneOf: (done, all) => `Gotowe: ${number(done)} z ${number(all)}`,
      bytesOf: (sent, total) => `${sent} z ${total}`,
      aboutTimeLeft: (duration) => `zostało około ${duration}`,
      timeLeft: (duration) => `zostało ${duration}`,
      fewSecondsLeft: 'zostało kilka sekund',
      progressOfAll: 'Postęp wszystkich plików',
      progressOf: (name) => `Postęp: ${name}`,
      progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
      savedBytes: (size) => `${size} już tam było`,

      fileCount: files,
      filterLabel: 'Filtruj pliki',
      filterAll: 'Wszystkie',
      filterUploading: 'W toku',
      filterWaiting: 'Oczekujące',
      filterNeedsYou: 'Do sprawdzenia',
      filterDone: 'Gotowe',
      nothingHere: 'Teraz nie ma tu plików.',
      foldedErrors: (count, sentence) => `${files(count)}: ${sentence}`,
      show: 'Pokaż',

      startAll: 'Rozpocznij przesyłanie',
      pauseAll: 'Wstrzymaj wszystkie',
      resumeAll: 'Wznów wszystkie',
      retryAll: 'Ponów wszystkie',
      removeAll: 'Usuń wszystkie',
      cancelAll: 'Anuluj wszystkie',
      clearList: 'Wyczyść listę',
      dismiss: 'Zamknij',
      tryAgain: 'Spróbuj ponownie',

      pause: 'Wstrzymaj',
      resume: 'Wznów',
      retry: 'Ponów',
      tryNow: 'Spróbuj teraz',
      cancel: 'Anuluj',
      remove: 'Usuń',
      undo: 'Cofnij',
      actionOn: (action, name) => `${action}: ${name}`,

      statusQueued: 'Czeka',
      statusChecking: 'Sprawdzanie',
      statusCheckingPercent: (percent) => `Sprawdzanie: ${percent}`,
      statusStarting: 'Rozpoczynanie…',
      statusFinishing: 'Kończenie…',
      statusPaused: 'Wstrzymano',
      statusPausing: 'Wstrzymywanie…',
      statusStopping: 'Zatrzymywanie…',
      statusCompleted: 'Przesłano',
      statusInstant: 'Już tam jest',
      statusHandedOver: 'Przekazano',
      statusCanceled: 'Anulowano',
      statusRemoved: 'Usunięto',
      waitOffline: 'Jesteś offline. Wznowi się samo.',
      waitRetrying: 'Utracono połączenie. Ponowna próba…',
      waitRetryingIn: (duration) => `Utracono połączenie. Za ${duration} ponowna próba.`,
      waitServerBusy: 'Serwer jest zajęty. Ponowna próba…',
      waitServerBusyIn: (duration) => `Serwer jest zajęty. Za ${duration} ponowna próba.`,
      waitRenewing: 'Oczekiwanie na serwer…',
      waitOtherTab: 'Przesyłanie w innej karcie',
      waitHalted: 'Czeka na możliwość wznowienia',

      conflictQuestion: 'Plik o tej nazwie już tu jest.',
      conflictElsewhere: 'Czeka na Twoją odpowiedź',
      keepBoth: 'Zachowaj oba',
      replace: 'Zastąp',
      skip: 'Pomiń',
      forAll: 'Dla wszystkich',

      earlierUploads: plural(
        '# przesyłanie z ostatniego razu jest niedokończone.',
        '# przesyłania z ostatniego razu są niedokończone.',
        '# przesyłań z ostatniego razu jest niedokończonych.',
        '# przesyłania z ostatniego razu jest niedokończone.',
      ),
      earlierNeedFiles: (count) =>
        count === 1
          ? 'Wybierz ten plik ponownie, aby dokończyć przesyłanie.'
          : `Wybierz ponownie ${files(count)}, aby dokończyć przesyłanie.`,
      andMore: (count) => `i jeszcze ${number(count)}`,
      continueEarlier: 'Kontynuuj',
      discardEarlier: 'Odrzuć',

      addAs: (name) => `Dodaj jako „${name}”`,
      leftOut: (count) => `Pominięto ${files(count)}`,
      announceAdded: (count) => `Dodano ${files(count)}`,
      announceFailed: (name) => `Nie przesłano: ${name}`,
      announceSum: (done, all, needing) =>
        needing === 0
          ? `Przesłano: ${number(done)} z ${number(all)}`
          : `Przesłano: ${number(done)} z ${number(all)}. Czeka na Ciebie: ${number(needing)}`,
      announceSettled: (done, needing) =>
        needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing),

      valueMissing: 'Wybierz plik.',
      tooFewFiles: (least) => `Wybierz co najmniej ${files(least)}.`,
      submitWaits: 'Formularz zostanie wysłany, gdy wszystkie pliki będą przesłane.',
      stillUploading: 'Pliki są jeszcze przesyłane. Poczekaj, aż się zakończy.',
    };
  },
);

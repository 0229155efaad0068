import { defineLocale } from './define-locale.js';

defineLocale('it', ['one', 'many', 'other'], ({ number, plural, counted, sized, limited, detailOr }) => {
  const files = plural('# file', '# di file', '# file');
  const atMost = (limit: string): string => `Il limite è ${limit}.`;
  const uploaded = plural('# file caricato', '# di file caricati', '# file caricati');
  const needsYou = plural(
    '# file ha bisogno di te',
    '# di file hanno bisogno di te',
    '# file hanno bisogno di te',
  );
  const uploadedAndNeedsYou = (done: number, needing: number): string =>
    `Caricati: ${number(done)}. Da rivedere: ${number(needing)}`;
  return {
    network: 'Connessione persa. I progressi sono salvi.',
    offline: 'Sei offline. I progressi sono salvi.',
    timeout: 'Il server non risponde. I progressi sono salvi.',
    'server-busy': 'Il server è occupato. Riprova tra un minuto.',
    'rate-limited': 'Troppe richieste. Riprova tra un minuto.',
    'service-unavailable': 'Il server non è riuscito a ricevere questo file. Riprova tra un minuto.',
    'access-denied': 'Non puoi aggiungere file qui. Chiedi l’accesso al proprietario.',
    'token-invalid': 'Sei stato disconnesso. Accedi per continuare.',
    'backend-failed': 'Il sito non è riuscito ad avviare il caricamento. Riprova più tardi.',
    'upload-expired': 'Questo caricamento è scaduto. Ricomincialo.',
    'upload-gone': 'Il server ha perso la prima parte. Il caricamento deve ripartire dall’inizio.',
    'quota-exceeded': 'Spazio esaurito. Liberane un po’ e riprova.',
    'name-conflict': 'Qui c’è già un file con questo nome. Rinomina il tuo.',
    'invalid-name': counted(
      'Questo nome non è consentito. Rinomina il file e aggiungilo di nuovo.',
      '# di file hanno nomi non consentiti. Rinominali e aggiungili di nuovo.',
      '# file hanno nomi non consentiti. Rinominali e aggiungili di nuovo.',
    ),
    'directory-not-found': 'Questa posizione non esiste più. Scegline un’altra.',
    'directory-name-taken': 'Un file ha il nome di questa cartella. Rinomina uno dei due.',
    'type-not-allowed': limited(
      counted(
        'Questo tipo di file non è accettato qui.',
        '# di file sono di un tipo non accettato qui.',
        '# file sono di un tipo non accettato qui.',
      ),
      (kinds) => `Tipi accettati: ${kinds}.`,
    ),
    'file-too-large': limited(
      sized(
        (size) => `Troppo grande: ${size}.`,
        counted('Troppo grande.', '# di file sono troppo grandi.', '# file sono troppo grandi.'),
      ),
      atMost,
    ),
    'sensitive-content': 'Il server non accetta il contenuto di questo file.',
    'file-changed': 'Il file è cambiato durante il caricamento. Sceglilo di nuovo.',
    'file-unreadable': 'Impossibile aprire questo file. Forse è stato spostato.',
    'integrity-mismatch': 'La copia non corrisponde al tuo file. Inviarlo di nuovo è sicuro.',
    'too-many-parts': 'Troppo grande per questa dimensione delle parti.',
    'part-refused': 'L’archivio non ha ricevuto una parte di questo file. Riprova.',
    'cors-blocked': 'L’archivio non consente caricamenti da questo sito. Avvisa chi lo gestisce.',
    'policy-blocked':
      'Le regole di sicurezza di questo sito bloccano il caricamento. Avvisa chi lo gestisce.',
    'not-found': 'Questa posizione non esiste più. Scegline un’altra.',
    'outcome-unknown': 'Non si sa se questo file sia arrivato. Controlla prima di inviarlo di nuovo.',
    'invalid-answer': 'La risposta del server non era comprensibile. Riprova più tardi.',
    'invalid-option': 'Il caricamento non è configurato bene qui. Avvisa chi gestisce il sito.',
    'unsupported-browser': 'Questo browser non può caricare file qui. Usane uno aggiornato.',
    'worker-failed': 'Non è stato possibile controllare il file. Riprova.',
    canceled: 'Annullato',
    unknown: 'Non ha funzionato. Riprova.',

    'too-many-files': limited(
      counted('Questo file è rimasto fuori.', '# di file sono rimasti fuori.', '# file sono rimasti fuori.'),
      (limit) => `Numero massimo: ${limit}.`,
    ),
    'file-too-small': limited(
      counted(
        'Questo file è troppo piccolo.',
        '# di file sono troppo piccoli.',
        '# file sono troppo piccoli.',
      ),
      (limit) => `Il minimo è ${limit}.`,
    ),
    'total-too-large': limited('Insieme sono troppo grandi. Togline alcuni per continuare.', atMost),
    duplicate: counted(
      'È già nell’elenco.',
      '# di file sono già nell’elenco.',
      '# file sono già nell’elenco.',
    ),
    junk: counted(
      'Rimasto fuori: è un file di sistema.',
      '# di file di sistema sono rimasti fuori.',
      '# file di sistema sono rimasti fuori.',
    ),
    unreadable: counted(
      'Impossibile aprire questo file. Forse è stato spostato.',
      'Impossibile aprire # di file. Forse sono stati spostati.',
      'Impossibile aprire # file. Forse sono stati spostati.',
    ),
    custom: detailOr(
      counted(
        'Questo file non è accettato qui.',
        '# di file non sono accettati qui.',
        '# file non sono accettati qui.',
      ),
    ),

    fileUpload: 'Caricamento file',
    dropFiles: 'Trascina qui file o cartelle',
    dropFile: 'Trascina qui un file',
    addFiles: 'Aggiungi file',
    addFile: 'Aggiungi un file',
    chooseFiles: 'Scegli file',
    chooseFile: 'Scegli un file',
    chooseFolder: 'Scegli cartella',
    takePhoto: 'Scatta una foto',
    dropMore: 'Trascina altri file oppure',
    dropAnother: 'Trascina un altro file per sostituirlo oppure',
    chooseAnother: 'Scegline un altro',
    dropToAdd: (count) =>
      count === null
        ? 'Rilascia per aggiungere i file'
        : plural(
            'Rilascia per aggiungere # file',
            'Rilascia per aggiungere # di file',
            'Rilascia per aggiungere # file',
          )(count),
    dropLeavesOut: plural(
      '# file resterà fuori per il suo tipo',
      '# di file resteranno fuori per il loro tipo',
      '# file resteranno fuori per il loro tipo',
    ),
    dropRefused: 'Questo tipo di file non è accettato qui',
    chooserDisabled: 'Qui l’aggiunta di file è disattivata.',
    hintLargest: (size) => `Fino a ${size} ciascuno`,
    hintKinds: (kinds) => kinds,
    kindImages: 'Immagini',
    kindVideos: 'Video',
    kindAudio: 'Audio',
    kindText: 'Testo',

    listLabel: 'File',
    summaryUploading: plural('Caricamento di # file', 'Caricamento di # di file', 'Caricamento di # file'),
    summaryReady: plural(
      '# file pronto da caricare',
      '# di file pronti da caricare',
      '# file pronti da caricare',
    ),
    summaryPaused: 'In pausa',
    summaryDone: uploaded,
    summaryNeedsYou: (done, needing) => (done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing)),
    summaryCanceled: plural('# file annullato', '# di file annullati', '# file annullati'),
    doneOf: (done, all) => `${number(done)} di ${number(all)} completati`,
    bytesOf: (sent, total) => `${sent} di ${total}`,
    aboutTimeLeft: (duration) => `ancora ${duration} circa`,
    timeLeft: (duration) => `ancora ${duration}`,
    fewSecondsLeft: 'ancora pochi secondi',
    progressOfAll: 'Avanzamento di tutti i file',
    progressOf: (name) => `Avanzamento di ${name}`,
    progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
    savedBytes: (size) => `${size} già presenti`,

    fileCount: files,
    filterLabel: 'Filtra i file',
    filterAll: 'Tutti',
    filterUploading: 'In corso',
    filterWaiting: 'In attesa',
    filterNeedsYou: 'Da rivedere',
    filterDone: 'Completati',
    nothingHere: 'Per ora qui non ci sono file.',
    foldedErrors: (count, sentence) => `${files(count)}: ${sentence}`,
    show: 'Mostra',

    startAll: 'Avvia caricamento',
    pauseAll: 'Sospendi tutto',
    resumeAll: 'Riprendi tutto',
    retryAll: 'Riprova tutto',
    removeAll: 'Rimuovi tutto',
    cancelAll: 'Annulla tutto',
    clearList: 'Svuota elenco',
    dismiss: 'Chiudi',
    tryAgain: 'Riprova',

    pause: 'Sospendi',
    resume: 'Riprendi',
    retry: 'Riprova',
    tryNow: 'Prova ora',
    cancel: 'Annulla',
    remove: 'Rimuovi',
    undo: 'Ripristina',
    actionOn: (action, name) => `${action}: ${name}`,

    statusQueued: 'In attesa',
    statusChecking: 'Controllo',
    statusCheckingPercent: (percent) => `Controllo: ${percent}`,
    statusStarting: 'Avvio…',
    statusFinishing: 'Completamento…',
    statusPaused: 'In pausa',
    statusPausing: 'Sospensione…',
    statusStopping: 'Arresto…',
    statusCompleted: 'Caricato',
    statusInstant: 'Già presente',
    statusHandedOver: 'Consegnato',
    statusCanceled: 'Annullato',
    statusRemoved: 'Rimosso',
    waitOffline: 'Sei offline. Riprenderà da solo.',
    waitRetrying: 'Connessione persa. Nuovo tentativo…',
    waitRetryingIn: (duration) => `Connessione persa. Nuovo tentativo tra ${duration}.`,
    waitServerBusy: 'Il server è occupato. Nuovo tentativo…',
    waitServerBusyIn: (duration) => `Il server è occupato. Nuovo tentativo tra ${duration}.`,
    waitRenewing: 'In attesa del server…',
    waitOtherTab: 'In caricamento in un’altra scheda',
    waitHalted: 'In attesa di poter continuare',

    conflictQuestion: 'Qui c’è già un file con questo nome.',
    conflictElsewhere: 'In attesa della tua risposta',
    keepBoth: 'Conserva entrambi',
    replace: 'Sostituisci',
    skip: 'Salta',
    forAll: 'Per tutti',

    earlierUploads: plural(
      '# caricamento dell’ultima volta non è finito.',
      '# di caricamenti dell’ultima volta non sono finiti.',
      '# caricamenti dell’ultima volta non sono finiti.',
    ),
    earlierNeedFiles: plural(
      'Scegli di nuovo questo file per completarne il caricamento.',
      'Scegli di nuovo questi # di file per completarne il caricamento.',
      'Scegli di nuovo questi # file per completarne il caricamento.',
    ),
    andMore: (count) => `e altri ${number(count)}`,
    continueEarlier: 'Continua',
    discardEarlier: 'Scarta',

    addAs: (name) => `Aggiungi come “${name}”`,
    leftOut: plural('# file è rimasto fuori', '# di file sono rimasti fuori', '# file sono rimasti fuori'),
    announceAdded: plural('# file aggiunto', '# di file aggiunti', '# file aggiunti'),
    announceFailed: (name) => `${name} non è stato caricato`,
    announceSum: (done, all, needing) =>
      needing === 0
        ? `Caricati: ${number(done)} di ${number(all)}`
        : `Caricati: ${number(done)} di ${number(all)}. Da rivedere: ${number(needing)}`,
    announceSettled: (done, needing) => (needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing)),

    valueMissing: 'Scegli un file.',
    tooFewFiles: (least) => `Scegli almeno ${files(least)}.`,
    submitWaits: 'Il modulo verrà inviato una volta caricati tutti i file.',
    stillUploading: 'Alcuni file sono ancora in caricamento. Attendi che finiscano.',
  };
});

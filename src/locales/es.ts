import { defineLocale } from './define-locale.js';

defineLocale('es', ['one', 'many', 'other'], ({ number, plural, counted, sized, limited, detailOr }) => {
  const files = plural('# archivo', '# de archivos', '# archivos');
  const atMost = (limit: string): string => `El límite es ${limit}.`;
  const uploaded = plural('# archivo subido', '# de archivos subidos', '# archivos subidos');
  const needsYou = plural('# archivo te necesita', '# de archivos te necesitan', '# archivos te necesitan');
  const uploadedAndNeedsYou = (done: number, needing: number): string =>
    `Subidos: ${number(done)}. Por revisar: ${number(needing)}`;
  return {
    network: 'Se perdió la conexión. Tu avance se conserva.',
    offline: 'Estás sin conexión. Tu avance se conserva.',
    timeout: 'El servidor no responde. Tu avance se conserva.',
    'server-busy': 'El servidor está ocupado. Inténtalo en un minuto.',
    'rate-limited': 'Demasiadas solicitudes. Inténtalo en un minuto.',
    'service-unavailable': 'El servidor no pudo recibir este archivo. Inténtalo en un minuto.',
    'access-denied': 'No puedes añadir archivos aquí. Pide acceso a quien lo administra.',
    'token-invalid': 'Se cerró tu sesión. Inicia sesión para continuar.',
    'backend-failed': 'Este sitio no pudo iniciar la subida. Inténtalo más tarde.',
    'upload-expired': 'Esta subida caducó. Vuelve a empezarla.',
    'upload-gone': 'El servidor perdió la primera parte. Hay que empezar desde el principio.',
    'quota-exceeded': 'No queda espacio. Libera un poco y reinténtalo.',
    'name-conflict': 'Ya hay un archivo con este nombre. Cambia el nombre del tuyo.',
    'invalid-name': counted(
      'Este nombre no está permitido. Cámbialo y vuelve a añadir el archivo.',
      '# de archivos tienen nombres no permitidos. Cámbialos y vuelve a añadirlos.',
      '# archivos tienen nombres no permitidos. Cámbialos y vuelve a añadirlos.',
    ),
    'directory-not-found': 'Este lugar ya no existe. Elige otro.',
    'directory-name-taken': 'Un archivo tiene el nombre de esta carpeta. Cambia el nombre de uno de los dos.',
    'type-not-allowed': limited(
      counted(
        'Aquí no se acepta este tipo de archivo.',
        '# de archivos son de un tipo que aquí no se acepta.',
        '# archivos son de un tipo que aquí no se acepta.',
      ),
      (kinds) => `Se aceptan: ${kinds}.`,
    ),
    'file-too-large': limited(
      sized(
        (size) => `Demasiado grande: ${size}.`,
        counted(
          'Demasiado grande.',
          '# de archivos son demasiado grandes.',
          '# archivos son demasiado grandes.',
        ),
      ),
      atMost,
    ),
    'sensitive-content': 'El servidor no acepta el contenido de este archivo.',
    'file-changed': 'El archivo cambió durante la subida. Vuelve a elegirlo.',
    'file-unreadable': 'No se puede abrir este archivo. Quizá se movió.',
    'integrity-mismatch': 'La copia no coincide con tu archivo. Puedes enviarlo otra vez sin riesgo.',
    'too-many-parts': 'Demasiado grande para este tamaño de parte.',
    'part-refused': 'El almacenamiento no recibió una parte de este archivo. Reinténtalo.',
    'cors-blocked': 'El almacenamiento no deja subir desde este sitio. Avisa a quien lo administra.',
    'policy-blocked':
      'Las reglas de seguridad de este sitio bloquean la subida. Avisa a quien lo administra.',
    'not-found': 'Este lugar ya no existe. Elige otro.',
    'outcome-unknown': 'No se sabe si este archivo llegó. Compruébalo antes de enviarlo otra vez.',
    'invalid-answer': 'No se entendió la respuesta del servidor. Inténtalo más tarde.',
    'invalid-option': 'La subida no está bien configurada aquí. Avisa a quien administra el sitio.',
    'unsupported-browser': 'Este navegador no puede subir archivos aquí. Usa uno actual.',
    'worker-failed': 'No se pudo comprobar el archivo. Inténtalo de nuevo.',
    canceled: 'Cancelado',
    unknown: 'Eso no funcionó. Inténtalo de nuevo.',

    'too-many-files': limited(
      counted('Este archivo quedó fuera.', '# de archivos quedaron fuera.', '# archivos quedaron fuera.'),
      (limit) => `Máximo de archivos: ${limit}.`,
    ),
    'file-too-small': limited(
      counted(
        'Este archivo es demasiado pequeño.',
        '# de archivos son demasiado pequeños.',
        '# archivos son demasiado pequeños.',
      ),
      (limit) => `El mínimo es ${limit}.`,
    ),
    'total-too-large': limited('Juntos son demasiado grandes. Quita algunos para continuar.', atMost),
    duplicate: counted(
      'Ya está en la lista.',
      '# de archivos ya están en la lista.',
      '# archivos ya están en la lista.',
    ),
    junk: counted(
      'Quedó fuera: lo creó el sistema.',
      '# de archivos del sistema quedaron fuera.',
      '# archivos del sistema quedaron fuera.',
    ),
    unreadable: counted(
      'No se puede abrir este archivo. Quizá se movió.',
      'No se pueden abrir # de archivos. Quizá se movieron.',
      'No se pueden abrir # archivos. Quizá se movieron.',
    ),
    custom: detailOr(
      counted(
        'Aquí no se acepta este archivo.',
        'Aquí no se aceptan # de archivos.',
        'Aquí no se aceptan # archivos.',
      ),
    ),

    fileUpload: 'Subida de archivos',
    dropFiles: 'Suelta archivos o carpetas aquí',
    dropFile: 'Suelta un archivo aquí',
    addFiles: 'Añadir archivos',
    addFile: 'Añadir un archivo',
    chooseFiles: 'Elegir archivos',
    chooseFile: 'Elegir un archivo',
    chooseFolder: 'Elegir carpeta',
    takePhoto: 'Tomar foto',
    dropMore: 'Suelta más archivos, o',
    dropAnother: 'Suelta otro archivo para reemplazarlo, o',
    chooseAnother: 'Elegir otro',
    dropToAdd: (count) =>
      count === null
        ? 'Suelta para añadir archivos'
        : plural(
            'Suelta para añadir # archivo',
            'Suelta para añadir # de archivos',
            'Suelta para añadir # archivos',
          )(count),
    dropLeavesOut: plural(
      '# archivo quedará fuera por su tipo',
      '# de archivos quedarán fuera por su tipo',
      '# archivos quedarán fuera por su tipo',
    ),
    dropRefused: 'Aquí no se acepta este tipo de archivo',
    chooserDisabled: 'Aquí no se pueden añadir archivos por ahora.',
    hintLargest: (size) => `Hasta ${size} cada uno`,
    hintKinds: (kinds) => kinds,
    kindImages: 'Imágenes',
    kindVideos: 'Vídeos',
    kindAudio: 'Audio',
    kindText: 'Texto',

    listLabel: 'Archivos',
    summaryUploading: plural('Subiendo # archivo', 'Subiendo # de archivos', 'Subiendo # archivos'),
    summaryReady: plural(
      '# archivo listo para subir',
      '# de archivos listos para subir',
      '# archivos listos para subir',
    ),
    summaryPaused: 'En pausa',
    summaryDone: uploaded,
    summaryNeedsYou: (done, needing) => (done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing)),
    summaryCanceled: plural('# archivo cancelado', '# de archivos cancelados', '# archivos cancelados'),
    doneOf: (done, all) => `${number(done)} de ${number(all)} listos`,
    bytesOf: (sent, total) => `${sent} de ${total}`,
    aboutTimeLeft: (duration) => `quedan unos ${duration}`,
    timeLeft: (duration) => `quedan ${duration}`,
    fewSecondsLeft: 'quedan unos segundos',
    progressOfAll: 'Progreso de todos los archivos',
    progressOf: (name) => `Progreso de ${name}`,
    progressValue: (percent, left) => (left === null ? percent : `${percent}, ${left}`),
    savedBytes: (size) => `${size} ya estaban`,

    fileCount: files,
    filterLabel: 'Filtrar archivos',
    filterAll: 'Todos',
    filterUploading: 'Subiendo',
    filterWaiting: 'En espera',
    filterNeedsYou: 'Por revisar',
    filterDone: 'Listos',
    nothingHere: 'No hay archivos aquí por ahora.',
    foldedErrors: (count, sentence) => `${files(count)}: ${sentence}`,
    show: 'Ver',

    startAll: 'Iniciar subida',
    pauseAll: 'Pausar todo',
    resumeAll: 'Reanudar todo',
    retryAll: 'Reintentar todo',
    removeAll: 'Quitar todo',
    cancelAll: 'Cancelar todo',
    clearList: 'Vaciar lista',
    dismiss: 'Cerrar',
    tryAgain: 'Intentar de nuevo',

    pause: 'Pausar',
    resume: 'Reanudar',
    retry: 'Reintentar',
    tryNow: 'Intentar ahora',
    cancel: 'Cancelar',
    remove: 'Quitar',
    undo: 'Deshacer',
    actionOn: (action, name) => `${action}: ${name}`,

    statusQueued: 'En espera',
    statusChecking: 'Comprobando',
    statusCheckingPercent: (percent) => `Comprobando: ${percent}`,
    statusStarting: 'Iniciando…',
    statusFinishing: 'Terminando…',
    statusPaused: 'En pausa',
    statusPausing: 'Pausando…',
    statusStopping: 'Deteniendo…',
    statusCompleted: 'Subido',
    statusInstant: 'Ya estaba',
    statusHandedOver: 'Entregado',
    statusCanceled: 'Cancelado',
    statusRemoved: 'Quitado',
    waitOffline: 'Estás sin conexión. Seguirá por sí solo.',
    waitRetrying: 'Se perdió la conexión. Reintentando…',
    waitRetryingIn: (duration) => `Se perdió la conexión. Nuevo intento en ${duration}.`,
    waitServerBusy: 'El servidor está ocupado. Reintentando…',
    waitServerBusyIn: (duration) => `El servidor está ocupado. Nuevo intento en ${duration}.`,
    waitRenewing: 'Esperando al servidor…',
    waitOtherTab: 'Subiendo en otra pestaña',
    waitHalted: 'En espera hasta poder continuar',

    conflictQuestion: 'Ya hay un archivo con este nombre.',
    conflictElsewhere: 'Esperando tu respuesta',
    keepBoth: 'Conservar ambos',
    replace: 'Reemplazar',
    skip: 'Omitir',
    forAll: 'Para todos',

    earlierUploads: plural(
      '# subida de la última vez no terminó.',
      '# de subidas de la última vez no terminaron.',
      '# subidas de la última vez no terminaron.',
    ),
    earlierNeedFiles: plural(
      'Vuelve a elegir este archivo para terminar su subida.',
      'Vuelve a elegir estos # de archivos para terminar su subida.',
      'Vuelve a elegir estos # archivos para terminar su subida.',
    ),
    andMore: (count) => `y ${number(count)} más`,
    continueEarlier: 'Continuar',
    discardEarlier: 'Descartar',

    addAs: (name) => `Añadir como «${name}»`,
    leftOut: plural('# archivo quedó fuera', '# de archivos quedaron fuera', '# archivos quedaron fuera'),
    announceAdded: plural('# archivo añadido', '# de archivos añadidos', '# archivos añadidos'),
    announceFailed: (name) => `${name} no se subió`,
    announceSum: (done, all, needing) =>
      needing === 0
        ? `Subidos: ${number(done)} de ${number(all)}`
        : `Subidos: ${number(done)} de ${number(all)}. Por revisar: ${number(needing)}`,
    announceSettled: (done, needing) => (needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing)),

    valueMissing: 'Elige un archivo.',
    tooFewFiles: (least) => `Elige al menos ${files(least)}.`,
    submitWaits: 'El formulario se enviará cuando se suban todos los archivos.',
    stillUploading: 'Aún se están subiendo archivos. Espera a que terminen.',
  };
});

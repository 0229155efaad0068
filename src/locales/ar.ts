import { defineLocale } from './define-locale.js';

defineLocale(
  'ar',
  ['zero', 'one', 'two', 'few', 'many', 'other'],
  ({ number, plural, single, sized, limited, detailOr, isolated }) => {
    // After a verbal noun, in the genitive.
    const files = plural('# ملف', 'ملف واحد', 'ملفين', '# ملفات', '# ملفًا', '# ملف');
    // Alone, in the nominative.
    const fileCount = plural('# ملف', 'ملف واحد', 'ملفان', '# ملفات', '# ملفًا', '# ملف');
    const atMost = (limit: string): string => `الحد الأقصى ${isolated(limit)}.`;
    const uploaded = (count: number): string => `تم رفع ${files(count)}`;
    const needsYou = (count: number): string => `عليك مراجعة ${files(count)}`;
    const uploadedAndNeedsYou = (done: number, needing: number): string =>
      `تم رفع ${number(done)}، وعليك مراجعة ${number(needing)}`;
    return {
      network: 'انقطع الاتصال. ما تم رفعه محفوظ.',
      offline: 'أنت غير متصل. ما تم رفعه محفوظ.',
      timeout: 'الخادم لا يستجيب. ما تم رفعه محفوظ.',
      'server-busy': 'الخادم مشغول. حاول مجددًا بعد دقيقة.',
      'rate-limited': 'الطلبات كثيرة جدًا. حاول مجددًا بعد دقيقة.',
      'service-unavailable': 'لم يتمكن الخادم من استلام هذا الملف. حاول مجددًا بعد دقيقة.',
      'access-denied': 'لا يمكنك إضافة ملفات هنا. اطلب الإذن من المالك.',
      'token-invalid': 'تم تسجيل خروجك. سجّل الدخول للمتابعة.',
      'backend-failed': 'لم يتمكن هذا الموقع من بدء الرفع. حاول مجددًا لاحقًا.',
      'upload-expired': 'انتهت مدة هذا الرفع. ابدأه من جديد.',
      'upload-gone': 'فقد الخادم الجزء الأول. يجب البدء من جديد.',
      'quota-exceeded': 'لا توجد مساحة. وفّر بعضها ثم حاول مجددًا.',
      'name-conflict': 'يوجد هنا ملف بهذا الاسم. غيّر اسم ملفك.',
      'invalid-name': single(
        'هذا الاسم غير مسموح به. غيّر اسم الملف ثم أضفه مجددًا.',
        ({ count }) => `أسماء غير مسموح بها في ${files(count)}. غيّرها ثم أضفها مجددًا.`,
      ),
      'directory-not-found': 'لم يعد هذا المكان موجودًا. اختر غيره.',
      'directory-name-taken': 'يوجد ملف باسم هذا المجلد. غيّر اسم أحدهما.',
      'type-not-allowed': limited(
        single('هذا النوع من الملفات غير مقبول هنا.', ({ count }) => `نوع غير مقبول هنا في ${files(count)}.`),
        (kinds) => `المقبول: ${isolated(kinds)}.`,
      ),
      'file-too-large': limited(
        sized(
          (size) => `كبير جدًا: ${isolated(size)}.`,
          single('كبير جدًا.', ({ count }) => `حجم كبير جدًا في ${files(count)}.`),
        ),
        atMost,
      ),
      'sensitive-content': 'لن يقبل الخادم محتوى هذا الملف.',
      'file-changed': 'تغيّر الملف أثناء رفعه. اختره مجددًا.',
      'file-unreadable': 'لا يمكن فتح هذا الملف. ربما تم نقله.',
      'integrity-mismatch': 'النسخة لا تطابق ملفك. يمكنك إرساله مجددًا بأمان.',
      'too-many-parts': 'كبير جدًا على حجم الأجزاء هذا.',
      'part-refused': 'لم تستلم وحدة التخزين جزءًا من الملف. حاول مجددًا.',
      'cors-blocked': 'وحدة التخزين لا تسمح لهذا الموقع بالرفع. أخبر مالك الموقع.',
      'policy-blocked': 'قواعد الأمان في هذا الموقع تمنع الرفع. أخبر مالكه.',
      'not-found': 'لم يعد هذا المكان موجودًا. اختر غيره.',
      'outcome-unknown': 'لا يُعرف إن كان الملف قد وصل. تحقق قبل إرساله مجددًا.',
      'invalid-answer': 'رد الخادم غير مفهوم. حاول مجددًا لاحقًا.',
      'invalid-option': 'الرفع غير مُعد كما ينبغي هنا. أخبر مالك الموقع.',
      'unsupported-browser': 'لا يمكن الرفع من هذا المتصفح. استخدم متصفحًا حديثًا.',
      'worker-failed': 'تعذّر فحص الملف. حاول مجددًا.',
      canceled: 'تم الإلغاء',
      unknown: 'لم ينجح ذلك. حاول مجددًا.',

      'too-many-files': limited(
        single('لم تتم إضافة هذا الملف.', ({ count }) => `لم تتم إضافة ${files(count)}.`),
        (limit) => `أقصى عدد للملفات: ${isolated(limit)}.`,
      ),
      'file-too-small': limited(
        single('هذا الملف صغير جدًا.', ({ count }) => `حجم صغير جدًا في ${files(count)}.`),
        (limit) => `الحد الأدنى ${isolated(limit)}.`,
      ),
      'total-too-large': limited('مجموعها كبير جدًا. أزل بعضها للمتابعة.', atMost),
      duplicate: single('موجود في القائمة.', ({ count }) => `سبق إدراج ${files(count)} في القائمة.`),
      junk: single('لم يُضف: أنشأه النظام.', ({ count }) => `لم تتم إضافة ${files(count)} من إنشاء النظام.`),
      unreadable: single(
        'لا يمكن فتح هذا الملف. ربما تم نقله.',
        ({ count }) => `لا يمكن فتح ${files(count)}. ربما تم نقلها.`,
      ),
      custom: detailOr(
        single('هذا الملف غير مقبول هنا.', ({ count }) => `لا يمكن قبول ${files(count)} هنا.`),
      ),

      fileUpload: 'رفع الملفات',
      dropFiles: 'أفلت الملفات أو المجلدات هنا',
      dropFile: 'أفلت ملفًا هنا',
      addFiles: 'إضافة ملفات',
      addFile: 'إضافة ملف',
      chooseFiles: 'اختيار ملفات',
      chooseFile: 'اختيار ملف',
      chooseFolder: 'اختيار مجلد',
      takePhoto: 'التقاط صورة',
      dropMore: 'أفلت المزيد من الملفات، أو',
      dropAnother: 'أفلت ملفًا آخر ليحل محله، أو',
      chooseAnother: 'اختيار ملف آخر',
      dropToAdd: (count) => (count === null ? 'أفلت لإضافة الملفات' : `أفلت لإضافة ${files(count)}`),
      dropLeavesOut: (count) => `لن تتم إضافة ${files(count)} بسبب النوع`,
      dropRefused: 'هذا النوع من الملفات غير مقبول هنا',
      chooserDisabled: 'إضافة الملفات متوقفة هنا.',
      hintLargest: (size) => `حتى ${isolated(size)} لكل ملف`,
      hintKinds: (kinds) => kinds,
      kindImages: 'صور',
      kindVideos: 'فيديو',
      kindAudio: 'صوت',
      kindText: 'نصوص',

      listLabel: 'الملفات',
      summaryUploading: (count) => `جارٍ رفع ${files(count)}`,
      summaryReady: (count) => `جاهز لرفع ${files(count)}`,
      summaryPaused: 'متوقف مؤقتًا',
      summaryDone: uploaded,
      summaryNeedsYou: (done, needing) =>
        done === 0 ? needsYou(needing) : uploadedAndNeedsYou(done, needing),
      summaryCanceled: (count) => `تم إلغاء ${files(count)}`,
      doneOf: (done, all) => `اكتمل ${number(done)} من ${number(all)}`,
      bytesOf: (sent, total) => `${sent} من ${isolated(total)}`,
      aboutTimeLeft: (duration) => `بقي نحو ${duration}`,
      timeLeft: (duration) => `بقي ${duration}`,
      fewSecondsLeft: 'بقيت بضع ثوانٍ',
      progressOfAll: 'تقدّم كل الملفات',
      progressOf: (name) => `تقدّم ${name}`,
      progressValue: (percent, left) => (left === null ? percent : `${percent}، ${left}`),
      savedBytes: (size) => `${isolated(size)} موجود من قبل`,

      fileCount,
      filterLabel: 'تصفية الملفات',
      filterAll: 'الكل',
      filterUploading: 'جارٍ الرفع',
      filterWaiting: 'في الانتظار',
      filterNeedsYou: 'للمراجعة',
      filterDone: 'اكتمل',
      nothingHere: 'لا توجد ملفات هنا حاليًا.',
      foldedErrors: (count, sentence) => `${fileCount(count)}: ${sentence}`,
      show: 'عرض',

      startAll: 'بدء الرفع',
      pauseAll: 'إيقاف الكل مؤقتًا',
      resumeAll: 'استئناف الكل',
      retryAll: 'إعادة محاولة الكل',
      removeAll: 'إزالة الكل',
      cancelAll: 'إلغاء الكل',
      clearList: 'مسح القائمة',
      dismiss: 'إغلاق',
      tryAgain: 'حاول مجددًا',

      pause: 'إيقاف مؤقت',
      resume: 'استئناف',
      retry: 'إعادة المحاولة',
      tryNow: 'المحاولة الآن',
      cancel: 'إلغاء',
      remove: 'إزالة',
      undo: 'تراجع',
      actionOn: (action, name) => `${action}: ${name}`,

      statusQueued: 'في الانتظار',
      statusChecking: 'جارٍ الفحص',
      statusCheckingPercent: (percent) => `جارٍ الفحص ${percent}`,
      statusStarting: 'جارٍ البدء…',
      statusFinishing: 'جارٍ الإنهاء…',
      statusPaused: 'متوقف مؤقتًا',
      statusPausing: 'جارٍ الإيقاف مؤقتًا…',
      statusStopping: 'جارٍ الإيقاف…',
      statusCompleted: 'تم الرفع',
      statusInstant: 'موجود من قبل',
      statusHandedOver: 'تم التسليم',
      statusCanceled: 'تم الإلغاء',
      statusRemoved: 'تمت الإزالة',
      waitOffline: 'أنت غير متصل. سيتابع الرفع تلقائيًا.',
      waitRetrying: 'انقطع الاتصال. جارٍ المحاولة مجددًا…',
      waitRetryingIn: (duration) => `انقطع الاتصال. محاولة جديدة بعد ${duration}.`,
      waitServerBusy: 'الخادم مشغول. جارٍ المحاولة مجددًا…',
      waitServerBusyIn: (duration) => `الخادم مشغول. محاولة جديدة بعد ${duration}.`,
      waitRenewing: 'في انتظار الخادم…',
      waitOtherTab: 'يُرفع في علامة تبويب أخرى',
      waitHalted: 'في انتظار إمكان المتابعة',

      conflictQuestion: 'يوجد هنا ملف بهذا الاسم.',
      conflictElsewhere: 'في انتظار إجابتك',
      keepBoth: 'الاحتفاظ بكليهما',
      replace: 'استبدال',
      skip: 'تخطٍّ',
      forAll: 'للكل',

      earlierUploads: (count) => `لم يكتمل في المرة السابقة رفع ${files(count)}.`,
      earlierNeedFiles: (count) =>
        count === 1 ? 'اختر هذا الملف مجددًا لإكمال رفعه.' : `اختر الملفات مجددًا لإكمال رفع ${files(count)}.`,
      andMore: (count) => `و${number(count)} غيرها`,
      continueEarlier: 'متابعة',
      discardEarlier: 'تجاهل',

      addAs: (name) => `إضافة باسم «${isolated(name)}»`,
      leftOut: (count) => `لم تتم إضافة ${files(count)}`,
      announceAdded: (count) => `تمت إضافة ${files(count)}`,
      announceFailed: (name) => `لم يتم رفع ${name}`,
      announceSum: (done, all, needing) =>
        needing === 0
          ? `تم رفع ${number(done)} من ${number(all)}`
          : `تم رفع ${number(done)} من ${number(all)}، وعليك مراجعة ${number(needing)}`,
      announceSettled: (done, needing) =>
        needing === 0 ? uploaded(done) : uploadedAndNeedsYou(done, needing),

      valueMissing: 'اختر ملفًا.',
      tooFewFiles: (least) => `اختر ما لا يقل عن ${files(least)}.`,
      submitWaits: 'سيُرسل النموذج بعد رفع كل الملفات.',
      stillUploading: 'لا يزال رفع الملفات جاريًا. انتظر حتى يكتمل.',
    };
  },
);
